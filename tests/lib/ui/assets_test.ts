import assert from "node:assert/strict";
import { type AssetName, ASSETS, registerAssets } from "../../../lib/ui/mod.ts";
import { loadAssets } from "./gallery_serve.ts";

const BYTES = new TextEncoder().encode("a{}");

function contents(style = BYTES): Record<AssetName, Uint8Array<ArrayBuffer>> {
  const all = Object.fromEntries(Object.keys(ASSETS).map((name) => [name, BYTES]));
  return { ...all, "paraphe.css": style } as Record<AssetName, Uint8Array<ArrayBuffer>>;
}

Deno.test("registerAssets puts the content's SHA-256 into the address and finds the file by it", async () => {
  const assets = await registerAssets(contents());
  assert.equal(assets.path("paraphe.css"), `/assets/paraphe.${await digest()}.css`);
  assert.equal(assets.find(assets.path("htmx.js"))?.name, "htmx.js");
  assert.equal(assets.all.length, Object.keys(ASSETS).length);
});

Deno.test("registerAssets gives another address to another content, and forgets the old one", async () => {
  const before = await registerAssets(contents());
  const after = await registerAssets(contents(new TextEncoder().encode("b{}")));
  assert.notEqual(after.path("paraphe.css"), before.path("paraphe.css"));
  assert.equal(after.path("paraphe.js"), before.path("paraphe.js"));
  assert.equal(after.find(before.path("paraphe.css")), undefined);
});

Deno.test("find refuses an address without its hash or with another's", async () => {
  const assets = await registerAssets(contents());
  for (
    const path of ["/assets/paraphe.css", "/assets/paraphe.000000000000.css", "/paraphe.css", "/assets/../deno.json"]
  ) {
    assert.equal(assets.find(path), undefined, path);
  }
});

Deno.test("the style and the scripts of a page stay under 40 kB compressed, our scripts under 14 kB as they are", async () => {
  const assets = await loadAssets();
  const sizes = await Promise.all(assets.all.map(async ({ name, bytes }) => [name, await gzipped(bytes)] as const));
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  assert.ok(total < 40_000, JSON.stringify(sizes));
  for (const { name, bytes } of assets.all) {
    if (name === "paraphe.js" || name === "lines.js") assert.ok(bytes.length < 14_000, `${name}: ${bytes.length}`);
  }
});

Deno.test("our scripts evaluate nothing and write no style attribute, as the policy demands", async () => {
  const assets = await loadAssets();
  for (const { name, bytes } of assets.all) {
    if (name !== "paraphe.js" && name !== "lines.js") continue;
    const text = new TextDecoder().decode(bytes);
    assert.doesNotMatch(text, /\beval\(|new Function|\.style\b|setAttribute\("style|document\.write/, name);
  }
});

Deno.test("madder red belongs to the seal alone", async () => {
  const assets = await loadAssets();
  const style = new TextDecoder().decode(assets.find(assets.path("paraphe.css"))!.bytes);
  const rules = style.split("}").filter((rule) => rule.includes("var(--madder"));
  assert.ok(rules.length > 0);
  for (const rule of rules) assert.match(rule.slice(0, rule.indexOf("{")), /\.seal/, rule);
});

async function digest(): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 12);
}

async function gzipped(bytes: Uint8Array<ArrayBuffer>): Promise<number> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(stream).arrayBuffer()).byteLength;
}
