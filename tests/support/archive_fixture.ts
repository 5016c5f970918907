/** Small archives of format 1, whole and right, to be read, tampered with and judged. */
import { csvHeader, csvLine, documentFiles, indexFrame, indexRows, jsonLine } from "../../lib/archives/mod.ts";
import { monthsFile, payloadOf, SECTIONS, tableRows, TABLES } from "../../lib/archives/mod.ts";
import { newId } from "../../lib/platform/random.ts";
import { writeZip } from "../../lib/platform/zip.ts";
import { canonical, type Chain, type ChainEvent, type ChainKey, type ChainLine } from "./archive_chain.ts";
import { sealChain, sha256, signature } from "./archive_chain.ts";

/** Files of an archive by their path. */
export type ArchiveFiles = ReadonlyMap<string, Uint8Array>;

/** What an archive is made from. */
export interface ArchiveContent {
  readonly chain: Chain;
  /** Bytes of the PDF of a document, by its id. */
  readonly pdfs: ReadonlyMap<string, Uint8Array>;
  readonly reader: string;
  readonly first?: number;
}

const UTF8 = new TextEncoder();
const ATELIER = { name: "Atelier Dupré", siren: "732829320" };
const SELLER = { name: "Atelier Dupré", siren: "732829320", vatNumber: "FR44732829320" };
/** Lines a chain file: small, so that small archives have several. */
const LINES_A_FILE = 5;

/** Ids and bytes that the sample's tests name. */
export interface Sample extends ArchiveContent {
  readonly invoice: string;
}

/** Two months of an atelier: three documents, payments, closures, a duplicate, a change of key. */
export function sampleContent(reader = "<!doctype html><title>lecteur</title>"): Sample {
  const invoice = newId(), credit = newId(), second = newId(), payment = newId(), closure = newId();
  const pdfs = new Map<string, Uint8Array>(
    [invoice, credit, second].map((id) => [id, UTF8.encode(`%PDF-1.7\n% ${id}\n%%EOF\n`)]),
  );
  const rendered = (document: string, number: string, at: string): ChainEvent => ({
    type: "document_rendered",
    at,
    subject: document,
    payload: {
      document,
      number,
      sha256: sha256(pdfs.get(document)!).toString("hex"),
      bytes: pdfs.get(document)!.length,
    },
  });
  const events: ChainEvent[] = [
    issued({ id: invoice, number: "FA2026-0001", on: "2026-03-02", total: 120_000, buyer: "Dupont SARL" }),
    rendered(invoice, "FA2026-0001", "2026-03-02T09:00:01.000Z"),
    paid({ id: payment, on: "2026-03-09", total: 50_000, document: invoice }),
    closed({ id: closure, on: "2026-03-09", total: 120_000, firstSeq: 1, lastSeq: 4 }),
    { ...issued({ id: credit, number: "AV2026-0001", on: "2026-03-20", total: 6_000, buyer: '=Curie; "M"' }) },
    rendered(credit, "AV2026-0001", "2026-03-20T09:00:01.000Z"),
    { type: "key_rotated", at: "2026-03-31T22:30:00.000Z", payload: {} },
    issued({ id: second, number: "FA/2026/0002", on: "2026-04-01", total: 24_000, buyer: "Élodie Åström" }),
    rendered(second, "FA/2026/0002", "2026-04-01T09:00:01.000Z"),
    { ...paid({ id: newId(), on: "2026-04-02", total: -50_000, document: invoice, reverses: payment }) },
    {
      type: "duplicate_made",
      at: "2026-04-03T09:00:00.000Z",
      subject: invoice,
      payload: { document: invoice, number: "FA2026-0001", copy: 1, channel: "mail" },
    },
  ];
  return { chain: sealChain(events, "2026-03-01T08:00:00.000Z"), pdfs, reader, invoice };
}

/** Makes every file of an archive. */
export function makeArchive(content: ArchiveContent): Map<string, Uint8Array> {
  const { chain } = content;
  const lines = chain.lines.filter(({ seq }) => seq >= (content.first ?? 1));
  const history = chain.lines.filter(({ type }) => type === "chain_opened" || type === "key_rotated");
  const files = new Map<string, Uint8Array>([
    ["NOTICE.txt", UTF8.encode("Cette archive se lit avec index.html.\n")],
    ["index.html", UTF8.encode(content.reader)],
    ["keys/history.jsonl", UTF8.encode(history.map(lineText).join(""))],
    ...chain.keys.map((key): [string, Uint8Array] => [`keys/${key.id}.pem`, UTF8.encode(pem(key))]),
    ...documents(lines, content.pdfs),
  ]);
  putChain(files, lines);
  const archive = newId();
  putData(files, { lines, archive });
  sealArchive(files, { ...content, archive });
  return files;
}

