/** Runs every test as `deno task test` does, and ends on one line that counts them. */

import { startTestCluster } from "./support/cluster.ts";

const ROOT = new URL("../", import.meta.url);
/**
 * Test files run at once, each on its own databases: one more than the two cores of CI, since each waits for Postgres
 * or a browser a third of its time.
 */
const JOBS = 3;
/** Files and folders that take long, the longest first: they start first, so that no core waits at the end for one. */
export const LONGEST = [
  "tests/scenarios/textes_hostiles_test.ts",
  "tests/lib/ui/gallery_browser_test.ts",
  "tests/scenarios/quatorze_mois_test.ts",
  "tests/browser/same_verdict_test.ts",
  "tests/scenarios/arret_brutal_test.ts",
  "tests/browser/invoice_journey_test.ts",
  "tests/start_test.ts",
  "tests/scenarios/archive_interrompue_test.ts",
  "tests/browser/",
  "tests/routes/access_matrix_test.ts",
  "tests/lib/sales/issue_document_test.ts",
  "tests/routes/account/pages_browser_test.ts",
  "tests/lib/identity/password_tries_test.ts",
  "tests/tidy/catalogue/",
  "tests/lib/datasets/",
  "tests/lib/instances/",
  "tests/routes/",
  "tests/lib/sales/",
  "tests/lib/identity/",
];

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

/** Runs `deno test` with the arguments given, passing its output on, and counts what it did. */
export async function runTests(args: readonly string[], options: RunOptions): Promise<Counts> {
  const prepared = await options.prepare();
  try {
    return await runDenoTest(args, prepared.env, options.write);
  } finally {
    await prepared.end();
  }
}

const CLOSING_LINE = /^(?:ok|FAILED) \| (\d+) passed\b.*? \| (\d+) failed\b.*$/gm;

/**
 * Counts from the closing line of `deno test`, `ok | 12 passed (4 steps) | 0 failed | 2 ignored (3s)`; the last one
 * counts, since a test may print one of its own. No such line, no test at all, or a bad end without a failed test
 * is a failure.
 */
export function countsOf(output: string, isSuccess: boolean): Counts {
  const closing = [...output.replaceAll("\r", "").matchAll(CLOSING_LINE)].at(-1);
  const passed = Number(closing?.[1] ?? "0");
  const failed = Number(closing?.[2] ?? "0");
  const provesNothing = passed + failed === 0 || !isSuccess;
  return { passed, failed: failed === 0 && provesNothing ? 1 : failed };
}

/** The test files of a list, the longest first; those that `LONGEST` does not know come last, in their order. */
export function longestFirst(files: readonly string[]): string[] {
  const rank = (file: string) => {
    const found = LONGEST.findIndex((start) => file.startsWith(start));
    return found === -1 ? LONGEST.length : found;
  };
  return [...files].sort((a, b) => rank(a) - rank(b));
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
  const wanted = Deno.args.length > 0 ? Deno.args : longestFirst(await testFiles());
  const counts = await runTests(wanted, { prepare, write: writeOut }).catch((error: unknown): Counts => {
    Deno.stderr.writeSync(new TextEncoder().encode(`${error instanceof Error ? error.stack : String(error)}\n`));
    return { passed: 0, failed: 1 };
  });
  await writeOut(new TextEncoder().encode(`\n${counts.passed} passed, ${counts.failed} failed\n`));
  return counts.failed === 0 ? 0 : 1;
}

/** Starts what all test files share, once per run: one database server, whose templates each file clones. */
async function prepare(): Promise<Prepared> {
  const cluster = await startTestCluster();
  // What test files leave behind goes with the run.
  const folder = await Deno.makeTempDir({ prefix: "paraphe-run-" });
  await Deno.chmod(folder, 0o755);
  return {
    env: { TEST_POSTGRES_PORT: String(cluster.port), TMPDIR: folder },
    async end() {
      await cluster.stop();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

async function runDenoTest(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  write: RunOptions["write"],
): Promise<Counts> {
  const child = new Deno.Command(Deno.execPath(), {
    // Types are the matter of `deno check`, which `deno task ok` runs before: twice would cost half a minute.
    args: ["test", "-A", "--no-check", "--parallel", ...args],
    cwd: ROOT,
    // Without colours the output is the same here and in CI, and the closing line can be read.
    env: { DENO_JOBS: String(JOBS), NO_COLOR: "1", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const stopListening = forwardSignals(child);
  try {
    const decoder = new TextDecoder();
    let output = "";
    for await (const bytes of child.stdout) {
      await write(bytes);
      output += decoder.decode(bytes, { stream: true });
    }
    return countsOf(output, (await child.status).success);
  } finally {
    stopListening();
  }
}

/** An interrupted run still ends its tests and puts away what they share. */
function forwardSignals(child: Deno.ChildProcess): () => void {
  const signals: readonly Deno.Signal[] = ["SIGINT", "SIGTERM"];
  const forward = () => child.kill("SIGTERM");
  for (const signal of signals) Deno.addSignalListener(signal, forward);
  return () => {
    for (const signal of signals) Deno.removeSignalListener(signal, forward);
  };
}

async function writeOut(bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) written += await Deno.stdout.write(bytes.subarray(written));
}
