import assert from "node:assert/strict";
import { countsOf, togetherBatch } from "../run.ts";

/** What `shared.ts` counts is told by whoever loads it. */
const SHARED = `let loads = 0; export const load = () => loads += 1;`;

Deno.test("files run one after the other, what they share is loaded once, and each ends before the next begins", async () => {
  const file = (name: string, load: number) => `
    import { load } from "./shared.ts";
    console.log("${name} opens");
    Deno.test.afterAll(() => console.log("${name} closes last"));
    Deno.test.afterAll(async () => { await 0; console.log("${name} closes first"); });
    Deno.test("counts its load", () => { if (load() !== ${load}) throw new Error("loaded anew"); });`;
  const { output, code } = await run({ "a_test.ts": file("a", 1), "b_test.ts": file("b", 2) });
  assert.equal(code, 0, output);
  assert.deepEqual(countsOf(output, true), { passed: 2, failed: 0 });
  const told = output.split("\n").filter((line) => /^[ab] (opens|closes)/.test(line));
  const order = ["opens", "closes first", "closes last"];
  assert.deepEqual(told, [...order.map((what) => `a ${what}`), ...order.map((what) => `b ${what}`)]);
});

Deno.test("what is put away behind each file is put away behind each", async () => {
  const file = `
    import { close } from "./closing.ts";
    Deno.test("uses what is closed", () => { if (close.open) throw new Error("left open"); close.open = true; });`;
  const closing = `
    import { afterEachFile } from "${new URL("../support/after_each_file.ts", import.meta.url)}";
    export const close = { open: false };
    afterEachFile(() => { close.open = false; return Promise.resolve(); });`;
  const { output, code } = await run({ "closing.ts": closing, "a_test.ts": file, "b_test.ts": file });
  assert.equal(code, 0, output);
});

Deno.test("a file that moved the clock leaves the next one the true hour", async () => {
  const clock = `import { nowMs, shiftClock } from "${new URL("../../lib/platform/clock.ts", import.meta.url)}";`;
  const { output, code } = await run({
    "a_test.ts": `${clock} Deno.test("moves the clock", () => shiftClock(9e9));`,
    "b_test.ts":
      `${clock} Deno.test("reads the clock", () => { if (nowMs() - Date.now() > 1e6) throw new Error("moved"); });`,
  });
  assert.equal(code, 0, output);
});

const FAULTS: Readonly<Record<string, string>> = {
  "a test that throws": `Deno.test("fails here", () => { throw new Error("no"); });`,
  "a test that rejects later": `Deno.test("fails here", async () => { await 0; throw new Error("no"); });`,
  "a step that fails":
    `Deno.test("fails here", async (t) => { await t.step("no", () => { throw new Error("no"); }); });`,
  "a step within a step that fails": `Deno.test("fails here", async (t) => {
    await t.step("yes", async (t) => { await t.step("no", () => Promise.reject(new Error("no"))); });
  });`,
  "a step that nobody waits for": `Deno.test("fails here", (t) => {
    t.step("late", () => new Promise((resolve) => setTimeout(resolve, 50)));
  });`,
  "an error that nobody waits for": `Deno.test("fails here", async () => {
    Promise.reject(new Error("no"));
    await new Promise((resolve) => setTimeout(resolve, 50));
  });`,
  "an error of a timer": `Deno.test("fails here", async () => {
    setTimeout(() => { throw new Error("no"); });
    await new Promise((resolve) => setTimeout(resolve, 50));
  });`,
  "an end that fails": `Deno.test("passes here", () => {}); Deno.test.afterAll(() => { throw new Error("no"); });`,
  "a file that does not load": `Deno.test("never runs", () => {}); throw new Error("no");`,
  "a file without a test": `export {};`,
  "a test without a body": `Deno.test("holds nothing at all");`,
};

for (const [fault, source] of Object.entries(FAULTS)) {
  Deno.test(`${fault} is one failure, and the next file runs all the same`, async () => {
    const { output, code } = await run({
      "a_test.ts": source,
      "b_test.ts": `Deno.test("runs all the same", () => {});`,
    });
    assert.equal(code, 1, output);
    const passed = fault === "an end that fails" ? 2 : 1;
    assert.deepEqual(countsOf(output, false), { passed, failed: 1 }, output);
    assert.match(output, /^ ERRORS/m);
    assert.match(output, /a_test\.ts \.\.\. FAILED/);
    assert.match(output, /^ {2}runs all the same \.\.\. ok/m);
  });
}

Deno.test("a test that never ends, and one that ends the process, are a failure", async () => {
  for (const body of ["() => new Promise(() => {})", "() => Deno.exit(0)"]) {
    const { output, code } = await run({ "a_test.ts": `Deno.test("never tells", ${body});` });
    assert.deepEqual([code, countsOf(output, false).failed], [1, 1], output);
  }
});

/** Runs the test files among these in one process. */
async function run(files: Readonly<Record<string, string>>): Promise<{ output: string; code: number }> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, source] of Object.entries({ "shared.ts": SHARED, ...files })) {
      await Deno.writeTextFile(`${folder}/${name}`, source);
    }
    const tests = Object.keys(files).filter((name) => name.endsWith("_test.ts")).map((name) => `${folder}/${name}`);
    const cwd = new URL("../../", import.meta.url);
    const command = new Deno.Command(Deno.execPath(), { args: [...togetherBatch(tests)], cwd, env: { NO_COLOR: "1" } });
    const { stdout, code } = await command.output();
    return { output: new TextDecoder().decode(stdout), code };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