/** (Re)writes the lines of the chain, `LINES_A_FILE` a file. */
export function putChain(files: Map<string, Uint8Array>, lines: readonly ChainLine[]): void {
  for (const path of [...files.keys()]) if (path.startsWith("chain/")) files.delete(path);
  for (let at = 0, n = 1; at < lines.length; at += LINES_A_FILE, n++) {
    const text = lines.slice(at, at + LINES_A_FILE).map(lineText).join("");
    files.set(`chain/${String(n).padStart(6, "0")}.jsonl`, UTF8.encode(text));
  }
}

/** (Re)writes tables and indexes from the lines of the chain. */
export function putData(
  files: Map<string, Uint8Array>,
  { lines, archive }: { lines: readonly ChainLine[]; archive: string },
): void {
  const rows = lines.flatMap((line) => tableRows(line));
  for (const table of Object.keys(TABLES)) {
    const own = rows.filter((row) => row.table === table);
    files.set(`data/${table}.csv`, UTF8.encode(csvHeader(table) + own.map(csvLine).join("")));
    files.set(`data/${table}.jsonl`, UTF8.encode(own.map(jsonLine).join("")));
  }
  const entries = Map.groupBy(
    lines.flatMap((line) => indexRows(line, (path) => files.has(path))),
    ({ month }) => month,
  );
  const months = [...entries].map(([month, inMonth]) => {
    const frame = indexFrame(month);
    const sections = SECTIONS.map((section) => inMonth.filter((row) => row.section === section));
    const text = SECTIONS.map((section, i) => {
      const texts = sections[i]!.map(({ text }) => text);
      return frame.heads[section] + (texts.length ? `${texts.join(",\n")}\n` : "");
    });
    files.set(`index/${month}.js`, UTF8.encode(text.join("") + frame.end));
    const [documents, payments, closures] = sections.map((own) => own.length) as [number, number, number];
    return { month, documents, payments, closures };
  });
  files.set("index/months.js", UTF8.encode(monthsFile({ archive, company: ATELIER, ...span(lines) }, months)));
}

/** What a manifest is made and signed with. */
export interface Sealing {
  readonly chain: Chain;
  readonly archive: string;
  readonly first?: number;
  /** Last words on the manifest, before it is signed. */
  readonly change?: (manifest: Record<string, unknown>) => void;
  readonly signer?: ChainKey;
}

