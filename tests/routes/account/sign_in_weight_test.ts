import assert from "node:assert/strict";
import { paths } from "../../../routes/paths.ts";
import { openApp } from "../../support/app.ts";
import { openWorld } from "../../support/world.ts";

const world = await openWorld();
const app = await openApp(world, { captcha: "always" });
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
/** Bytes of the sign-in page with all that it loads, as they cross the wire. */
const MOST_BYTES = 60_000;

async function bytesOf(path: string): Promise<{ bytes: number; response: Response; body: Uint8Array }> {
  const headers = { accept: path.startsWith("/connexion") ? "text/html" : "*/*", "accept-encoding": "gzip" };
  const request = new Request(new URL(path, app.baseUrl), { headers });
  const response = await app.app.fetch(request, { remoteAddr: { hostname: "192.0.2.7" } });
  assert.equal(response.status, 200, path);
  const body = new Uint8Array(await response.arrayBuffer());
  return { bytes: body.length, response, body };
}

Deno.test("the sign-in page weighs 60 kB at most with its styles, scripts and the picture of its code", async () => {
  const page = await bytesOf(paths.signIn());
  const html = await textOf(page);
  const loaded = [...html.matchAll(/<(?:link|script|img)[^>]* (?:href|src)="(\/[^"]+)"/g)].map(([, path]) => path!);
  assert.ok(loaded.some((path) => path.endsWith(".css") || path.includes(".css")), "its styles are counted");
  assert.ok(loaded.some((path) => path.includes("code-image")), "the picture is counted");
  let total = page.bytes;
  for (const path of new Set(loaded)) total += (await bytesOf(path)).bytes;
  assert.ok(total <= MOST_BYTES, `${total} bytes: ${loaded.join(", ")}`);
});

async function textOf({ response, body }: { response: Response; body: Uint8Array }): Promise<string> {
  if (response.headers.get("content-encoding") !== "gzip") return new TextDecoder().decode(body);
  const unpacked = new Blob([body.slice()]).stream().pipeThrough(new DecompressionStream("gzip"));
  return await new Response(unpacked).text();
}
