import { addToDate, type IsoDate, type IsoInstant, startOfDay } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import type { FrameKey } from "../../platform/frames.ts";
import { framesOf } from "../../platform/frames.ts";
import { unwrapSecret, wrapSecret } from "../../platform/crypto.ts";
import { masterKey } from "../../platform/outside.ts";
import { KEPT_STORE, storeOf } from "../../platform/stores.ts";
import type { Store } from "../../platform/storage/store.ts";
import type { PurgeProof } from "../life/purge.ts";

/** written → verified → kept → destroyed. */
export const KEPT_STATES = ["written", "verified", "kept", "destroyed"] as const;
/** Where the keeping of an archive stands. */
export type KeptState = typeof KEPT_STATES[number];

/** Years for which the archive of a dossier is kept. */
export const KEPT_YEARS = 10;

/** The sealed log up to one of its records: its id, the record's number, and its hash in hexadecimal. */
export interface KeptChain {
  readonly id: Uuid;
  readonly seq: string;
  readonly hash: string;
}

/** A stretch of the archive: one object of the store. `sealedSha256` once it was read back. */
export interface KeptPart {
  readonly bytes: number;
  /** Of the stretch itself, and of the object, in hexadecimal. */
  readonly sha256: string;
  readonly sealedSha256: string | null;
}

/** What is kept of a dossier. */
export interface KeptArchive {
  readonly tenantId: Uuid;
  readonly id: Uuid;
  readonly state: KeptState;
  readonly archiveId: Uuid;
  readonly fromOn: IsoDate;
  readonly toOn: IsoDate;
  readonly bytes: number;
  /** Of the whole ZIP; null until it was read back. */
  readonly sha256: string | null;
  readonly manifestSha256: string;
  readonly parts: readonly KeptPart[];
  readonly chain: KeptChain;
  readonly keepUntil: IsoInstant;
  readonly writtenAt: IsoInstant;
  readonly verifiedAt: IsoInstant | null;
  readonly keptAt: IsoInstant | null;
  /** What left the cell. */
  readonly proof: PurgeProof | null;
  readonly destroyedAt: IsoInstant | null;
}

/** The same with the key that opens it, wrapped; null once it was destroyed. */
export interface LockedArchive extends KeptArchive {
  readonly wrappedKey: Uint8Array | null;
}

/**
 * Until when the archive of a dossier is kept: the first instant, in the company's time zone, after ten years from the
 * end of the fiscal year in which it was closed. Ten years from the end of the fiscal year is what C. com. L123-22 asks
 * of accounting documents, and at least what LPF L102 B asks of invoices (six years, ten from 1 January 2027; law
 * 2026-534 art. 36); a closing lies within its year, so that it is the later of the two dates. Where the fiscal year
 * cannot be told the calendar year stands for it: a doubt keeps longer, and holds nobody up.
 */
export function keptUntil(
  closedOn: IsoDate,
  { yearEnd, timeZone }: { readonly yearEnd: IsoDate | null; readonly timeZone: string },
): IsoInstant {
  const calendar = `${closedOn.slice(0, 4)}-12-31` as IsoDate;
  const end = yearEnd !== null && yearEnd >= closedOn ? yearEnd : calendar;
  return startOfDay(addToDate(addToDate(end, { years: KEPT_YEARS }), { days: 1 }), timeZone);
}

/** Where kept archives stand: a store of their own, with no dossier beside them. */
export function keptStore(): Store {
  return storeOf(KEPT_STORE);
}

/** Folder of one kept archive. */
export function keptFolder({ tenantId, id }: Pick<KeptArchive, "tenantId" | "id">): string {
  return `control/kept/${tenantId}/${id}/`;
}

/** Where its n-th part stands, from 0. */
export function keptKey(kept: Pick<KeptArchive, "tenantId" | "id">, n: number): string {
  return `${keptFolder(kept)}${String(n + 1).padStart(6, "0")}`;
}

/** Wraps a new key under the master key, for one archive of one dossier. */
export function wrapKey(key: Uint8Array, kept: Pick<KeptArchive, "tenantId" | "id">): Uint8Array {
  return wrapSecret(masterKey(), key, contextOf(kept));
}

/** The key of a kept archive with the words under which its frames are sealed. Throws a Bug once it was destroyed. */
export function frameKey({ wrappedKey, ...kept }: LockedArchive): FrameKey {
  if (wrappedKey === null) throw new Error("the key of a kept archive was destroyed");
  const key = unwrapSecret(masterKey(), new Uint8Array(wrappedKey), contextOf(kept));
  return { key, context: `paraphe-kept/1 ${kept.tenantId} ${kept.id} ${kept.archiveId}` };
}

function contextOf({ tenantId, id }: Pick<KeptArchive, "tenantId" | "id">) {
  return { purpose: "kept-archive", tenant: tenantId, keyId: id };
}

/** Where a part stands among the frames of the whole. */
export function runOf({ parts }: Pick<KeptArchive, "parts">, n: number): { first: number; isLast: boolean } {
  const first = parts.slice(0, n).reduce((sum, { bytes }) => sum + framesOf(bytes), 0);
  return { first, isLast: n === parts.length - 1 };
}
