/** Runs every test as `deno task test` does, and ends on one line that counts them. */

import { startTestCluster } from "./support/cluster.ts";
import { KEPT_CAST } from "./support/kept_cast.ts";

const ROOT = new URL("../", import.meta.url);
/**
 * Processes at once, each test file on its own databases: one more than the two cores of CI, since each waits for
 * Postgres or a browser a third of its time.
 */
const LANES = 3;
/** The program that runs several test files in one isolate, where what they share is loaded and warmed up once. */
const TOGETHER = "tests/support/together.ts";
/** Files that one process runs one after the other, where none of them takes long. */
const FILES_OF_A_PROCESS = 12;
/** What is looked at while the first tests run: types, house rules, format. */
const CHECKS: readonly Batch[] = [["check"], ["lint"], ["fmt", "--check"]];
/**
 * Files that take long, the longest first: each is a batch of its own, and they start first, so that no core waits at
 * the end for one. `deno test` would start all files in an order of its own, the deepest first.
 */
export const LONGEST = [
  "tests/scenarios/textes_hostiles_test.ts",
  "tests/scenarios/vie_d_un_dossier_test.ts",
  "tests/browser/console_and_reports_test.ts",
  "tests/browser/archive_reader_test.ts",
  "tests/browser/invoice_journey_test.ts",
  "tests/lib/instances/moves/moves_in_trouble_test.ts",
  "tests/browser/settings_and_parties_test.ts",
  "tests/lib/ui/gallery_browser_test.ts",
  "tests/browser/subscription_test.ts",
  "tests/scenarios/arret_brutal_test.ts",
  "tests/start_test.ts",
  "tests/browser/dossiers_test.ts",
  "tests/routes/offered_test.ts",
  "tests/tidy/catalogue/walls_test.ts",
  "tests/independent/check_archive_test.ts",
  "tests/lib/datasets/import_dossier_test.ts",
  "tests/lib/datasets/slices_test.ts",
  "tests/lib/archives/exit_test.ts",
];
/**
 * Folders in the order in which their other files run: those that need least come last, and end together. The files of
 * a folder run `together` where each of them sets up the whole program, or nothing of it; `apart`, in an isolate of its
 * own, where one sets up a part that another would not miss until it ran alone. Folders that are not named are apart.
 */
export const FOLDERS: Readonly<Record<string, "together" | "apart">> = {
  "tests/browser/": "together",
  "tests/console/": "together",
  "tests/scenarios/": "together",
  "tests/routes/": "together",
  "tests/lib/identity/": "together",
  "tests/lib/instances/moves/": "together",
  "tests/lib/instances/": "apart",
  "tests/lib/access/": "apart",
  "tests/lib/sales/": "together",
  "tests/lib/archives/": "apart",
  "tests/lib/antifraud/": "apart",
  "tests/lib/catalog/": "apart",
  "tests/support/": "apart",
  "tests/tidy/catalogue/": "together",
  // Some ask the linter, which `deno test` alone lends to programs.
  "tests/tidy/": "apart",
  "tests/lib/platform/": "apart",
};

/** How many tests passed and failed; a run that proves nothing counts as one failure. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** What the test files of one run share: settings handed to them, and how to put it away again. */
export interface Prepared {
  readonly env: Readonly<Record<string, string>>;
  end(): Promise<void>;
}

/** How a run goes: what its test files share, and where its output is written. */
export interface RunOptions {
  prepare(): Promise<Prepared>;
  write(bytes: Uint8Array): Promise<void>;
}

/** Arguments of one process of Deno. */
export type Batch = readonly string[];

/**
 * Runs batches, several at once, in their order, and counts what they did. The output of each comes whole when it
 * ends; of those that failed, after all others. A batch of tests gets what is prepared; another one is a check, which
 * counts only when it fails, and then no further batch begins.
 */
