// @ts-check
/**
 * What the sealed records give in an archive of format 1: rows of tables and of indexes, names of files. Pure; the
 * writer and the reader both follow it. The format stands in the module's README.
 */
import { canonicalJson } from "./canonical.js";

/**
 * A record as rows see it.
 * @typedef {object} RowRecord
 * @property {number} seq
 * @property {string} at
 * @property {string} type
 * @property {string | null} subject
 * @property {string} keyId
 * @property {string} payloadDigest
 * @property {string} hash
 * @property {string | null} payload Canonical text; null once erased.
 */
/** @typedef {Record<string, unknown>} Row */
/** @typedef {{ table: string, row: Row }} TableRow */
/** @typedef {"documents" | "payments" | "closures"} Section */
/** @typedef {{ month: string, section: Section, text: string }} IndexRow */

const DOCUMENT_COLUMNS = "seq at type document kind number issuedOn dueOn deliveredOn currency subject purchaseOrder " +
  "treatment source sellerName sellerSiren sellerVatNumber buyerKind buyerName buyerSiren buyerVatNumber " +
  "buyerCountry discountBp netCents vatCents grossCents verificationCode";
const LINE_COLUMNS = "seq document number position kind reference label nature quantity unit unitPrice discountBp " +
  "vatCategory vatRateBp netCents";
const CLOSURE_COLUMNS =
  "seq at type closure kind period from to timeZone firstSeq lastSeq invoices creditNotes payments " +
  "reversals firstNumber lastNumber previous automatic currency vat netCents vatCents grossCents discountsCents modes " +
  "perpetualCents perpetualAbsoluteCents";

/**
 * Columns of each table, in order.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const TABLES = {
  documents: DOCUMENT_COLUMNS.split(" "),
  lines: LINE_COLUMNS.split(" "),
  vat: "seq document number category rateBp baseCents vatCents discountCents".split(" "),
  payments: "seq at type payment customer receivedOn mode amountCents currency reference reverses reason".split(" "),
  allocations: "seq payment document amountCents".split(" "),
  closures: CLOSURE_COLUMNS.split(" "),
  events: "seq at type subject keyId payloadDigest hash erased detail".split(" "),
  duplicates: "seq at document number copy channel".split(" "),
};

/**
 * Sections of a month's index, in order.
 * @type {readonly Section[]}
 */
export const SECTIONS = ["documents", "payments", "closures"];

const ISSUED = /^(invoice|credit_note)_issued$/;
const PAID = /^payment_(recorded|reversed)$/;
const CLOSED = /^(day|month|year)_closed$/;
const MONTH = /^\d{4}-\d{2}$/;
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * The payload of a record as an object; null once erased.
 * @param {RowRecord} record
 * @returns {Row | null}
 */
export function payloadOf(record) {
  if (record.payload === null) return null;
  try {
    return asObject(JSON.parse(record.payload));
  } catch {
    return {};
  }
}

/**
 * The member of a payload that names what its record is about.
 * @type {Readonly<Record<string, string>>}
 */
const SUBJECTS = {
  invoice_issued: "document",
  credit_note_issued: "document",
  document_rendered: "document",
  document_sent: "document",
  duplicate_made: "document",
  payment_recorded: "payment",
  payment_reversed: "payment",
  day_closed: "closure",
  month_closed: "closure",
  year_closed: "closure",
  archive_made: "archive",
  attestation_made: "attestation",
};

/**
 * False when the payload names another subject than the one beside it, which no hash covers.
 * @param {RowRecord} record
 * @returns {boolean}
 */
export function namesItsSubject(record) {
  const member = SUBJECTS[record.type], payload = payloadOf(record);
  return !member || payload === null || payload[member] === undefined || payload[member] === record.subject;
}

/**
 * The rows that a record gives, table by table.
 * @param {RowRecord} record
 * @returns {TableRow[]}
 */
