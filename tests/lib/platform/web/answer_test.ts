import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { HTML, packed, wantsJson } from "../../../../lib/platform/web/answer.ts";
import { cookieJar } from "../../../../lib/platform/web/cookies.ts";
import { jsonText } from "../../../../lib/platform/web/json.ts";
import { serveStatic } from "../../../../lib/platform/web/static_files.ts";

const URL_ = "http://localhost:8000/x";

function asking(headers: Record<string, string>): Request {
  return new Request(URL_, { headers });
}

Deno.test("JSON is for callers who name it and do not take HTML", () => {
  assert.equal(wantsJson(asking({ accept: "application/json" })), true);
  assert.equal(wantsJson(asking({ accept: "text/html,application/json;q=0.9" })), false);
  assert.equal(wantsJson(asking({ accept: "*/*" })), false);
  assert.equal(wantsJson(asking({})), false);
});

Deno.test("amounts go out as whole cents, those beyond 2^53 as text", () => {
  assert.equal(
    jsonText({ totalCents: 123_456n, huge: 2n ** 60n }),
    '{"totalCents":123456,"huge":"1152921504606846976"}',
  );
});

Deno.test("a long page is packed for who unpacks, a short one and a plain caller get it as it is", () => {
  const page = "<p>Facture</p>".repeat(500);
  const { body, headers } = packed(asking({ "accept-encoding": "gzip, br" }), page, HTML);
  assert.equal(headers["content-encoding"], "gzip");
  assert.equal(gunzipSync(body as Uint8Array).toString(), page);
  assert.equal(packed(asking({ "accept-encoding": "gzip" }), "<p>Court</p>", HTML).body, "<p>Court</p>");
  assert.equal(packed(asking({}), page, HTML).body, page);
  assert.equal(headers["cache-control"], "private, no-store");
});

Deno.test("over https the cookie is bound to its host, over http on this machine its name is plain", () => {
  const secure = cookieJar("paraphe", "https://paraphe.example");
  assert.equal(
    secure.keep("abc", 60),
    "__Host-paraphe=abc; Max-Age=60; Path=/; HttpOnly; SameSite=Lax; Secure",
  );
  assert.equal(cookieJar("paraphe", "http://localhost:8000").keep("abc", 60).includes("Secure"), false);
});

Deno.test("another cookie whose name ends alike, a strange value and a huge one are no token", () => {
  const jar = cookieJar("paraphe", "http://localhost:8000");
  assert.equal(jar.read(asking({ cookie: "a=1; paraphe=tok_en-1" })), "tok_en-1");
  assert.equal(jar.read(asking({ cookie: "xparaphe=abc; paraphe-console=def" })), null);
  assert.equal(jar.read(asking({ cookie: "paraphe=a%20b" })), null);
  assert.equal(jar.read(asking({ cookie: `paraphe=${"a".repeat(500)}` })), null);
  assert.equal(jar.read(asking({})), null);
});

Deno.test("a static file is served for ever, packed in the way asked for, and no other address is", async () => {
  const bytes = new TextEncoder().encode("body { color: black }".repeat(200));
  const serve = serveStatic([{ path: "/assets/a.123.css", type: "text/css", bytes }]);
  const at = (headers: Record<string, string>) => serve(new Request("http://localhost/assets/a.123.css", { headers }))!;
  const plain = at({}), zipped = at({ "accept-encoding": "gzip" }), best = at({ "accept-encoding": "gzip, br" });
  assert.match(plain.headers.get("cache-control")!, /immutable/);
  assert.equal(best.headers.get("content-encoding"), "br");
  assert.deepEqual(new Uint8Array(gunzipSync(new Uint8Array(await zipped.arrayBuffer()))), bytes);
  assert.equal(serve(new Request("http://localhost/assets/a.124.css")), null);
});
