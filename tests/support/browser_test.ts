import assert from "node:assert/strict";
import { Hono } from "hono";
import { assertAccessible, findViolations } from "./axe.ts";
import { assertNoFaults, BROWSER_ARGUMENTS, closePage, openPage, plugAuthenticator, WIDTHS } from "./browser.ts";

const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'";

function page(body: string): string {
  return `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title>
    <meta name="viewport" content="width=device-width"></head>
    <body><main><h1>Factures</h1>${body}</main></body></html>`;
}

function startServer(): { readonly url: string; close(): Promise<void> } {
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    c.header("Content-Security-Policy", CSP);
  });
  app.get("/", (c) => c.html(page(`<p>Montant : 1 234,56 €</p><a href="/">Accueil</a>`)));
  app.get("/bad", (c) => c.html(page(`<img src="/logo.png"><input name="siren">`)));
  app.get("/throws", (c) => c.html(page(`<script src="/throws.js"></script>`)));
  app.get("/throws.js", (c) => c.body("throw new Error('broken')", 200, { "Content-Type": "text/javascript" }));
  app.get("/away", (c) => c.html(page(`<script src="https://example.com/spy.js"></script>`)));
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, app.fetch);
  return { url: `http://localhost:${server.addr.port}`, close: () => server.shutdown() };
}

Deno.test("a page of this machine is rendered at both widths, in French, and photographed", async () => {
  const server = startServer();
  for (const width of ["phone", "desktop"] as const) {
    const tab = await openPage({ width, baseUrl: server.url });
    await tab.goto("/");
    assert.equal(await tab.textContent("h1"), "Factures");
    assert.equal(await tab.evaluate("innerWidth"), WIDTHS[width]);
    assert.equal(await tab.evaluate("navigator.language"), "fr-FR");
    assert.equal(await tab.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone"), "Europe/Paris");
    const photo = await tab.screenshot();
    assert.deepEqual([...photo.subarray(1, 4)], [0x50, 0x4e, 0x47]);
    assert.ok(photo.length > 3_000, `${photo.length} bytes: an empty page, or one without fonts`);
    assertNoFaults(tab);
    await closePage(tab);
  }
  await server.close();
});

Deno.test("an exception of a page, and a request that fails, are faults", async () => {
  const server = startServer();
  const tab = await openPage({ baseUrl: server.url });
  await tab.goto("/throws");
  assert.throws(() => assertNoFaults(tab), /broken/);
  const other = await openPage({ baseUrl: server.url });
  await other.goto("/away");
  assert.throws(() => assertNoFaults(other), /example\.com/);
  await server.close();
});

Deno.test("no host but this machine answers", async () => {
  const tab = await openPage();
  for (const address of ["http://example.com/", "https://example.com/", "http://10.0.0.1/"]) {
    await assert.rejects(tab.goto(address), /net::ERR_/, address);
  }
});

Deno.test("a page without JavaScript runs none", async () => {
  const server = startServer();
  const tab = await openPage({ baseUrl: server.url, javaScript: false });
  await tab.goto("/throws");
  assertNoFaults(tab);
  await server.close();
});

Deno.test("two pages share no cookie", async () => {
  const server = startServer();
  const [one, two] = await Promise.all([openPage({ baseUrl: server.url }), openPage({ baseUrl: server.url })]);
  await one.goto("/");
  await one.evaluate("document.cookie = 'session=alice'");
  await two.goto("/");
  assert.equal(await two.evaluate("document.cookie"), "");
  await server.close();
});

Deno.test("web security stays on: a page cannot read the answer of another origin", async () => {
  const [one, two] = [startServer(), startServer()];
  const tab = await openPage({ baseUrl: one.url });
  await tab.goto("/");
  const read = `fetch("${two.url}/").then(() => "read", () => "refused")`;
  assert.equal(await tab.evaluate(read), "refused");
  assert.ok(
    !BROWSER_ARGUMENTS.some((argument) => /disable-web-security|single-process|site-per-process/.test(argument)),
  );
  await Promise.all([one.close(), two.close()]);
});

Deno.test("axe finds nothing on a sound page, under a strict policy", async () => {
  const server = startServer();
  const tab = await openPage({ baseUrl: server.url });
  await tab.goto("/");
  await assertAccessible(tab);
  assert.equal(await tab.evaluate("typeof axe"), "undefined");
  assertNoFaults(tab);
  await server.close();
});

Deno.test("axe names the rule and the element of a page that breaks one", async () => {
  const server = startServer();
  const tab = await openPage({ baseUrl: server.url });
  await tab.goto("/bad");
  await assert.rejects(assertAccessible(tab), /image-alt[\s\S]*img[\s\S]*label[\s\S]*input/);
  const left = await findViolations(tab, { without: ["image-alt"] });
  assert.deepEqual(left.map((violation) => violation.id), ["label"]);
  assert.deepEqual(await findViolations(tab, { within: "h1" }), []);
  assert.deepEqual(await findViolations(tab, { coloursOnly: true }), []);
  await tab.evaluate("document.querySelector('h1').style.color = '#eee'");
  const pale = await findViolations(tab, { coloursOnly: true });
  assert.deepEqual(pale.map((violation) => violation.id), ["color-contrast"]);
  await server.close();
});

Deno.test("a passkey is registered on a virtual device, and refused when the person is not verified", async () => {
  const server = startServer();
  const tab = await openPage({ baseUrl: server.url });
  await tab.goto("/");
  const device = await plugAuthenticator(tab);
  const register = `navigator.credentials.create({ publicKey: {
    rp: { id: "localhost", name: "Paraphe" },
    user: { id: new Uint8Array(16), name: "alice", displayName: "Alice" },
    challenge: new Uint8Array(32),
    pubKeyCredParams: [{ type: "public-key", alg: -7 }],
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    timeout: 2000,
  } }).then((made) => made.type, (error) => error.name)`;
  assert.equal(await tab.evaluate(register), "public-key");
  assert.equal((await device.credentialIds()).length, 1);
  await device.verifyPerson(false);
  assert.equal(await tab.evaluate(register), "NotAllowedError");
  assert.equal((await device.credentialIds()).length, 1);
  await device.remove();
  await server.close();
});
