import assert from "node:assert/strict";
import { sourceFiles } from "./tree.ts";

const PAGE = new URL("../../lib/identity/THREATS.md", import.meta.url);
const STATES = ["met", "met, but", "met in part", "met by absence", "not applicable", "missing"];
const names = new Set(sourceFiles().map((path) => path.slice(path.lastIndexOf("/") + 1)));

interface Item {
  readonly id: string;
  readonly state: string;
  readonly where: string;
}

async function items(): Promise<Item[]> {
  const rows = (await Deno.readTextFile(PAGE)).split("\n").filter((line) => /^\| \d/.test(line));
  return rows.map((row) => {
    const [, id = "", , state = "", where = ""] = row.split(" | ").join("|").split("|").map((cell) => cell.trim());
    return { id, state, where };
  });
}

Deno.test("every item of the threats page has one state, and appears once", async () => {
  const all = await items();
  assert.ok(all.length > 60, `${all.length} items`);
  assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
  assert.deepEqual(all.filter(({ state }) => !STATES.includes(state)), []);
});

Deno.test("what is called met names a test, and every file that the page names is there", async () => {
  const tried = /^met(?! by absence)/;
  const untested = (await items()).filter(({ state, where }) => tried.test(state) && !/`[^`]*_test\.tsx?`/.test(where));
  assert.deepEqual(untested.map(({ id }) => id), []);
  const files = [...(await Deno.readTextFile(PAGE)).matchAll(/`([^`\s]+\.tsx?)`/g)].map(([, path]) => path!);
  const absent = files.filter((path) => !names.has(path.slice(path.lastIndexOf("/") + 1)));
  assert.deepEqual(absent, []);
});