export function tableRows(record) {
  const payload = payloadOf(record);
  const detail = payload === null || ISSUED.test(record.type) || PAID.test(record.type) || CLOSED.test(record.type)
    ? null
    : without(payload, "salt");
  const event = rowOf("events", { ...record, erased: payload === null, detail });
  return payload === null ? [event] : [...businessRows(record, payload), event];
}

/**
 * First row of a CSV table, with the byte order mark before it.
 * @param {string} table
 * @returns {string}
 */
export function csvHeader(table) {
  return `\ufeff${columnsOf(table).join(";")}\r\n`;
}

/**
 * A row of a CSV table.
 * @param {TableRow} given
 * @returns {string}
 */
export function csvLine({ table, row }) {
  return columnsOf(table).map((column) => csvCell(row[column])).join(";") + "\r\n";
}

/**
 * The same row in the JSONL table.
 * @param {TableRow} given
 * @returns {string}
 */
export function jsonLine({ row }) {
  return `${canonicalJson(row)}\n`;
}

/**
 * Where the files of an issued document stand; null when its date is none.
 * @param {Row} payload
 * @param {number} seq
 * @returns {{ pdf: string, xml: string } | null}
 */
export function documentFiles(payload, seq) {
  const month = monthOf(payload.issuedOn);
  if (month === null) return null;
  const number = String(payload.number ?? "");
  const safe = number.replace(/[^A-Za-z0-9._-]/g, "-");
  const stem = `files/${month}/${safe === number ? safe : `${safe}-${seq}`}`;
  return { pdf: `${stem}.pdf`, xml: `${stem}.xml` };
}

/**
 * The rows that a record gives to the indexes.
 * @param {RowRecord} record
 * @param {(path: string) => boolean} isListed Whether a file is in the archive.
 * @returns {IndexRow[]}
 */
export function indexRows(record, isListed) {
  const payload = payloadOf(record);
  if (payload === null) return [];
  if (ISSUED.test(record.type)) return documentEntry(record, payload, isListed);
  if (PAID.test(record.type)) {
    const row = { ...pick(payload, "amountCents currency mode pays receivedOn reverses"), id: value(payload.payment) };
    return entry(payload.receivedOn, "payments", { ...row, seq: record.seq });
  }
  if (!CLOSED.test(record.type)) return [];
  const names = "automatic creditNotes currencies from invoices kind payments period reversals to";
  const row = { ...pick(payload, names), id: value(payload.closure), seq: record.seq };
  return entry(payload.to, "closures", row);
}

/**
 * The fixed lines of a month's index: before each section, then the end.
 * @param {string} month
 * @returns {{ heads: Record<Section, string>, end: string }}
 */
export function indexFrame(month) {
  const heads = {
    documents: `paraphe({"month":${JSON.stringify(month)},"documents":[\n`,
    payments: '],"payments":[\n',
    closures: '],"closures":[\n',
  };
  return { heads, end: "]})\n" };
}

/**
 * The whole of `index/months.js`.
 * @param {Row} manifest Of which `archive`, `company`, `from` and `to` are taken.
 * @param {readonly { month: string, documents: number, payments: number, closures: number }[]} months
 * @returns {string}
 */
export function monthsFile(manifest, months) {
  const sorted = [...months].sort((a, b) => a.month < b.month ? -1 : 1);
  return `parapheMonths(${canonicalJson({ ...pick(manifest, "archive company from to"), months: sorted })})\n`;
}

/** @param {RowRecord} record @param {Row} payload @returns {TableRow[]} */
function businessRows(record, payload) {
  if (ISSUED.test(record.type)) return documentRows(record, payload);
  const all = { ...payload, ...stamp(record) };
  if (PAID.test(record.type)) {
    const parts = listOf(payload.pays).map((part) => {
      return rowOf("allocations", { ...part, seq: record.seq, payment: payload.payment });
    });
    return [rowOf("payments", all), ...parts];
  }
  if (CLOSED.test(record.type)) {
    const currencies = listOf(payload.currencies);
    return (currencies.length ? currencies : [{}]).map((figures) => rowOf("closures", closureRow(all, figures)));
  }
  return record.type === "duplicate_made" ? [rowOf("duplicates", all)] : [];
}

