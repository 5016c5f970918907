// @ts-check
/** What tables, indexes and PDFs must be, from the records as they pass; memory holds digests, not rows. */
import { csvHeader, csvLine, documentFiles, indexFrame, indexRows, jsonLine, monthsFile } from "./rows.js";
import { namesItsSubject, payloadOf, SECTIONS, tableRows, TABLES } from "./rows.js";
import { openSha256, sha256, toHex } from "./sha256.js";
/** @typedef {import("./rows.js").RowRecord} RowRecord */
/** @typedef {import("./rows.js").Section} Section */
/** @typedef {import("./sha256.js").Sha256} Sha256 */

/** @typedef {{ rows: Sha256, count: number }} Tally Of the rows of one section, each with a line feed. */
/**
 * What the content of an archive must be.
 * @typedef {object} Expected
 * @property {ReadonlyMap<string, string>} digests By path: tables, `index/months.js`, sealed PDFs.
 * @property {ReadonlyMap<string, Record<Section, { digest: string, count: number }>>} months By path of the index.
 * @property {ReadonlySet<string>} documents Paths that documents may have.
 */
/**
 * @typedef {object} Content
 * @property {(record: RowRecord) => void} add
 * @property {number | null} stray Number of the first record whose payload names another subject.
 * @property {(manifest: Record<string, unknown>) => Expected} end
 */

/**
 * Opens the account of what the records give.
 * @param {(path: string) => boolean} isListed
 * @returns {Content}
 */
export function openContent(isListed) {
  /** @type {Map<string, Sha256>} */
  const tables = new Map();
  for (const table of Object.keys(TABLES)) {
    for (const form of ["csv", "jsonl"]) tables.set(`data/${table}.${form}`, openSha256());
    tables.get(`data/${table}.csv`)?.update(csvHeader(table));
  }
  /** @type {Map<string, Record<Section, Tally>>} */
  const months = new Map();
  /** @type {Map<string, string>} */
  const pdfs = new Map();
  /** @type {Map<string, string>} */
  const rendered = new Map();
  /** @type {Set<string>} */
  const documents = new Set();

  /** @param {RowRecord} record */
  function add(record) {
    if (!namesItsSubject(record)) account.stray ??= record.seq;
    for (const row of tableRows(record)) {
      tables.get(`data/${row.table}.csv`)?.update(csvLine(row));
      tables.get(`data/${row.table}.jsonl`)?.update(jsonLine(row));
    }
    for (const { month, section, text } of indexRows(record, isListed)) {
      const tallies = months.get(month) ?? { documents: tally(), payments: tally(), closures: tally() };
      months.set(month, tallies);
      tallies[section].rows.update(`${text}\n`);
      tallies[section].count += 1;
    }
    noteFiles(record);
  }

  /** @param {RowRecord} record */
  function noteFiles(record) {
    const isIssued = /^(invoice|credit_note)_issued$/.test(record.type);
    if (!isIssued && record.type !== "document_rendered") return;
    const payload = payloadOf(record);
    if (!payload) return;
    const document = String(payload.document);
    if (!isIssued) rendered.set(document, String(payload.sha256));
    if (!isIssued) return;
    const files = documentFiles(payload, record.seq);
    pdfs.set(document, files?.pdf ?? "");
    for (const path of files ? [files.pdf, files.xml] : []) documents.add(path);
  }

  /** @param {Record<string, unknown>} manifest */
  function end(manifest) {
    const digests = new Map([...tables].map(([path, open]) => [path, toHex(open.digest())]));
    for (const [document, digest] of rendered) {
      const path = pdfs.get(document);
      if (path) digests.set(path, digest);
    }
    const counts = [...months].map(([month, { documents, payments, closures }]) => {
      return { month, documents: documents.count, payments: payments.count, closures: closures.count };
    });
    digests.set("index/months.js", toHex(sha256(monthsFile(manifest, counts))));
    const closed = [...months].map(([month, { documents, payments, closures }]) => {
      const sections = { documents: close(documents), payments: close(payments), closures: close(closures) };
      return /** @type {const} */ ([`index/${month}.js`, sections]);
    });
    return { digests, months: new Map(closed), documents };
  }
  /** @type {Content} */
  const account = { add, end, stray: null };
  return account;
}

/**
 * True when a month's index holds exactly the rows that the records give.
 * @param {string} text
 * @param {string} month
 * @param {Record<Section, { digest: string, count: number }>} sections
 * @returns {boolean}
 */
export function isIndex(text, month, sections) {
  const { heads, end } = indexFrame(month);
  let at = 0;
  for (const section of SECTIONS) {
    if (!text.startsWith(heads[section], at)) return false;
    at += heads[section].length;
    const { rows, count } = tally();
    const wanted = sections[section];
    for (let i = 1; i <= wanted.count; i++) {
      const next = text.indexOf("\n", at), tail = i === wanted.count ? "" : ",";
      const row = text.slice(at, next - tail.length);
      if (next < 0 || text.slice(next - tail.length, next) !== tail) return false;
      rows.update(`${row}\n`);
      at = next + 1;
    }
    if (count !== 0 || toHex(rows.digest()) !== wanted.digest) return false;
  }
  return text.slice(at) === end;
}

/** @returns {Tally} */
function tally() {
  return { rows: openSha256(), count: 0 };
}

/** @param {Tally} tally */
function close({ rows, count }) {
  return { digest: toHex(rows.digest()), count };
}