export async function runBatches(batches: readonly Batch[], options: RunOptions): Promise<Counts> {
  const preparing = options.prepare();
  preparing.catch(() => "told to the first batch that waits for it");
  const queue = [...batches], failures: Output[] = [];
  const sum = { passed: 0, failed: 0 };
  // One output at a time: a pipe takes a long one in pieces.
  let told = Promise.resolve();
  const tell = ({ bytes }: Output) => told = told.then(() => options.write(bytes));
  const running = new Set<Deno.ChildProcess>();
  function stop(): void {
    queue.length = 0;
    for (const child of running) child.kill("SIGTERM");
  }
  const stopListening = onSignals(stop);
  async function work(): Promise<void> {
    for (let batch = queue.shift(); batch; batch = queue.shift()) {
      const isTests = batch[0] === "test";
      const done = await runBatch(batch, isTests ? (await preparing).env : {}, running);
      const counts = isTests ? countsOf(done.text, done.isSuccess) : { passed: 0, failed: done.isSuccess ? 0 : 1 };
      sum.passed += counts.passed;
      sum.failed += counts.failed;
      if (counts.failed === 0) await tell(done);
      else failures.push(done);
      if (!isTests && !done.isSuccess) queue.length = 0;
    }
  }
  try {
    await Promise.all(Array.from({ length: LANES }, work));
    for (const failure of failures) await tell(failure);
    return sum;
  } finally {
    stopListening();
    stop();
    await (await preparing).end();
  }
}

const CLOSING_LINE = /^(?:ok|FAILED) \| (\d+) passed\b.*? \| (\d+) failed\b.*$/gm;

/** What the tests of several files in one isolate came to, where the closing line counts files: see `together.ts`. */
const TOGETHER_LINE = /^(\d+) tests passed, (\d+) failed together$/gm;

/**
 * Counts from the closing line of `deno test`, `ok | 12 passed (4 steps) | 0 failed | 2 ignored (3s)`; the last one
 * counts, since a test may print one of its own. No such line, no test at all, or a bad end without a failed test
 * is a failure.
 */
export function countsOf(output: string, isSuccess: boolean): Counts {
  const lines = output.replaceAll("\r", "");
  const closing = [...lines.matchAll(CLOSING_LINE)].at(-1);
  const counted = closing && [...lines.matchAll(TOGETHER_LINE)].at(-1) || closing;
  const passed = Number(counted?.[1] ?? "0");
  const failed = Number(counted?.[2] ?? "0");
  const provesNothing = passed + failed === 0 || !isSuccess;
  return { passed, failed: failed === 0 && provesNothing ? 1 : failed };
}

/** The test files of a list as batches: those of `LONGEST` alone and first, then the others, folder by folder. */
export function batchesOf(files: readonly string[]): Batch[] {
  const alone = LONGEST.filter((file) => files.includes(file));
  const others = files.filter((file) => !LONGEST.includes(file));
  const byFolder = Object.groupBy(others, folderOf);
  // Few files are shared out among all lanes.
  const most = Math.max(1, Math.min(FILES_OF_A_PROCESS, Math.ceil(others.length / LANES)));
  const parts = [...Object.keys(FOLDERS), ""].flatMap((folder) => sharedOut(byFolder[folder] ?? [], most));
  return [...alone.map((file) => [file]), ...parts].map((part) => {
    return FOLDERS[folderOf(part[0]!)] === "together" ? togetherBatch(part) : testBatch(part);
  });
}

/** The folder among `FOLDERS` that a file stands in, or none. */
function folderOf(file: string): string {
  return Object.keys(FOLDERS).find((folder) => file.startsWith(folder)) ?? "";
}

/** A list in as few parts of about the same length as hold `most` each. */
function sharedOut(files: readonly string[], most: number): string[][] {
  const parts = Math.ceil(files.length / most);
  const starts = Array.from({ length: parts + 1 }, (_, part) => Math.round(part * files.length / parts));
  return starts.slice(1).map((end, part) => files.slice(starts[part], end));
}

/** A process that runs test files in one isolate. */
export function togetherBatch(files: readonly string[]): Batch {
  return ["test", "-A", "--no-check", TOGETHER, "--", ...files];
}

/** A process of `deno test`. Types are the matter of `deno check`: twice would cost half a minute. */
function testBatch(args: readonly string[]): Batch {
  return ["test", "-A", "--no-check", "--parallel", ...args];
}

