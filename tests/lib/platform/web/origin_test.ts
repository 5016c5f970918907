import assert from "node:assert/strict";
import { callerAddress, isOurHost, isOurOrigin } from "../../../../lib/platform/web/origin.ts";

const BASE = "https://paraphe.example";

function post(headers: Record<string, string>): Request {
  return new Request(`${BASE}/connexion`, { method: "POST", headers });
}

Deno.test("a form of our own page is ours", () => {
  assert.equal(isOurOrigin(post({ origin: BASE }), BASE), true);
  assert.equal(isOurOrigin(post({ "sec-fetch-site": "same-origin" }), BASE), true);
});

for (
  const headers of [
    {},
    { origin: "null" },
    { origin: "https://evil.example" },
    { origin: "http://paraphe.example" },
    { origin: "https://paraphe.example:8443" },
    { origin: "https://app.paraphe.example" },
    { origin: "https://paraphe.example.evil.example" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "none" },
    { origin: "https://evil.example", "sec-fetch-site": "same-origin" },
  ] as Record<string, string>[]
) {
  Deno.test(`a form with ${JSON.stringify(headers)} is not ours`, () => {
    assert.equal(isOurOrigin(post(headers), BASE), false);
  });
}

Deno.test("a page may be opened from anywhere", () => {
  assert.equal(isOurOrigin(new Request(BASE, { headers: { origin: "https://evil.example" } }), BASE), true);
});

Deno.test("another host, another port and a Host header that differs are not ours", () => {
  assert.equal(isOurHost(new Request(`${BASE}/x`), BASE), true);
  assert.equal(isOurHost(new Request("https://paraphe.example:444/x"), BASE), false);
  assert.equal(isOurHost(new Request("https://evil.example/x"), BASE), false);
  assert.equal(isOurHost(new Request(`${BASE}/x`, { headers: { host: "evil.example" } }), BASE), false);
});

Deno.test("what a caller writes into X-Forwarded-For is believed only as far as our own proxies added to it", () => {
  const request = new Request(BASE, { headers: { "x-forwarded-for": "6.6.6.6, 203.0.113.7, 10.0.0.1" } });
  assert.equal(callerAddress(request, "192.0.2.1", 0), "192.0.2.1");
  assert.equal(callerAddress(request, "192.0.2.1", 1), "10.0.0.1");
  assert.equal(callerAddress(request, "192.0.2.1", 2), "203.0.113.7");
  assert.equal(callerAddress(new Request(BASE), "192.0.2.1", 2), "192.0.2.1");
});