/** (Re)makes parts, manifest and signature over the files as they are now. */
export function sealArchive(
  files: Map<string, Uint8Array>,
  { chain, archive, first = 1, change, signer }: Sealing,
): void {
  for (const path of [...files.keys()]) if (/^(manifest\/|MANIFEST)/.test(path)) files.delete(path);
  const listed = [...files].map(([path, bytes]) => ({ path, bytes: bytes.length, sha256: hex(bytes) }))
    .sort((a, b) => a.path < b.path ? -1 : 1);
  const groups = Map.groupBy(listed, ({ path }) => /^files\/(\d{4}-\d{2})\//.exec(path)?.[1] ?? "base");
  const names = ["base", ...[...groups.keys()].filter((name) => name !== "base").sort()];
  const parts = names.map((name) => {
    const bytes = UTF8.encode(canonical(groups.get(name) ?? []));
    files.set(`manifest/${name}.json`, bytes);
    return { path: `manifest/${name}.json`, sha256: hex(bytes), bytes: bytes.length };
  });
  const lines = chain.lines.filter(({ seq }) => seq >= first);
  const key = signer ?? chain.keys.at(-1)!;
  const algorithm = "ECDSA-P256-SHA256";
  const manifest: Record<string, unknown> = {
    format: "paraphe-archive/1",
    archive,
    chain: chain.id,
    company: ATELIER,
    ...span(lines),
    generatedAt: "2026-05-01T08:00:00.000Z",
    software: { name: "Paraphe", version: "1.0.0" },
    records: { first, last: lines.at(-1)!.seq, prevHash: lines[0]!.prevHash, headHash: lines.at(-1)!.hash },
    previous: null,
    keys: chain.keys.map(({ id }) => ({ id, algorithm, file: `keys/${id}.pem` })),
    months: listed.flatMap(({ path }) => /^index\/(\d{4}-\d{2})\.js$/.exec(path)?.[1] ?? []),
    files: listed.length,
    bytes: listed.reduce((sum, { bytes }) => sum + bytes, 0),
    parts,
    signature: { keyId: key.id, algorithm },
  };
  change?.(manifest);
  const text = canonical(manifest);
  files.set("MANIFEST.json", UTF8.encode(text));
  files.set("MANIFEST.sig", UTF8.encode(signature(key, sha256(text))));
}

/** The archive as one ZIP. */
export async function zipOf(
  files: ArchiveFiles,
  more: readonly [string, Uint8Array][] = [],
): Promise<Uint8Array<ArrayBuffer>> {
  const entries = [...files, ...more].map(([name, content]) => ({ name, content, compress: !name.endsWith(".pdf") }));
  return new Uint8Array(await new Response(writeZip(entries)).arrayBuffer());
}

/** A record as a line of a file. */
export function lineText(line: ChainLine): string {
  return `${canonical(line)}\n`;
}

/** A key as a file. */
export function pem(key: ChainKey): string {
  const lines = key.spki.toString("base64").match(/.{1,64}/g)!;
  return `-----BEGIN PUBLIC KEY-----\n${lines.join("\n")}\n-----END PUBLIC KEY-----\n`;
}

function documents(lines: readonly ChainLine[], pdfs: ReadonlyMap<string, Uint8Array>): [string, Uint8Array][] {
  return lines.filter(({ type }) => type.endsWith("_issued")).flatMap((line) => {
    const payload = payloadOf(line)!;
    const paths = documentFiles(payload, line.seq)!;
    const bytes = pdfs.get(String(payload.document));
    if (!bytes) return [];
    return [[paths.pdf, bytes], [paths.xml, UTF8.encode(`<Invoice>${payload.number}</Invoice>\n`)]];
  });
}

function span(lines: readonly ChainLine[]): { from: string; to: string } {
  return { from: lines[0]!.at.slice(0, 10), to: lines.at(-1)!.at.slice(0, 10) };
}

function hex(bytes: Uint8Array): string {
  return sha256(bytes).toString("hex");
}

/** What an issued document of the sample says. */
interface Issued {
  readonly id: string;
  readonly number: string;
  readonly on: string;
  readonly total: number;
  readonly buyer: string;
}

function issued({ id, number, on, total, buyer }: Issued): ChainEvent {
  const isCredit = number.startsWith("AV");
  const net = Math.round(total / 1.2);
  const half = { kind: "item", reference: null, nature: "service", quantity: "1", unit: "C62", discountBp: 0 };
  const line = { ...half, vatCategory: "S", vatRateBp: 2000, unitPrice: "1.00", netCents: net };
  return {
    type: isCredit ? "credit_note_issued" : "invoice_issued",
    at: `${on}T09:00:00.000Z`,
    subject: id,
    payload: {
      document: id,
      kind: isCredit ? "credit_note" : "invoice",
      number,
      issuedOn: on,
      dueOn: isCredit ? null : `${on.slice(0, 8)}28`,
      deliveredOn: null,
      currency: "EUR",
      subject: "Pose d’un évier\nen inox",
      notes: null,
      purchaseOrder: null,
      treatment: "domestic",
      source: null,
      verificationCode: null,
      seller: SELLER,
      buyer: { kind: "professional", name: buyer, siren: null, vatNumber: null, address: { country: "FR", lines: [] } },
      lines: [{ ...line, position: 1, label: "Évier" }, { ...line, position: 2, label: "Pose", netCents: 0 }],
      vat: [{ category: "S", rateBp: 2000, baseCents: net, vatCents: total - net, discountCents: 0 }],
      discountBp: 0,
      netCents: net,
      vatCents: total - net,
      grossCents: total,
    },
  };
}

function paid(
  { id, on, total, document, reverses = null }: {
    id: string;
    on: string;
    total: number;
    document: string;
    reverses?: string | null;
  },
): ChainEvent {
  const pays = [{ document, amountCents: total }];
  const about = { payment: id, customer: document, receivedOn: on, mode: "transfer", amountCents: total };
  return {
    type: reverses ? "payment_reversed" : "payment_recorded",
    at: `${on}T10:00:00.000Z`,
    subject: id,
    payload: { ...about, currency: "EUR", reference: "VIR 12", reverses, reason: reverses && "Chèque impayé", pays },
  };
}

function closed(
  { id, on, total, firstSeq, lastSeq }: { id: string; on: string; total: number; firstSeq: number; lastSeq: number },
): ChainEvent {
  const net = Math.round(total / 1.2);
  const figures = {
    currency: "EUR",
    vat: [{ category: "S", rateBp: 2000, baseCents: net, vatCents: total - net }],
    netCents: net,
    vatCents: total - net,
    grossCents: total,
    discountsCents: 0,
    modes: [{ mode: "transfer", amountCents: 50_000, count: 1 }],
    perpetualCents: total,
    perpetualAbsoluteCents: total,
  };
  const counts = {
    invoices: 1,
    creditNotes: 0,
    payments: 1,
    firstNumber: { invoice: ["FA2026-0001"] },
    lastNumber: {},
  };
  return {
    type: "day_closed",
    at: `${on}T22:00:00.000Z`,
    subject: id,
    payload: {
      ...{ closure: id, kind: "day", period: on, from: on, to: on, firstSeq, lastSeq, ...counts },
      ...{ currencies: [figures], previous: null, automatic: true },
    },
  };
}