/** Every test file, as paths from the project's folder. */
export async function testFiles(folder = "tests"): Promise<string[]> {
  const found: string[] = [];
  const entries = await Array.fromAsync(Deno.readDir(new URL(`${folder}/`, ROOT)));
  for (const { name, isDirectory } of entries.sort((a, b) => a.name < b.name ? -1 : 1)) {
    if (isDirectory) found.push(...await testFiles(`${folder}/${name}`));
    else if (/_test\.tsx?$/.test(name)) found.push(`${folder}/${name}`);
  }
  return found;
}

if (import.meta.main) Deno.exit(await main());

async function main(): Promise<number> {
  const [checks, args] = Deno.args[0] === "--checks" ? [CHECKS, Deno.args.slice(1)] : [[], Deno.args];
  const counts = await runBatches([...checks, ...await wanted(args)], { prepare, write: writeOut })
    .catch((error: unknown): Counts => {
      Deno.stderr.writeSync(new TextEncoder().encode(`${error instanceof Error ? error.stack : String(error)}\n`));
      return { passed: 0, failed: 1 };
    });
  await writeOut(new TextEncoder().encode(`\n${counts.passed} passed, ${counts.failed} failed\n`));
  return counts.failed === 0 ? 0 : 1;
}

/** Batches of the files and folders named, of all when none is; one batch where options of `deno test` are given. */
async function wanted(args: readonly string[]): Promise<Batch[]> {
  if (args.length === 0) return batchesOf(await testFiles());
  if (args.some((arg) => arg.startsWith("-"))) return [testBatch(args)];
  const files = await Promise.all(args.map(async (arg) => {
    const isFolder = (await Deno.stat(new URL(arg, ROOT)).catch(() => null))?.isDirectory;
    return isFolder ? await testFiles(arg.replace(/\/$/, "")) : [arg];
  }));
  return batchesOf(files.flat());
}

/** Starts what all test files share, once per run: one database server, whose templates each file clones. */
async function prepare(): Promise<Prepared> {
  const cluster = await startTestCluster();
  // What test files leave behind goes with the run.
  const folder = await Deno.makeTempDir({ prefix: "paraphe-run-" });
  await Deno.chmod(folder, 0o755);
  const env = {
    TEST_POSTGRES_PORT: String(cluster.port),
    TEST_POSTGRES_SOCKET: cluster.socket,
    TMPDIR: folder,
    [KEPT_CAST]: `${folder}/cast.json`,
  };
  await keepCast(env);
  return {
    env,
    async end() {
      await cluster.stop();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** Has the cast made that test files put into their databases. */
async function keepCast(env: Readonly<Record<string, string>>): Promise<void> {
  const args = ["run", "-A", "--no-check", "tests/support/keep_cast.ts", env[KEPT_CAST]!];
  const { success, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: ROOT, env }).output();
  if (!success) throw new Error(`the cast could not be made: ${new TextDecoder().decode(stderr)}`);
}

/** What a process wrote, and whether it ended well. */
interface Output {
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly isSuccess: boolean;
}

async function runBatch(
  batch: Batch,
  env: Readonly<Record<string, string>>,
  running: Set<Deno.ChildProcess>,
): Promise<Output> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...batch],
    cwd: ROOT,
    // Without colours the output is the same here and in CI, and the closing line can be read.
    env: { DENO_JOBS: "1", NO_COLOR: "1", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  running.add(child);
  const { stdout, stderr, success } = await child.output();
  running.delete(child);
  const bytes = new Uint8Array([...stdout, ...stderr]);
  return { text: new TextDecoder().decode(stdout), bytes, isSuccess: success };
}

/** An interrupted run still ends its tests and puts away what they share. */
function onSignals(stop: () => void): () => void {
  const signals: readonly Deno.Signal[] = ["SIGINT", "SIGTERM"];
  for (const signal of signals) Deno.addSignalListener(signal, stop);
  return () => {
    for (const signal of signals) Deno.removeSignalListener(signal, stop);
  };
}

async function writeOut(bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) written += await Deno.stdout.write(bytes.subarray(written));
}