/** @param {RowRecord} record @param {Row} payload @returns {TableRow[]} */
function documentRows(record, payload) {
  const seller = asObject(payload.seller), buyer = asObject(payload.buyer);
  const shared = { seq: record.seq, document: payload.document, number: payload.number };
  const parties = {
    sellerName: seller.name,
    sellerSiren: seller.siren,
    sellerVatNumber: seller.vatNumber,
    buyerKind: buyer.kind,
    buyerName: buyer.name,
    buyerSiren: buyer.siren,
    buyerVatNumber: buyer.vatNumber,
    buyerCountry: asObject(buyer.address).country,
  };
  return [
    rowOf("documents", { ...payload, ...parties, ...stamp(record) }),
    ...listOf(payload.lines).map((line) => rowOf("lines", { ...line, ...shared })),
    ...listOf(payload.vat).map((total) => rowOf("vat", { ...total, ...shared })),
  ];
}

/** What comes before `currency` is the closure's own, the rest the currency's. @param {Row} all @param {Row} figures */
function closureRow(all, figures) {
  const columns = columnsOf("closures");
  return { ...pick(figures, columns.slice(columns.indexOf("currency")).join(" ")), ...ownPart(all, columns) };
}

/** @param {Row} all @param {readonly string[]} columns @returns {Row} */
function ownPart(all, columns) {
  return pick(all, columns.slice(0, columns.indexOf("currency")).join(" "));
}

/**
 * @param {RowRecord} record
 * @param {Row} payload
 * @param {(path: string) => boolean} isListed
 * @returns {IndexRow[]}
 */
function documentEntry(record, payload, isListed) {
  const files = documentFiles(payload, record.seq);
  return entry(payload.issuedOn, "documents", {
    ...pick(payload, "currency dueOn grossCents issuedOn kind netCents number vatCents"),
    buyer: value(asObject(payload.buyer).name),
    id: value(payload.document),
    pdf: files && isListed(files.pdf) ? files.pdf : null,
    seq: record.seq,
    xml: files && isListed(files.xml) ? files.xml : null,
  });
}

/** @param {unknown} date @param {Section} section @param {Row} row @returns {IndexRow[]} */
function entry(date, section, row) {
  const month = monthOf(date);
  return month === null ? [] : [{ month, section, text: canonicalJson(row) }];
}

/** @param {unknown} date @returns {string | null} */
function monthOf(date) {
  const month = String(date).slice(0, 7);
  return MONTH.test(month) ? month : null;
}

/** @param {string} table @param {Row} given @returns {TableRow} */
function rowOf(table, given) {
  return { table, row: pick(given, columnsOf(table).join(" ")) };
}

/** @param {string} table @returns {readonly string[]} */
function columnsOf(table) {
  return TABLES[table] ?? [];
}

/** @param {RowRecord} record @returns {Row} */
function stamp({ seq, at, type }) {
  return { seq, at, type };
}

/** The members named, null where they lack. @param {Row} from @param {string} names @returns {Row} */
function pick(from, names) {
  return Object.fromEntries(names.split(" ").map((name) => [name, value(from[name])]));
}

/** @param {Row} from @param {string} name @returns {Row} */
function without(from, name) {
  return Object.fromEntries(Object.entries(from).filter(([key]) => key !== name));
}

/** @param {unknown} given @returns {unknown} */
function value(given) {
  return given === undefined ? null : given;
}

/** @param {unknown} given @returns {Row} */
function asObject(given) {
  return given !== null && typeof given === "object" && !Array.isArray(given) ? /** @type {Row} */ (given) : {};
}

/** @param {unknown} given @returns {Row[]} */
function listOf(given) {
  return Array.isArray(given) ? given.map(asObject) : [];
}

/** @param {unknown} given @returns {string} */
function csvCell(given) {
  if (given === null || given === undefined) return "";
  if (typeof given === "number" || typeof given === "boolean") return String(given);
  const text = typeof given === "string" ? given : canonicalJson(given);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
