/** Checks the file handed to a control against the chain of the dossier: shares no code with the program. */
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { checkArchive } from "./check_archive.ts";
import type { Json } from "./derive.ts";
import { unzip } from "./unzip.ts";

/** What is wrong with a control file: which of its files, and why. */
export interface ControlFault {
  readonly where: string;
  readonly reason: string;
}

const JOURNAL = "journal-de-numerotation.csv";

/**
 * The first fault of a control file: every archive in it verifies, is one that the chain says was made, has days in
 * common with it, and holds the same reader; the attestation is the last one sealed; the journal tells every number of
 * the days in the order of the chain, and within each series and year none is missing from 1 to the last.
 */
export function controlFault(
  zip: Uint8Array,
  { records, from, to }: { records: readonly Json[]; from: string; to: string },
): ControlFault | null {
  const { data } = unzip(Buffer.from(zip));
  const payloads = (type: string) =>
    records.filter((one) => one.type === type).map(({ payload }) => JSON.parse(payload));
  for (const name of ["MODE-D-EMPLOI.txt", JOURNAL, "index.html"]) {
    if (!data.get(name)) return { where: name, reason: "missing" };
  }
  const attestation = payloads("attestation_made").at(-1);
  if (attestation && hex(data.get("attestation.pdf")) !== attestation.sha256) {
    return { where: "attestation.pdf", reason: "not_sealed" };
  }
  for (const [where, bytes] of data) {
    if (!where.startsWith("archives/")) continue;
    const { ok, firstBad } = checkArchive(bytes!), files = unzip(bytes!).data;
    if (!ok) return { where, reason: firstBad!.reason };
    const manifest = hex(files.get("MANIFEST.json"));
    const made = payloads("archive_made").find(({ manifestSha256 }) => manifestSha256 === manifest);
    if (!made) return { where, reason: "not_sealed" };
    if (made.to < from || made.from > to) return { where, reason: "other_days" };
    if (hex(files.get("index.html")) !== hex(data.get("index.html"))) {
      return { where: "index.html", reason: "other_reader" };
    }
  }
  return journalFault(data.get(JOURNAL)!.toString("utf8"), { records, from, to });
}

function journalFault(
  csv: string,
  { records, from, to }: { records: readonly Json[]; from: string; to: string },
): ControlFault | null {
  const ranks = new Map<string, number>(), wanted: string[] = [];
  for (const { seq, at, type, payload, hash } of records) {
    if (type !== "invoice_issued" && type !== "credit_note_issued") continue;
    const { number, issuedOn, document } = JSON.parse(payload), year = issuedOn.slice(0, 4);
    const series = type === "invoice_issued" ? "factures" : "avoirs", rank = (ranks.get(series + year) ?? 0) + 1;
    ranks.set(series + year, rank);
    if (!new RegExp(`\\D${year}-0*${rank}$`).test(number)) return { where: number, reason: "gap" };
    if (issuedOn < from || issuedOn > to) continue;
    wanted.push([series, year, rank, number, issuedOn, at, seq, document, hash].join(";"));
  }
  const found = csv.trimEnd().split("\r\n").slice(1);
  const at = Math.max(wanted.length, found.length);
  for (let i = 0; i < at; i++) if (wanted[i] !== found[i]) return { where: JOURNAL, reason: `line ${i + 2}` };
  return null;
}

function hex(bytes: Buffer | null | undefined): string | null {
  return bytes ? createHash("sha256").update(bytes).digest("hex") : null;
}
