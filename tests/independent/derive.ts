/** What tables, indexes and PDFs of an archive must be, from its records: read in the README, row by row. */
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";

/** Anything that was JSON; what it holds is judged member by member. */
export type Json = ReturnType<typeof JSON.parse>;

const COLUMNS: Record<string, string> = {
  documents:
    "seq at type document kind number issuedOn dueOn deliveredOn currency subject purchaseOrder treatment source " +
    "sellerName sellerSiren sellerVatNumber buyerKind buyerName buyerSiren buyerVatNumber buyerCountry discountBp netCents " +
    "vatCents grossCents verificationCode",
  lines:
    "seq document number position kind reference label nature quantity unit unitPrice discountBp vatCategory vatRateBp netCents",
  vat: "seq document number category rateBp baseCents vatCents discountCents",
  payments: "seq at type payment customer receivedOn mode amountCents currency reference reverses reason",
  allocations: "seq payment document amountCents",
  closures:
    "seq at type closure kind period from to timeZone firstSeq lastSeq invoices creditNotes payments reversals firstNumber lastNumber previous " +
    "automatic currency vat netCents vatCents grossCents discountsCents modes perpetualCents perpetualAbsoluteCents",
  events: "seq at type subject keyId payloadDigest hash erased detail",
  duplicates: "seq at document number copy channel",
};

/** Canonical JSON. */
export function jcs(value: Json): string {
  if (Array.isArray(value)) return "[" + value.map(jcs).join() + "]";
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return "{" + Object.keys(value).sort().map((name) => JSON.stringify(name) + ":" + jcs(value[name])).join() + "}";
}

