import { canonicalJson } from "../reader/canonical.js";
import { csvLine, documentFiles, indexRows, jsonLine, payloadOf, tableRows } from "../reader/rows.js";
import { type LogRecord, readLog } from "../../antifraud/mod.ts";
import type { Ctx } from "../../base/ctx.ts";
import { isUuid, type Uuid } from "../../base/ids.ts";
import { toBase64Url, toHex } from "../../platform/crypto.ts";
import type { StoredArchive } from "../archive.ts";
import type { Piece } from "./making.ts";
import type { Sitting } from "./sitting.ts";

/** Records of one file of `chain/`, read at once: bounds the memory of a step, and is under the format's 5,000. */
export const RECORDS_A_FILE = 500;

/** A document whose files the archive holds. */
export interface FiledDocument {
  readonly id: Uuid;
  readonly month: string;
  readonly pdf: string;
  readonly xml: string;
}

/** A record as a line of the archive; hashes and digests in hexadecimal, the signature in base64url. */
export interface ChainLine {
  readonly seq: number;
  readonly format: number;
  readonly type: string;
  readonly at: string;
  readonly algorithm: string;
  readonly keyId: string;
  readonly prevHash: string;
  /** Null once erased. */
  readonly payload: string | null;
  readonly payloadDigest: string;
  readonly hash: string;
  readonly signature: string;
  readonly subject: string | null;
}

const UTF8 = new TextEncoder();

/**
 * One slice of the records: a file of `chain/`, and what they give to tables and indexes, kept for later. Ends the
 * phase at the archive's last record.
 */
export async function writeRecords(ctx: Ctx, archive: StoredArchive, sitting: Sitting): Promise<void> {
  const { seq, slices } = sitting.making;
  const last = Number(archive.lastSeq);
  const limit = Math.min(RECORDS_A_FILE, last - seq);
  const records = await readLog(ctx, { after: BigInt(seq), limit });
  const lines = records.map(chainLine).filter((line) => line.seq <= last);
  // A log that lacks records is archived as it is: its verdict tells where it is broken.
  const reached = lines.length < limit ? last : lines.at(-1)!.seq;
  const path = `chain/${String(slices.length + 1).padStart(6, "0")}.jsonl`;
  await sitting.add({ path, content: lines.map(lineText).join(""), list: "base" });
  const { pieces, bytes, documents } = piecesOf(lines);
  const spool = await sitting.keep(bytes);
  const { making } = sitting;
  sitting.making = {
    ...making,
    seq: reached,
    documents: making.documents + documents,
    slices: [...slices, { ...spool, pieces }],
    ...(reached === last ? { phase: "documents", at: 0, within: 0 } : {}),
  };
}

/** A record as the archive's format writes it. */
export function chainLine(record: LogRecord): ChainLine {
  const { seq, format, type, at, algorithm, keyId } = record;
  return {
    ...{ seq: Number(seq), format, type, at, algorithm, keyId },
    prevHash: toHex(record.prevHash),
    payload: record.payload && new TextDecoder().decode(record.payload),
    payloadDigest: toHex(record.payloadDigest),
    hash: toHex(record.hash),
    signature: toBase64Url(record.signature),
    subject: record.subjectId,
  };
}

/** The line's text. */
export function lineText(line: ChainLine): string {
  return `${canonicalJson({ ...line })}\n`;
}

/** What a slice gives, as one run of bytes cut into pieces: rows of tables, rows of indexes, documents with files. */
function piecesOf(lines: readonly ChainLine[]) {
  const texts = new Map<string, string[]>();
  function put(name: string, text: string): void {
    const known = texts.get(name);
    if (known) known.push(text);
    else texts.set(name, [text]);
  }
  const filed = lines.flatMap(filedDocument);
  for (const line of lines) {
    for (const row of tableRows(line)) {
      put(`data/${row.table}.csv`, csvLine(row));
      put(`data/${row.table}.jsonl`, jsonLine(row));
    }
    // Every issued document of the slice has its files in the archive.
    for (const { month, section, text } of indexRows(line, () => true)) put(`index/${month}/${section}`, `${text}\n`);
  }
  for (const document of filed) put("documents", `${JSON.stringify(document)}\n`);
  return { ...cut(texts), documents: filed.length };
}

function cut(texts: ReadonlyMap<string, readonly string[]>): { pieces: Record<string, Piece>; bytes: Uint8Array } {
  const pieces: Record<string, Piece> = {};
  const encoded: Uint8Array[] = [];
  let at = 0;
  for (const [name, rows] of texts) {
    const bytes = UTF8.encode(rows.join(""));
    pieces[name] = [at, bytes.length, rows.length];
    encoded.push(bytes);
    at += bytes.length;
  }
  const whole = new Uint8Array(at);
  encoded.reduce((start, bytes) => (whole.set(bytes, start), start + bytes.length), 0);
  return { pieces, bytes: whole };
}

function filedDocument(line: ChainLine): FiledDocument[] {
  if (!/^(invoice|credit_note)_issued$/.test(line.type)) return [];
  const payload = payloadOf(line);
  const paths = payload && documentFiles(payload, line.seq);
  const id = String(payload?.document);
  if (!payload || !paths || !isUuid(id)) return [];
  return [{ id, month: String(payload.issuedOn).slice(0, 7), ...paths }];
}
