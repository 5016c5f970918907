/**
 * Has `deno test` run the test files named behind `--`, one after the other in one isolate: each as a test, whose steps
 * are the file's tests. By itself `deno test` gives each file an isolate, which loads and warms up the whole program
 * anew: a second of processor time a file. Here a file still opens its own world when its turn comes, and closes it
 * before the next file is loaded; only modules that several of them use are loaded once. A module that must put
 * something away behind each file says so with `afterEachFile`.
 */
import { shiftClock } from "../../lib/platform/clock.ts";
import { endFile } from "./after_each_file.ts";

type Work = () => unknown;
type TestBody = (t: Deno.TestContext) => void | Promise<void>;

interface Test {
  readonly name: string;
  readonly ignore?: boolean;
  readonly fn: TestBody;
}

/** What the file whose turn it is has declared. */
const declared: { tests: Test[]; endings: Work[] } = { tests: [], endings: [] };
const counts = { passed: 0, failed: 0 };
/** Errors that nobody waited for; they fail the test that runs. */
const strays: unknown[] = [];

const run = Deno.test;
Object.assign(Deno, { test: Object.assign(declare, { afterAll: (work: Work) => declared.endings.push(work) }) });
for (const kind of ["error", "unhandledrejection"]) globalThis.addEventListener(kind, keepStray);
for (const file of Deno.args) run(file, (t) => runFile(t, file));
// Tests are what is counted, not the files that the runner takes for them.
run.afterAll(() => write(`\n${counts.passed} tests passed, ${counts.failed} failed together\n`));

/** Stands for `Deno.test`, in the forms that our tests are written in. */
function declare(test: string | Test, fn?: TestBody): void {
  declared.tests.push(testOf(test, fn));
}

function testOf(test: string | Test, fn?: TestBody): Test {
  const made = typeof test === "string" ? { name: test, fn } : test;
  if (typeof made?.name !== "string" || typeof made.fn !== "function") {
    throw new Error("a test needs a title and a body");
  }
  return { ...made, fn: made.fn };
}

async function runFile(t: Deno.TestContext, file: string): Promise<void> {
  declared.tests = [];
  declared.endings = [];
  const address = file.startsWith("/") ? `file://${file}` : new URL(`../../${file}`, import.meta.url).href;
  const isLoaded = await went(t, "loading", async () => {
    await import(address);
    if (declared.tests.length === 0) throw new Error("this file holds no test");
  });
  const { tests, endings } = declared;
  for (const test of isLoaded ? tests : []) await runTest(t, test);
  for (const ending of [...endings.toReversed(), endFile]) await went(t, "afterAll", ending);
  // A file that moved the clock leaves the next one the true hour.
  shiftClock(0);
}

async function runTest(t: Deno.TestContext, { name, ignore = false, fn }: Test): Promise<void> {
  const isGood = await t.step({ name, ignore, fn: (step) => unlessStray(() => fn(step)) });
  if (!ignore) counts[isGood ? "passed" : "failed"] += 1;
}

/** Does what goes round the tests of a file; told, and counted, only where it fails. */
async function went(t: Deno.TestContext, name: string, work: Work): Promise<boolean> {
  const failed = await unlessStray(work).then(() => null, (error) => ({ error }));
  if (!failed) return true;
  counts.failed += 1;
  await t.step(name, () => {
    throw failed.error;
  });
  return false;
}

/** Does something; throws where it does, or where an error that nobody waited for came meanwhile. */
async function unlessStray(work: Work): Promise<void> {
  strays.length = 0;
  await work();
  if (strays.length > 0) throw strays[0];
}

function keepStray(event: Event): void {
  event.preventDefault();
  strays.push(event instanceof ErrorEvent ? event.error : (event as PromiseRejectionEvent).reason);
}

function write(text: string): void {
  const bytes = new TextEncoder().encode(text);
  for (let written = 0; written < bytes.length;) written += Deno.stdout.writeSync(bytes.subarray(written));
}