/** The first file, in the order of the parts, that does not say what was sealed; then what no part lists. */
export function contentFault(
  { listed, manifest, records }: { listed: Json[]; manifest: Json; records: Json[] },
): string | null {
  const wanted = expected(records, { manifest, paths: new Set(listed.map(({ path }) => path)) });
  for (const { path, sha256 } of listed) {
    const should = wanted.get(path);
    wanted.delete(path);
    if (should === undefined ? /^(data|index|files)\//.test(path) : should !== "any" && should !== sha256) return path;
  }
  return [...wanted].filter(([, should]) => should !== "any").map(([path]) => path).sort()[0] ?? null;
}

/** Digest of each file that the records explain; "any" where they only say that it may be there. */
function expected(records: Json[], { manifest, paths }: { manifest: Json; paths: Set<string> }): Map<string, string> {
  const rows: Record<string, Json[]> = Object.fromEntries(Object.keys(COLUMNS).map((table) => [table, []]));
  const index = new Map<string, string[][]>(), pdf = new Map<string, string>(), rendered = new Map<string, string>();
  for (const record of records) {
    const p = record.payload === null ? null : contentOf(record.payload);
    const kind = p ? kindOf(record.type) : "";
    const { salt: _, ...detail } = p ?? {};
    rows.events!.push({
      ...record,
      erased: !p,
      detail: p && !["issue", "money", "closing"].includes(kind) ? detail : null,
    });
    if (!p) continue;
    addRows(rows, { ...p, ...stampOf(record) }, kind);
    const stem = kind === "issue" ? stemOf(p, record.seq) : "";
    const entry = entryOf(record, p, { kind, pdf: listedOr(`${stem}.pdf`), xml: listedOr(`${stem}.xml`) });
    if (entry && /^\d{4}-\d\d/.test(entry.on)) {
      const month = entry.on.slice(0, 7);
      if (!index.has(month)) index.set(month, [[], [], []]);
      index.get(month)![entry.section]!.push(jcs(entry.row));
    }
    if (kind === "issue") pdf.set(p.document, `${stem}.pdf`);
    if (record.type === "document_rendered") rendered.set(p.document, p.sha256);
  }
  const files = new Map<string, string>();
  for (const [table, list] of Object.entries(rows)) writeTable(files, table, list);
  const months = [...index].sort().map(([month, [documents, payments, closures]]) => {
    const sections = [documents!, payments!, closures!].map((texts) =>
      texts.map((text, i) => `${text}${i + 1 < texts.length ? "," : ""}\n`).join("")
    );
    const [d, p, c] = sections;
    files.set(
      `index/${month}.js`,
      `paraphe({"month":"${month}","documents":[\n${d}],"payments":[\n${p}],"closures":[\n${c}]})\n`,
    );
    return { month, documents: documents!.length, payments: payments!.length, closures: closures!.length };
  });
  const { archive, company, from, to } = manifest;
  files.set("index/months.js", `parapheMonths(${jcs({ archive, company, from, to, months })})\n`);
  const digests = new Map(
    [...files].map(([path, text]) => [path, createHash("sha256").update(Buffer.from(text)).digest("hex")]),
  );
  for (const [document, path] of pdf) {
    digests.set(path, rendered.get(document) ?? "any").set(path.replace(/pdf$/, "xml"), "any");
  }
  return digests;

  function listedOr(path: string): string | null {
    return paths.has(path) ? path : null;
  }
}

function addRows(rows: Record<string, Json[]>, p: Json, kind: string): void {
  const { seq, document, number, payment } = p;
  if (kind === "issue") {
    const { seller = {}, buyer = {} } = p;
    const of = { sellerName: seller.name, sellerSiren: seller.siren, sellerVatNumber: seller.vatNumber };
    const to = {
      buyerName: buyer.name,
      buyerSiren: buyer.siren,
      buyerVatNumber: buyer.vatNumber,
      buyerKind: buyer.kind,
    };
    rows.documents!.push({ ...p, ...of, ...to, buyerCountry: buyer.address?.country });
    for (const line of p.lines ?? []) rows.lines!.push({ ...line, seq, document, number });
    for (const total of p.vat ?? []) rows.vat!.push({ ...total, seq, document, number });
  } else if (kind === "money") {
    rows.payments!.push(p);
    for (const part of p.pays ?? []) rows.allocations!.push({ ...part, seq, payment });
  } else if (kind === "closing") {
    const names = COLUMNS.closures!.split(" "), split = names.indexOf("currency");
    for (const figures of p.currencies?.length ? p.currencies : [{}]) {
      rows.closures!.push(Object.fromEntries(names.map((name, i) => [name, i < split ? p[name] : figures[name]])));
    }
  } else if (p.type === "duplicate_made") rows.duplicates!.push(p);
}

function entryOf(
  record: Json,
  p: Json,
  { kind, pdf, xml }: { kind: string; pdf: string | null; xml: string | null },
): Json {
  const take = (names: string) => Object.fromEntries(names.split(" ").map((name) => [name, p[name] ?? null]));
  const at = { seq: record.seq };
  if (kind === "issue") {
    const own = take("currency dueOn grossCents issuedOn kind netCents number vatCents");
    return {
      on: String(p.issuedOn),
      section: 0,
      row: { ...own, ...at, buyer: p.buyer?.name ?? null, id: p.document, pdf, xml },
    };
  }
  if (kind === "money") {
    const row = { ...take("amountCents currency mode pays receivedOn reverses"), ...at, id: p.payment };
    return { on: String(p.receivedOn), section: 1, row };
  }
  if (kind !== "closing") return null;
  const row = {
    ...take("automatic creditNotes currencies from invoices kind payments period reversals to"),
    ...at,
    id: p.closure,
  };
  return { on: String(p.to), section: 2, row };
}

function writeTable(files: Map<string, string>, table: string, rows: Json[]): void {
  const names = COLUMNS[table]!.split(" ");
  const csv = rows.map((row) => names.map((name) => cell(row[name] ?? null)).join(";") + "\r\n");
  files.set(`data/${table}.csv`, `\ufeff${names.join(";")}\r\n${csv.join("")}`);
  const json = rows.map((row) => jcs(Object.fromEntries(names.map((name) => [name, row[name] ?? null]))) + "\n");
  files.set(`data/${table}.jsonl`, json.join(""));
}

function cell(value: Json): string {
  if (value === null) return "";
  if (typeof value === "number" || typeof value === "boolean") return `${value}`;
  let text = typeof value === "string" ? value : jcs(value);
  if ("=+-@\t\r\n＝＋－＠".includes(text[0] ?? "x")) text = "'" + text;
  return [";", '"', "\r", "\n"].some((mark) => text.includes(mark)) ? `"${text.split('"').join('""')}"` : text;
}

function stemOf(p: Json, seq: number): string {
  const safe = [...String(p.number).split("")].map((c) => /[\w.-]/.test(c) ? c : "-").join("");
  return `files/${String(p.issuedOn).slice(0, 7)}/${safe === p.number ? safe : `${safe}-${seq}`}`;
}

function kindOf(type: string): string {
  if (["invoice_issued", "credit_note_issued"].includes(type)) return "issue";
  if (["payment_recorded", "payment_reversed"].includes(type)) return "money";
  return ["day_closed", "month_closed", "year_closed"].includes(type) ? "closing" : "other";
}

function stampOf({ seq, at, type }: Json): Json {
  return { seq, at, type };
}

function contentOf(text: string): Json {
  return JSON.parse(text);
}
