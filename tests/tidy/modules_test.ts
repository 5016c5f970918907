import assert from "node:assert/strict";
import { CONTROL_MODULES, MODULES } from "../../lib/modules.ts";
import { isThere, namesIn, repositoryFiles } from "./tree.ts";

/** Modules used file by file: they have no face. */
const GROUND: ReadonlySet<string> = new Set(["base", "platform", "ui"]);
/** Modules with a part in both databases; instances gives birth to a dossier in its cell, and moves it. */
const BOTH: ReadonlySet<string> = new Set(["platform", "datasets", "instances", "backups"]);
const ASSEMBLERS: ReadonlySet<string> = new Set(["modules.ts", "schema.ts", "wiring.ts"]);

function folders(): string[] {
  return namesIn("lib").filter((name) => !name.includes("."));
}

Deno.test("a module uses only modules of rows above it, so the map has no ring", () => {
  const seen = new Set<string>();
  for (const [module, used] of Object.entries(MODULES)) {
    assert.deepEqual(used.filter((name) => !seen.has(name)), [], `lib/${module} looks down`);
    assert.equal(new Set(used).size, used.length, `lib/${module} lists a module twice`);
    seen.add(module);
  }
});

Deno.test("modules that every other may use are in no row of the map", () => {
  const named = Object.values(MODULES).flat().filter((name) => GROUND.has(name));
  assert.deepEqual(named, []);
});

Deno.test("every folder of lib is a row of the map", () => {
  assert.deepEqual(folders().filter((name) => !(name in MODULES)), []);
});

Deno.test("the root of lib holds the assemblers and nothing else", () => {
  const files = namesIn("lib").filter((name) => name.includes("."));
  assert.deepEqual(files.filter((name) => !ASSEMBLERS.has(name)), []);
});

Deno.test("every module tells its words and invariants in a README and has a face", () => {
  const wanted = folders().flatMap((name) =>
    GROUND.has(name) ? [`lib/${name}/README.md`] : [`lib/${name}/README.md`, `lib/${name}/mod.ts`]
  );
  assert.deepEqual(wanted.filter((path) => !isThere(path)), []);
});

Deno.test("the modules of control are rows of the map", () => {
  assert.deepEqual([...CONTROL_MODULES].filter((name) => !(name in MODULES)), []);
});

Deno.test("a migration is named by its moment, its module and what it does", () => {
  const sql = repositoryFiles().filter((path) => /^supabase\/.+\/migrations\//.test(path));
  for (const path of sql) {
    const match = /^supabase\/(control|cell)\/migrations\/\d{14}_([a-z0-9]+)_[a-z0-9_]+\.sql$/.exec(path);
    assert.ok(match, `${path} is not <timestamp>_<module>_<what>.sql`);
    const [, database, module = ""] = match;
    assert.ok(module in MODULES, `${path} names no module of the map`);
    const home = CONTROL_MODULES.has(module) ? "control" : "cell";
    assert.ok(BOTH.has(module) || database === home, `${path} belongs in ${home}`);
  }
});

Deno.test("no two migrations of a database share their moment, so their order is one", () => {
  for (const database of ["control", "cell"]) {
    const moments = namesIn(`supabase/${database}/migrations`).map((name) => name.slice(0, 14));
    assert.deepEqual(moments, [...new Set(moments)]);
  }
});
