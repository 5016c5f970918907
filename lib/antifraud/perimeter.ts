import { sha256Hex } from "../platform/crypto.ts";
import { readOwnTree } from "../platform/own_tree.ts";
import { programVersion } from "../platform/outside.ts";
import { type Statement, STATEMENTS } from "./perimeter_statements.ts";

/**
 * What inalterability, security, conservation and archiving rest on (BOI-TVA-DECLA-30-10-30 § 340): a change here makes
 * a new major version. Files, and folders with all that is under them, texts for people left out.
 */
export const PERIMETER: readonly string[] = [
  "lib/antifraud/",
  "lib/archives/",
  "lib/base/dates.ts",
  "lib/base/money.ts",
  "lib/files/",
  "lib/platform/crypto.ts",
  "lib/platform/db/",
  "lib/platform/pdf/attached_file.ts",
  "lib/platform/storage/",
  "lib/platform/zip.ts",
  "lib/sales/agreement.ts",
  "lib/sales/archived_files.ts",
  "lib/sales/create_and_issue.ts",
  "lib/sales/document_store.ts",
  "lib/sales/file_ids_query.ts",
  "lib/sales/freeze.ts",
  "lib/sales/issue_document.ts",
  "lib/sales/number_counter_store.ts",
  "lib/sales/numbering.ts",
  "lib/sales/payment_store.ts",
  "lib/sales/record_payment.ts",
  "lib/sales/render_document.ts",
  "lib/sales/sealing.ts",
  "lib/sales/sending.ts",
  "lib/sales/snapshot.ts",
  "lib/sales/states.ts",
  "supabase/cell/migrations/",
];

/** Where the statements stand: it is written once the digest is known. */
const STATEMENTS_FILE = "lib/antifraud/perimeter_statements.ts";

/**
 * Digest of the perimeter: SHA-256 over one line a file, `<path> <SHA-256 of its bytes>` and a line feed, by path
 * (UTF-16 code units); READMEs and the statements themselves left out.
 */
export function perimeterDigest(files: ReadonlyMap<string, Uint8Array>): string {
  const paths = [...files.keys()].filter((path) => !path.endsWith(".md") && path !== STATEMENTS_FILE).sort();
  return sha256Hex(paths.map((path) => `${path} ${sha256Hex(files.get(path)!)}\n`).join(""));
}

/**
 * What a build is: of no released version yet, as the version was stated, or modified since: whoever runs it is then
 * its publisher, and answers for it.
 */
export type BuildState = "unreleased" | "intact" | "modified";

/** Judges a build by what was stated of its version. */
export function judgeBuild(statements: readonly Statement[], build: Statement): BuildState {
  const last = statements.at(-1);
  if (!last) return "unreleased";
  return last.digest === build.digest && rootOf(last.version) === rootOf(build.version) ? "intact" : "modified";
}

/** What is wrong with the statements of a repository; null when the rule holds. */
export function statementFault(statements: readonly Statement[], build: Statement): string | null {
  const stale = statements.find((one, i) => {
    const before = statements[i - 1];
    return before && before.digest !== one.digest && rootOf(one.version) <= rootOf(before.version);
  });
  if (stale) return `${stale.version} states another digest than the version before, without a new major version`;
  return judgeBuild(statements, build) === "modified"
    ? `the perimeter changed: raise the major version and state ${build.version} ${build.digest}`
    : null;
}

let judged: Promise<BuildState> | null = null;

/** What the program that runs is, computed once from its own files. Files that cannot be read count as modified. */
export async function buildState(): Promise<BuildState> {
  judged ??= ownBuild().then((build) => judgeBuild(STATEMENTS, build));
  return await judged;
}

/** Version and digest of the program that runs. */
export async function ownBuild(): Promise<Statement> {
  return { version: programVersion(), digest: perimeterDigest(await readOwnTree(PERIMETER)) };
}

function rootOf(version: string): number {
  return Number(version.split(".")[0]);
}
