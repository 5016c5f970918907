import { authorize, type Ctx } from "../base/ctx.ts";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { toHex } from "../platform/crypto.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { listKeys, readHead, type SealedRow } from "./chain_store.ts";
import type { LogCheck } from "./log_check.ts";
import { lastCheck, runningCheck } from "./log_check_store.ts";
import { recordsAfter, recordsBefore } from "./log_query.ts";

/** Records on a page. */
export const LOG_PAGE = 50;
/** Records read at once by an export. */
const EXPORT_SLICE = 1_000;

/** A record as the page lists it; bytes in hexadecimal. */
export interface LogLine {
  readonly seq: bigint;
  readonly type: string;
  readonly at: IsoInstant;
  readonly subjectId: Uuid | null;
  /** Number of the document, where the content names one and stands. */
  readonly number: string | null;
  readonly prevHash: string;
  readonly payloadDigest: string;
  readonly hash: string;
  readonly keyId: Uuid;
  readonly signature: string;
  /** When its content was erased under a warrant; null while it stands. */
  readonly erasedAt: IsoInstant | null;
}

/** A page of records, newest first. */
export interface LogPage {
  readonly records: readonly LogLine[];
  /** Number before which the next page begins; null on the last. */
  readonly next: bigint | null;
}

/** Records before a number, newest first, of one type or of all. Right `sealed_log:read`. */
export async function listLog(
  ctx: Ctx,
  { type = null, before = null }: { type?: string | null; before?: bigint | null } = {},
): Promise<LogPage> {
  authorize(ctx, "sealed_log:read");
  const slice = { tenantId: ctx.tenantId, type, before, limit: LOG_PAGE + 1 };
  const found = await withTenant(ctx, (tx) => recordsBefore(tx, slice), { mode: "read", oneStatement: true });
  const records = found.slice(0, LOG_PAGE).map(lineOf);
  return { records, next: found.length > LOG_PAGE ? records.at(-1)!.seq : null };
}

/** The same from the first to the last, for a file: never whole in memory. Right `sealed_log:read`. */
export async function* exportLog(ctx: Ctx, { type = null }: { type?: string | null } = {}): AsyncGenerator<LogLine> {
  authorize(ctx, "sealed_log:read");
  for (let after = 0n;;) {
    const slice = { tenantId: ctx.tenantId, type, after, limit: EXPORT_SLICE };
    const found = await withTenant(ctx, (tx) => recordsAfter(tx, slice), { mode: "read", oneStatement: true });
    yield* found.map(lineOf);
    if (found.length < EXPORT_SLICE) return;
    after = found.at(-1)!.seq;
  }
}

/** A key of the dossier and since when it signs. */
export interface LogKeyState {
  readonly id: Uuid;
  readonly algorithm: string;
  readonly createdAt: IsoInstant;
  readonly isCurrent: boolean;
}

/** A version of the program and since when it seals. */
export interface LogVersion {
  readonly version: string;
  readonly since: IsoInstant;
}

/** The log at a glance. */
export interface LogState {
  readonly chainId: Uuid;
  readonly records: bigint;
  readonly headHash: string;
  readonly headAt: IsoInstant;
  readonly openedAt: IsoInstant;
  /** Newest first. */
  readonly keys: readonly LogKeyState[];
  /** Newest first, at most fifty. */
  readonly versions: readonly LogVersion[];
  readonly running: LogCheck | null;
  readonly lastCheck: LogCheck | null;
}

/** What the page of proofs says of the log; null in a dossier that has none. Right `sealed_log:read`. */
export async function describeLog(ctx: Ctx): Promise<LogState | null> {
  authorize(ctx, "sealed_log:read");
  const { tenantId } = ctx;
  return await withTenant(ctx, async (tx) => {
    const [head, keys, running, last] = [
      await readHead(tx, tenantId),
      await listKeys(tx, tenantId),
      await runningCheck(tx, tenantId),
      await lastCheck(tx, tenantId),
    ];
    if (!head) return null;
    const changes = await recordsBefore(tx, { tenantId, type: "version_changed", before: null, limit: LOG_PAGE });
    const [opening] = await recordsAfter(tx, { tenantId, type: "chain_opened", after: 0n, limit: 1 });
    const openedAt = opening?.at ?? head.headAt;
    return {
      chainId: head.chainId,
      records: head.headSeq,
      headHash: toHex(head.headHash),
      headAt: head.headAt,
      openedAt,
      keys: keys.map(({ id, algorithm, createdAt }) => ({ id, algorithm, createdAt, isCurrent: id === head.keyId }))
        .sort((a, b) => a.createdAt < b.createdAt ? 1 : -1),
      versions: versionsOf(changes, { opening, openedAt, version: head.version }),
      running,
      lastCheck: last,
    };
  }, { mode: "read" });
}

function versionsOf(
  changes: readonly SealedRow[],
  { opening, openedAt, version }: { opening: SealedRow | undefined; openedAt: IsoInstant; version: string },
): LogVersion[] {
  const later = changes.map((record) => ({ version: String(contentOf(record)["to"] ?? "?"), since: record.at }));
  const first = opening ? contentOf(opening)["version"] : version;
  return [...later, { version: String(first ?? version), since: openedAt }];
}

function lineOf(record: SealedRow): LogLine {
  const number = contentOf(record)["number"];
  return {
    seq: record.seq,
    type: record.type,
    at: record.at,
    subjectId: record.subjectId,
    number: typeof number === "string" ? number : null,
    prevHash: toHex(record.prevHash),
    payloadDigest: toHex(record.payloadDigest),
    hash: toHex(record.hash),
    keyId: record.keyId,
    signature: toHex(record.signature),
    erasedAt: record.erasedAt,
  };
}

/** A content that was erased, or that is no JSON any more, shows nothing: verification says why. */
function contentOf({ payload }: SealedRow): Readonly<Record<string, unknown>> {
  if (payload === null) return {};
  try {
    return JSON.parse(new TextDecoder().decode(payload));
  } catch {
    return {};
  }
}
