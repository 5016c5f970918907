import assert from "node:assert/strict";
import {
  type Batch,
  batchesOf,
  countsOf,
  FOLDERS,
  LONGEST,
  type Prepared,
  runBatches,
  testFiles,
  togetherBatch,
} from "../run.ts";
import { sourceFiles } from "./tree.ts";

Deno.test("the closing line of a good run gives its counts, steps and ignored tests apart", () => {
  const output = "running 2 tests\nok | 123 passed (4 steps) | 0 failed | 2 ignored (3s)\n";
  assert.deepEqual(countsOf(output, true), { passed: 123, failed: 0 });
  assert.deepEqual(countsOf("ok | 1 passed | 0 failed | 9 filtered out (1ms)", true), { passed: 1, failed: 0 });
});

Deno.test("the closing line of a bad run gives its failures", () => {
  const output = "FAILED | 7 passed (1 step) | 2 failed (3 steps) | 1 measured (10s)\n\nerror: Test failed\n";
  assert.deepEqual(countsOf(output, false), { passed: 7, failed: 2 });
});

Deno.test("files that share an isolate are counted by their tests, once the run came to its end", () => {
  const end = "ok | 2 passed (15 steps) | 0 failed (3s)\n";
  assert.deepEqual(countsOf(`\n12 tests passed, 0 failed together\n${end}`, true), { passed: 12, failed: 0 });
  const bad = "\n9 tests passed, 3 failed together\nFAILED | 1 passed (8 steps) | 1 failed (4 steps) (3s)\n";
  assert.deepEqual(countsOf(bad, false), { passed: 9, failed: 3 });
  assert.deepEqual(countsOf("12 tests passed, 0 failed together\n", true), { passed: 0, failed: 1 });
  assert.deepEqual(countsOf(`12 tests passed, 0 failed together\n${end}`, false), { passed: 12, failed: 1 });
});

Deno.test("a line that a test prints does not stand for the closing line", () => {
  const output = "ok | 99 passed | 0 failed (1ms)\n…\nFAILED | 1 passed | 1 failed (2ms)\n";
  assert.deepEqual(countsOf(output, false), { passed: 1, failed: 1 });
});

Deno.test("a run without tests, without closing line or with a bad end is a failure", () => {
  assert.deepEqual(countsOf("ok | 0 passed | 0 failed (0ms)", true), { passed: 0, failed: 1 });
  assert.deepEqual(countsOf("ok | 0 passed | 0 failed | 3 ignored (0ms)", true), { passed: 0, failed: 1 });
  assert.deepEqual(countsOf("error: No test modules found", false), { passed: 0, failed: 1 });
  assert.deepEqual(countsOf("", true), { passed: 0, failed: 1 });
  assert.deepEqual(countsOf("ok | 5 passed | 0 failed (1ms)", false), { passed: 5, failed: 1 });
});

Deno.test("a run hands its arguments and what is shared to the tests, passes their output on, then tidies up", async () => {
  const run = await runFixture({ SHARED: "yes" }, ["good_test.ts"]);
  assert.deepEqual(run.counts, { passed: 2, failed: 0 });
  assert.match(run.output, /^2 tests passed, 0 failed together$[\s\S]*^ok \| 1 passed \(3 steps\) \| 0 failed/m);
  assert.equal(run.ended, true);
});

Deno.test("a run with a failed test, a file that does not load or no file at all fails, and still tidies up", async () => {
  const bad = await runFixture({}, ["bad_test.ts"]);
  assert.deepEqual(bad.counts, { passed: 1, failed: 1 });
  assert.equal(bad.ended, true);
  const broken = await runFixture({}, ["broken_test.ts"]);
  assert.equal(broken.counts.passed, 0);
  assert.ok(broken.counts.failed > 0);
  assert.deepEqual((await runFixture({}, ["absent_test.ts"])).counts, { passed: 0, failed: 1 });
});

Deno.test("a run adds its batches up, and tells of those that failed after all others", async () => {
  const run = await runFixture({ SHARED: "yes" }, ["bad_test.ts", "good_test.ts", "good_test.ts", "good_test.ts"]);
  assert.deepEqual(run.counts, { passed: 7, failed: 1 });
  assert.ok(run.output.lastIndexOf("ok | 1 passed") < run.output.indexOf("FAILED | 0 passed"), run.output);
});

Deno.test("a check that fails is one failure and ends the run; one that passes counts for nothing", async () => {
  // As many as run at once: no test begins before the first of them has ended.
  const checks = [1, 2, 3].map(() => ["fmt", "--check", "bad_format.ts"]);
  const ended = await runFixture({ SHARED: "yes" }, ["good_test.ts"], checks);
  assert.deepEqual(ended.counts, { passed: 0, failed: 3 });
  assert.match(ended.output, /bad_format/);
  const passed = await runFixture({ SHARED: "yes" }, ["good_test.ts"], [["eval", "0"]]);
  assert.deepEqual(passed.counts, { passed: 2, failed: 0 });
});

Deno.test("a run that cannot be prepared fails whole", async () => {
  const options = { prepare: () => Promise.reject(new Error("no server")), write: () => Promise.resolve() };
  await assert.rejects(runBatches([togetherBatch(["absent_test.ts"])], options), /no server/);
});

Deno.test("a whole run starts every test file once, those that take long first and alone", async () => {
  const all = await testFiles();
  assert.deepEqual(all.toSorted(), sourceFiles().filter((path) => /^tests\/.*_test\.tsx?$/.test(path)).toSorted());
  const filesIn = (batch: Batch) => batch.filter((arg) => all.includes(arg));
  const batches = batchesOf(all).map(filesIn);
  assert.deepEqual(batches.flat().toSorted(), all.toSorted());
  assert.deepEqual(batches.slice(0, LONGEST.length), LONGEST.map((file) => [file]));
  for (const start of Object.keys(FOLDERS)) {
    assert.ok(all.some((file) => file.startsWith(start)), `${start} leads to no test`);
  }
});

const FILES = {
  "good_test.ts": `Deno.test("reads what is shared", async (t) => {
      if (Deno.env.get("SHARED") !== "yes") throw new Error("not shared");
      await t.step("in a step", () => {});
    });
    Deno.test("counts another", () => {});
    Deno.test({ name: "is left out", ignore: true, fn() {} });`,
  "bad_test.ts": `Deno.test("passes here", () => {}); Deno.test("fails here", () => { throw new Error("no"); });`,
  "broken_test.ts": `throw new Error("does not load");`,
  "bad_format.ts": `const   a = 1`,
};

async function runFixture(env: Record<string, string>, files: readonly string[], checks: readonly Batch[] = []) {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, source] of Object.entries(FILES)) await Deno.writeTextFile(`${folder}/${name}`, source);
    let ended = false;
    const prepared: Prepared = {
      env,
      end() {
        ended = true;
        return Promise.resolve();
      },
    };
    const decoder = new TextDecoder();
    let output = "";
    const tests = files.map((file) => togetherBatch([`${folder}/${file}`]));
    const inFolder = (batch: Batch) => batch.map((arg) => arg in FILES ? `${folder}/${arg}` : arg);
    const counts = await runBatches([...checks.map(inFolder), ...tests], {
      prepare: () => Promise.resolve(prepared),
      write(bytes) {
        output += decoder.decode(bytes, { stream: true });
        return Promise.resolve();
      },
    });
    return { counts, output, ended };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
