import type { Ctx } from "../../base/ctx.ts";
import { authorize } from "../../base/ctx.ts";
import { CSV_BOM, csvRow } from "../../base/csv.ts";
import { writeZip, type ZipFile } from "../../platform/zip.ts";
import type { Archive } from "../archive.ts";
import { listAttestations, openAttestation } from "../attestation/read_attestations.ts";
import type { NumberingProof } from "../numbering/numbered_series.ts";
import { readNumbering } from "../numbering/read_numbering.ts";
import type { SealedNumber } from "../numbering/sealed_number.ts";
import { openArchive } from "../open_archive.ts";
import { readerPage } from "../reader_page.ts";
import { bundleNotice } from "./bundle_notice.ts";
import type { ControlDays } from "./control_days.ts";
import { type ControlYear, controlYears } from "./control_years.ts";
import { numberingProofText } from "./numbering_proof_text.ts";
import { withArchives } from "./prepare_control.ts";

const UTF8 = new TextEncoder();
/** Rows are handed over in pieces of about this many characters. */
const CHUNK_CHARACTERS = 64 * 1024;

/**
 * « Dossier de contrôle » as one ZIP, written while it is sent: how-to, latest attestation in force, the archives of
 * the days' years that were made, numbering journal with its proof, verification tool. Memory holds one chunk. Right
 * `sealed_log:read`; whoever may hand a control its file hands over the archives in it.
 */
export function controlBundle(ctx: Ctx, days: ControlDays & { companyName: string }): ReadableStream<Uint8Array> {
  authorize(ctx, "sealed_log:read");
  return writeZip(filesOf(withArchives(ctx), days));
}

/** Name under which it is saved. */
export function bundleName({ from, to }: ControlDays): string {
  return `Dossier de contrôle ${from} ${to}.zip`;
}

async function* filesOf(ctx: Ctx, days: ControlDays & { companyName: string }): AsyncGenerator<ZipFile> {
  const attestation = (await listAttestations(ctx)).find(({ isOutdated }) => !isOutdated);
  const years = await controlYears(ctx, days), archives = archivesOf(years);
  const notice = bundleNotice({ ...days, years, hasAttestation: attestation !== undefined, madeAt: ctx.now });
  yield { name: "MODE-D-EMPLOI.txt", content: UTF8.encode(notice) };
  if (attestation) {
    const { file } = await openAttestation(ctx, attestation.id);
    yield { name: "attestation.pdf", content: file.body, compress: false };
  }
  for (const archive of archives) {
    const { bytes, read } = await openArchive(ctx, archive.id);
    const content = read({ first: 0, last: bytes - 1 });
    yield { name: archivePath(archive), content, compress: false };
  }
  const proven = { proof: null as NumberingProof | null };
  yield { name: "journal-de-numerotation.csv", content: numberingCsv(ctx, days, proven) };
  if (proven.proof) {
    yield { name: "preuve-de-numerotation.txt", content: UTF8.encode(numberingProofText(proven.proof, ctx.now)) };
  }
  yield { name: "index.html", content: UTF8.encode(await readerPage()) };
}

/** The archives of the years, each once, oldest first. */
export function archivesOf(years: readonly ControlYear[]): Archive[] {
  const made = years.flatMap(({ archive }) => archive ? [archive] : []).toReversed();
  return [...new Map(made.map((archive) => [archive.id, archive])).values()];
}

/** Where an archive stands in the file. */
export function archivePath({ fromOn, toOn }: Pick<Archive, "fromOn" | "toOn">): string {
  return `archives/Archive-${fromOn}-${toOn}.zip`;
}

const COLUMNS = [
  "série",
  "année",
  "rang",
  "numéro",
  "date",
  "scellé le (UTC)",
  "enregistrement",
  "document",
  "empreinte",
];

/** The numbers of the days; `proven` receives what all numbers of the dossier prove, of the days or not. */
async function* numberingCsv(
  ctx: Ctx,
  { from, to }: ControlDays,
  proven: { proof: NumberingProof | null },
): AsyncGenerator<Uint8Array> {
  let text = CSV_BOM + csvRow(COLUMNS);
  const numbers = readNumbering(ctx);
  for (let next = await numbers.next();; next = await numbers.next()) {
    if (next.done) {
      proven.proof = next.value;
      break;
    }
    if (next.value.issuedOn >= from && next.value.issuedOn <= to) text += numberRow(next.value);
    if (text.length < CHUNK_CHARACTERS) continue;
    yield UTF8.encode(text);
    text = "";
  }
  yield UTF8.encode(text);
}

function numberRow({ series, year, rank, number, issuedOn, at, seq, document, hash }: SealedNumber): string {
  const kind = series === "invoice" ? "factures" : "avoirs";
  return csvRow([kind, String(year), String(rank), number, issuedOn, at, String(seq), document, hash]);
}
