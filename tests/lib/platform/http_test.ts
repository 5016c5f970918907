import assert from "node:assert/strict";
import { Hono } from "hono";
import { delay } from "../../../lib/platform/clock.ts";
import { isPublicAddress, request, requestJson } from "../../../lib/platform/http.ts";

const PRIVATE = { allowPrivate: true };

async function withServer(check: (url: string, app: Hono) => Promise<void>): Promise<void> {
  const app = new Hono();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, app.fetch);
  try {
    await check(`http://localhost:${server.addr.port}`, app);
  } finally {
    await server.shutdown();
  }
}

Deno.test("a request sends its method, headers and body, and gives back status, headers and bytes", () =>
  withServer(async (url, app) => {
    app.put("/echo", async (c) => {
      c.header("x-seen", `${c.req.header("x-token")} ${c.req.header("host")}`);
      return c.body(await c.req.text(), 201);
    });
    const headers = { "x-token": "abc" };
    const answer = await request(`${url}/echo?a=1`, { ...PRIVATE, method: "PUT", headers, body: "été" });
    assert.deepEqual([answer.status, new TextDecoder().decode(answer.body)], [201, "été"]);
    assert.equal(answer.headers.get("x-seen"), `abc ${new URL(url).host}`);
  }));

Deno.test("JSON goes and comes; an empty answer is null; another answer is a fault", () =>
  withServer(async (url, app) => {
    app.post("/json", async (c) => c.json({ got: await c.req.json(), type: c.req.header("content-type") }));
    app.get("/empty", (c) => c.body(null, 204));
    app.get("/html", (c) => c.html("<p>panne</p>", 502));
    const { value } = await requestJson(`${url}/json`, { ...PRIVATE, value: { a: [1] } });
    assert.deepEqual(value, { got: { a: [1] }, type: "application/json" });
    assert.equal((await requestJson(`${url}/empty`, PRIVATE)).value, null);
    await assert.rejects(requestJson(`${url}/html`, PRIVATE), { reason: "not_json", message: /502/ });
  }));

Deno.test("a status of error is an answer", () =>
  withServer(async (url) => {
    assert.equal((await request(`${url}/none`, PRIVATE)).status, 404);
  }));

Deno.test("an answer that is too slow, too long or absent is a fault", () =>
  withServer(async (url, app) => {
    app.get("/slow", async (c) => {
      await delay(300);
      return c.text("late");
    });
    app.get("/long", (c) => c.body(ReadableStream.from(Array.from({ length: 50 }, () => new Uint8Array(1_000)))));
    await assert.rejects(request(`${url}/slow`, { ...PRIVATE, timeoutMs: 50 }), { reason: "timeout" });
    await assert.rejects(request(`${url}/long`, { ...PRIVATE, maxBytes: 10_000 }), { reason: "too_large" });
    assert.equal((await request(`${url}/long`, { ...PRIVATE, maxBytes: 50_000 })).body.length, 50_000);
    await assert.rejects(request("http://127.0.0.1:9/", PRIVATE), { reason: "unreachable" });
    await assert.rejects(request("http://nowhere.invalid/", PRIVATE), { reason: "unreachable" });
  }));

Deno.test("a body that trickles is cut at the deadline", () =>
  withServer(async (url, app) => {
    app.get("/trickle", (c) => {
      let timer = 0;
      return c.body(
        new ReadableStream({
          start: (controller) => void (timer = setInterval(() => controller.enqueue(new Uint8Array(1)), 20) as never),
          cancel: () => clearInterval(timer),
        }),
      );
    });
    await assert.rejects(request(`${url}/trickle`, { ...PRIVATE, timeoutMs: 150 }), { reason: "timeout" });
  }));

Deno.test("this machine and private networks are out of reach, by number, by name and in odd spellings", async () => {
  const hosts = ["localhost", "127.0.0.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "10.0.0.1"];
  for (const host of [...hosts, "169.254.169.254", "192.168.1.1", "[fd00::1]", "[fe80::1]", "0.0.0.0"]) {
    await assert.rejects(request(`https://${host}/`), { reason: "blocked" }, host);
  }
});

Deno.test("plain http, other protocols and passwords in the address are refused", async () => {
  for (const url of ["http://example.com/", "ftp://example.com/", "file:///etc/passwd", "data:,x", "example.com", ""]) {
    await assert.rejects(request(url), { reason: "blocked" }, url);
  }
  await assert.rejects(request("https://user:pass@example.com/"), { reason: "blocked" });
  await assert.rejects(request("file:///etc/passwd", PRIVATE), { reason: "blocked" });
});

Deno.test("public and special addresses are told apart", () => {
  for (const address of ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700:4700::1111", "2a01:e0a::1"]) {
    assert.ok(isPublicAddress(address), address);
  }
  const special = ["0.0.0.0", "10.255.0.1", "100.64.0.1", "127.9.9.9", "169.254.1.1", "172.31.255.255", "192.168.0.1"];
  const others = ["198.19.0.1", "224.0.0.1", "255.255.255.255", "::", "::1", "::ffff:8.8.8.8", "64:ff9b::a00:1"];
  for (
    const address of [...special, ...others, "2001:db8::1", "2002:a00:1::", "fc00::1", "fe80::1%eth0", "ff02::1", ""]
  ) {
    assert.ok(!isPublicAddress(address), address);
  }
});

Deno.test("a redirect is followed for a GET, not for a POST, and not without end", () =>
  withServer(async (url, app) => {
    app.get("/old", (c) => c.redirect("/new"));
    app.post("/old", (c) => c.redirect("/new"));
    app.get("/new", (c) => c.text("here"));
    app.get("/loop", (c) => c.redirect("/loop"));
    const answer = await request(`${url}/old`, PRIVATE);
    assert.deepEqual([answer.url, new TextDecoder().decode(answer.body)], [`${url}/new`, "here"]);
    assert.equal((await request(`${url}/old`, { ...PRIVATE, method: "POST", body: "" })).status, 302);
    await assert.rejects(request(`${url}/loop`, PRIVATE), { reason: "too_many_redirects" });
  }));

Deno.test("a redirect to another host does not carry what opened the first, nor leads to another protocol", () =>
  withServer(async (url, app) => {
    app.get("/whoami", (c) => c.text(`${c.req.header("authorization")} ${c.req.header("x-trace")}`));
    app.get("/same", (c) => c.redirect("/whoami"));
    app.get("/other", (c) => c.redirect(`${url.replace("localhost", "127.0.0.1")}/whoami`));
    app.get("/file", (c) => c.redirect("file:///etc/passwd"));
    const options = { ...PRIVATE, headers: { Authorization: "secret", "x-trace": "1" } };
    const textOf = async (path: string) => new TextDecoder().decode((await request(url + path, options)).body);
    assert.equal(await textOf("/same"), "secret 1");
    assert.equal(await textOf("/other"), "undefined 1");
    await assert.rejects(textOf("/file"), { reason: "blocked" });
  }));
