import assert from "node:assert/strict";
import { cyclesIn, reachableFrom } from "./graph.ts";
import { importGraph, isThere, referencesOf, sourceFiles } from "./tree.ts";

const graph = importGraph();

/** Programs, tasks and plugins of deno.json, and what the runner of the tests starts. */
const PROGRAMS = [
  "main.ts",
  "console/main.ts",
  "tests/run.ts",
  "tests/support/keep_cast.ts",
  "tests/support/together.ts",
  "tests/tidy/boundaries.ts",
  "tests/tidy/state_version.ts",
];

/** Files that something other than an import starts. */
function entries(): string[] {
  return sourceFiles().filter((path) =>
    PROGRAMS.includes(path) ||
    /^tests\/.*_test\.tsx?$/.test(path) || /^tests\/(samples|bench)\/\w+\.ts$/.test(path)
  );
}

Deno.test("no file of lib, routes or console is dead: each is reached from a program or a test", () => {
  const reached = reachableFrom(entries(), graph);
  const dead = sourceFiles().filter((path) => /^(lib|routes|console)\//.test(path) && !reached.has(path));
  assert.deepEqual(dead, []);
});

Deno.test("no helper of the tests is dead", () => {
  const reached = reachableFrom(entries(), graph);
  const dead = sourceFiles().filter((path) => path.startsWith("tests/") && !reached.has(path));
  assert.deepEqual(dead, []);
});

Deno.test("files do not load each other in a ring", () => {
  assert.deepEqual(cyclesIn(graph).map((cycle) => cycle.join(" → ")), []);
});

Deno.test("every reference leads to a file that exists", () => {
  const broken = [...graph].flatMap(([from, references]) =>
    references.filter(({ path, isRuntime }) => isRuntime && !isThere(path)).map(({ path }) => `${from} → ${path}`)
  );
  assert.deepEqual(broken, []);
});

Deno.test("a file that nobody imports is found dead, one reached by a dynamic import is not", () => {
  const small = new Map([
    ["main.ts", referencesOf("main.ts", `const m = await import("./lib/a.ts");`)],
    ["lib/a.ts", referencesOf("lib/a.ts", `export type { B } from "./b.ts";`)],
    ["lib/b.ts", []],
    ["lib/c.ts", referencesOf("lib/c.ts", `import "./a.ts";`)],
  ]);
  assert.deepEqual([...reachableFrom(["main.ts"], small)].sort(), ["lib/a.ts", "lib/b.ts", "main.ts"]);
});

Deno.test("a ring of three files is found, and a ring closed by a type is none", () => {
  const ring = (last: string) =>
    new Map([
      ["lib/a.ts", referencesOf("lib/a.ts", `import "./b.ts";`)],
      ["lib/b.ts", referencesOf("lib/b.ts", `export * from "./c.ts";`)],
      ["lib/c.ts", referencesOf("lib/c.ts", last)],
    ]);
  assert.deepEqual(cyclesIn(ring(`import { a } from "./a.ts";`)), [["lib/a.ts", "lib/b.ts", "lib/c.ts", "lib/a.ts"]]);
  assert.deepEqual(cyclesIn(ring(`import type { A } from "./a.ts";`)), []);
});
