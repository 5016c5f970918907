import { exportNumbers } from "../numbering/read_numbering.ts";
import { authorize, type Ctx, type Right } from "../../base/ctx.ts";
import { formatDate, type IsoDate } from "../../base/dates.ts";
import { CSV_BOM, csvRow } from "../../base/csv.ts";
import { writeZip, type ZipFile } from "../../platform/zip.ts";
import { listAttestations, openAttestation } from "../attestation/read_attestations.ts";
import { readerPage } from "../reader_page.ts";
import { openArchive } from "../open_archive.ts";
import { controlArchives } from "./control_archives.ts";
import { bundleNotice } from "./bundle_notice.ts";

/** The days that a control is about, both inside. */
export interface ControlDays {
  readonly from: IsoDate;
  readonly to: IsoDate;
}

const UTF8 = new TextEncoder();
/** Rows are handed over in pieces of about this many characters. */
const CHUNK_CHARACTERS = 64 * 1024;

/**
 * « Dossier de contrôle » as one ZIP, written while it is sent: how-to, latest attestation in force, numbering journal,
 * verification tool, and the archives of the days that were made. Memory holds one chunk. Right `sealed_log:read`;
 * whoever may hand a control its file hands over the archives in it.
 */
export function controlBundle(ctx: Ctx, days: ControlDays & { companyName: string }): ReadableStream<Uint8Array> {
  authorize(ctx, "sealed_log:read");
  const rights = new Set<Right>([...ctx.rights, "sealed_log:archive"]);
  return writeZip(filesOf({ ...ctx, rights }, days));
}

/** Name under which it is saved. */
export function bundleName({ from, to }: ControlDays): string {
  return `Dossier de contrôle ${from} ${to}.zip`;
}

async function* filesOf(ctx: Ctx, days: ControlDays & { companyName: string }): AsyncGenerator<ZipFile> {
  const attestation = (await listAttestations(ctx)).find(({ isOutdated }) => !isOutdated);
  yield {
    name: "MODE-D-EMPLOI.txt",
    content: UTF8.encode(bundleNotice({ ...days, hasAttestation: attestation !== undefined, madeOn: ctx.today })),
  };
  if (attestation) {
    const { file } = await openAttestation(ctx, attestation.id);
    yield { name: "attestation.pdf", content: file.body, compress: false };
  }
  for (const archive of await controlArchives(ctx, days)) {
    const { name, bytes, read } = await openArchive(ctx, archive.id);
    const content = read({ first: 0, last: bytes - 1 });
    yield { name: `archives/${name.replaceAll(" ", "-")}`, content, compress: false };
  }
  yield { name: "journal-de-numerotation.csv", content: numberingCsv(ctx, days) };
  yield { name: "index.html", content: UTF8.encode(await readerPage()) };
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

async function* numberingCsv(ctx: Ctx, { from, to }: ControlDays): AsyncGenerator<Uint8Array> {
  let text = CSV_BOM + csvRow(COLUMNS);
  for await (const given of exportNumbers(ctx)) {
    if (given.issuedOn < from || given.issuedOn > to) continue;
    const { series, year, rank, number, issuedOn, at, seq, document, hash } = given;
    const kind = series === "invoice" ? "factures" : "avoirs";
    text += csvRow([kind, String(year), String(rank), number, issuedOn, at, String(seq), document, hash]);
    if (text.length < CHUNK_CHARACTERS) continue;
    yield UTF8.encode(text);
    text = "";
  }
  yield UTF8.encode(text);
}

/** Days in words. */
export function daysInWords({ from, to }: ControlDays): string {
  return `du ${formatDate(from)} au ${formatDate(to)}`;
}
