import assert from "node:assert/strict";
import config from "../../deno.json" with { type: "json" };
import { namesIn, ROOT } from "./tree.ts";

/** Licences under which a part of an AGPL-3.0 program may be handed on. */
const ALLOWED: ReadonlySet<string> = new Set([
  "MIT",
  "MIT-0",
  "ISC",
  "0BSD",
  "BSD-0-Clause",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Apache-2.0",
  "MPL-2.0",
  "Unlicense",
  "CC0-1.0",
  "OFL-1.1",
]);
/** Packages that name no licence in package.json, with the one that their own licence file grants. */
const BY_FILE: ReadonlyMap<string, string> = new Map([["png-js", "MIT"]]);

interface Manifest {
  readonly name: string;
  readonly license?: string;
}

Deno.test("every package is pinned to one exact version", () => {
  for (const [name, target] of Object.entries(config.imports)) {
    assert.match(target, /^npm:(@[\w.-]+\/)?[\w.-]+@\d+\.\d+\.\d+(-[\w.]+)?$/, `${name} is not pinned: ${target}`);
  }
});

Deno.test("every package that deno.json names has a licence of the list", async () => {
  for (const name of Object.keys(config.imports)) {
    assert.ok(isAllowed(await manifestOf(new URL(`node_modules/${name}/package.json`, ROOT))), name);
  }
});

Deno.test("every package that those bring along has a licence of the list", async () => {
  const refused: string[] = [];
  for (const folder of namesIn("node_modules/.deno").filter((name) => name.includes("@"))) {
    const name = folder.replace(/@[^@]+$/, "").replace("+", "/");
    const manifest = await manifestOf(new URL(`node_modules/.deno/${folder}/node_modules/${name}/package.json`, ROOT));
    if (!isAllowed(manifest)) refused.push(`${folder}: ${manifest.license}`);
  }
  assert.deepEqual(refused, []);
});

Deno.test("a licence that is absent, unknown or asks for more is refused", () => {
  for (const license of [undefined, "", "SSPL-1.0", "BUSL-1.1", "UNLICENSED", "SEE LICENSE IN x", "MIT AND SSPL-1.0"]) {
    assert.equal(isAllowed({ name: "x", ...(license === undefined ? {} : { license }) }), false, license);
  }
  assert.equal(isAllowed({ name: "x", license: "(MIT OR SSPL-1.0)" }), true);
});

/** True when every part of `A AND B`, or one part of `A OR B`, is in the list. */
function isAllowed({ name, license }: Manifest): boolean {
  const text = (license ?? BY_FILE.get(name) ?? "").replace(/[()]/g, "");
  return text.includes(" OR ")
    ? text.split(" OR ").some((part) => ALLOWED.has(part.trim()))
    : text.split(" AND ").every((part) => ALLOWED.has(part.trim()));
}

async function manifestOf(address: URL): Promise<Manifest> {
  return JSON.parse(await Deno.readTextFile(address));
}
