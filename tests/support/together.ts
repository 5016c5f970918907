/**
 * Runs test files, its arguments, one after the other in one process, and writes what `deno test` would. That one gives
 * each file an isolate of its own, which loads and warms up the whole program anew: a second of processor time a file.
 * Here a file still opens its own world when its turn comes, and closes it before the next file is loaded; only modules
 * that several of them use are loaded once. A module that must put something away behind each file says so with
 * `afterEachFile`.
 */
import { inspect } from "node:util";
import { elapsedMs, shiftClock } from "../../lib/platform/clock.ts";
import { endFile } from "./after_each_file.ts";

type Work = () => unknown;
type TestBody = (t: Deno.TestContext) => unknown;

interface Test {
  readonly name: string;
  readonly ignore?: boolean;
  readonly fn: TestBody;
}

/** What the file whose turn it is has declared. */
const declared: { tests: Test[]; endings: Work[] } = { tests: [], endings: [] };
const counts = { passed: 0, steps: 0, failed: 0, ignored: 0 };
const failures: string[] = [];
/** Errors that nobody waited for; they fail the test that runs. */
const strays: unknown[] = [];

if (import.meta.main) Deno.exit(await runTogether(Deno.args));

/** Runs the files named by paths from the project's folder. Returns the exit code. */
async function runTogether(files: readonly string[]): Promise<number> {
  const start = elapsedMs(0);
  Object.assign(Deno, { test: Object.assign(declare, { afterAll: (work: Work) => declared.endings.push(work) }) });
  for (const kind of ["error", "unhandledrejection"]) globalThis.addEventListener(kind, keepStray);
  for (const file of files) await runFile(file);
  if (failures.length > 0) write(`\n ERRORS\n\n${failures.join("\n\n")}\n`);
  const { passed, steps, failed, ignored } = counts;
  const parts = [`${passed} passed${steps > 0 ? ` (${numbered(steps, "step")})` : ""}`, `${failed} failed`];
  if (ignored > 0) parts.push(`${ignored} ignored`);
  write(`\n${failed === 0 ? "ok" : "FAILED"} | ${parts.join(" | ")} (${Math.round(elapsedMs(start) / 1000)}s)\n\n`);
  return failed === 0 ? 0 : 1;
}

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

async function runFile(file: string): Promise<void> {
  declared.tests = [];
  declared.endings = [];
  const address = file.startsWith("/") ? `file://${file}` : new URL(`../../${file}`, import.meta.url).href;
  const isLoaded = await attempt(`${file} (loading)`, () => import(address));
  const { tests, endings } = declared;
  write(`running ${numbered(tests.length, "test")} from ./${file}\n`);
  if (isLoaded && tests.length === 0) fail(file, new Error("this file holds no test"));
  for (const test of isLoaded ? tests : []) await runTest(file, test);
  for (const ending of endings.toReversed()) await attempt(`${file} (afterAll)`, ending);
  await attempt(`${file} (after each file)`, endFile);
  // A file that moved the clock leaves the next one the true hour.
  shiftClock(0);
}

async function runTest(file: string, { name, ignore, fn }: Test): Promise<void> {
  if (ignore) {
    counts.ignored += 1;
    return write(`${name} ... ignored\n`);
  }
  const start = elapsedMs(0);
  const isGood = await attempt(`${name} => ./${file}`, () => withSteps(name, fn, 1));
  if (isGood) counts.passed += 1;
  write(`${name} ... ${isGood ? "ok" : "FAILED"} (${inWords(elapsedMs(start))})\n`);
}

/** Runs a body with a context whose steps are told apart; a step that failed, or was not waited for, fails it. */
async function withSteps(name: string, fn: TestBody, depth: number): Promise<void> {
  let running = 0;
  const failed: unknown[] = [];
  async function step(test: string | Test, body?: TestBody): Promise<boolean> {
    const made = testOf(test, body);
    if (made.ignore) return true;
    running += 1;
    const start = elapsedMs(0);
    const error = await withSteps(made.name, made.fn, depth + 1).then(() => null, (error) => ({ error }));
    running -= 1;
    write(`${"  ".repeat(depth)}${made.name} ... ${error ? "FAILED" : "ok"} (${inWords(elapsedMs(start))})\n`);
    if (error) failed.push(error.error);
    else counts.steps += 1;
    return error === null;
  }
  await fn({ name, origin: import.meta.url, step } as Deno.TestContext);
  if (running > 0) throw new Error(`${numbered(running, "step")} not waited for`);
  if (failed.length > 0) throw new AggregateError(failed, `${numbered(failed.length, "step")} failed`);
}

/** Does something; false, and one failure more, where it throws or an error that nobody waited for came meanwhile. */
async function attempt(what: string, work: Work): Promise<boolean> {
  strays.length = 0;
  try {
    await work();
  } catch (error) {
    strays.unshift(error);
  }
  for (const error of strays.slice(0, 1)) fail(what, error);
  return strays.length === 0;
}

function fail(what: string, error: unknown): void {
  counts.failed += 1;
  failures.push(`${what}\nerror: ${inspect(error, { depth: 6 })}`);
}

function keepStray(event: Event): void {
  event.preventDefault();
  strays.push(event instanceof ErrorEvent ? event.error : (event as PromiseRejectionEvent).reason);
}

function numbered(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

function inWords(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)}ms` : `${Math.floor(ms / 1000)}s`;
}

function write(text: string): void {
  const bytes = new TextEncoder().encode(text);
  for (let written = 0; written < bytes.length;) written += Deno.stdout.writeSync(bytes.subarray(written));
}
