import { present } from "../base/assert.ts";
import type { Ctx } from "../base/ctx.ts";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { sha256, SIGNATURE_ALGORITHM, type Signer, toHex, unwrapSecret } from "../platform/crypto.ts";
import { assertInTransaction, lastly, type Tx } from "../platform/db/transaction.ts";
import { masterKey, programVersion, signerCache } from "../platform/outside.ts";
import { randomBytes } from "../platform/random.ts";
import { type Canonical, canonicalBytes } from "./canonical.ts";
import { appendRecords, findKey, type Head, lockHead, type SealedRow } from "./chain_store.ts";
import { RECORD_FORMAT, recordHash } from "./record.ts";
import { refuse } from "./refusals.ts";

/** Bytes of chance in each payload: once the content is erased, its digest tells nothing. */
const SALT_BYTES = 16;

/** Something to seal: what happened, to which document, and all that proves it. */
export interface SealedEvent {
  /** `invoice_issued`, `payment_recorded`…: see the README for the list. */
  readonly type: string;
  readonly subjectId: Uuid | null;
  readonly payload: { readonly [key: string]: Canonical };
}

/** Where an event stands in the chain. */
export interface Seal {
  readonly seq: bigint;
  readonly hash: Uint8Array;
  readonly at: IsoInstant;
}

/** What goes with a sealing. */
export interface SealOptions {
  /** Writes rows that hold their place in the chain; rows that are locked already, or new. */
  readonly write?: (seals: readonly Seal[]) => Promise<void>;
  /** The key that signs the records after these, where it changes. */
  readonly nextKeyId?: Uuid;
}

/** What the head's row needs to know to sign. */
type Scope = Pick<Ctx, "tenantId" | "now">;

/**
 * Appends events to the dossier's chain, in the transaction that causes them and as its last act: the head stays
 * locked until the commit. Refuses `antifraud.no_chain` where the dossier has none.
 */
export async function seal(
  tx: Tx,
  ctx: Scope,
  events: readonly SealedEvent[],
  { write, nextKeyId }: SealOptions = {},
): Promise<Seal[]> {
  assertInTransaction(tx);
  if (events.length === 0) return [];
  const head = await lockHead(tx, ctx.tenantId);
  if (!head) throw refuse("no_chain");
  const signer = await signerOf(tx, { tenantId: ctx.tenantId, id: head.keyId });
  const records = await chainOn(head, { ...ctx, events: [...versionChange(head), ...events] }, signer);
  const seals = records.slice(-events.length).map(({ seq, hash, at }) => ({ seq, hash, at }));
  // Sent together, and the commit behind them: the head is held for one answer.
  const next = { version: programVersion(), keyId: nextKeyId ?? head.keyId };
  lastly(tx, Promise.all([appendRecords(tx, records, next), write?.(seals)]));
  return seals;
}

/**
 * Builds the records that follow a head. Their instants never go back, even where two requests cross. The hashes make
 * the chain, one after the other; the signatures are over them, and are made side by side.
 */
async function chainOn(
  head: Head,
  ctx: Scope & { events: readonly SealedEvent[] },
  signer: Signer,
): Promise<SealedRow[]> {
  const at = ctx.now > head.at ? ctx.now : head.at;
  const unsigned: Omit<SealedRow, "signature">[] = [];
  for (const event of ctx.events) {
    const previous = unsigned.at(-1) ?? head;
    unsigned.push(recordAfter(previous, { head, at, tenantId: ctx.tenantId, event }));
  }
  const signatures = await signer.signAll(unsigned.map((record) => record.hash));
  return unsigned.map((record, i) => ({ ...record, signature: signatures[i]! }));
}

function recordAfter(
  previous: { seq: bigint; hash: Uint8Array },
  { head, at, tenantId, event }: { head: Head; at: IsoInstant; tenantId: Uuid; event: SealedEvent },
): Omit<SealedRow, "signature"> {
  const payload = canonicalBytes({ ...event.payload, salt: toHex(randomBytes(SALT_BYTES)) });
  const payloadDigest = sha256(payload);
  const fields = { seq: previous.seq + 1n, type: event.type, at, prevHash: previous.hash, payloadDigest };
  return {
    tenantId,
    ...fields,
    format: RECORD_FORMAT,
    payload,
    hash: recordHash({ chainId: head.chainId, ...fields }),
    keyId: head.keyId,
    algorithm: SIGNATURE_ALGORITHM,
    subjectId: event.subjectId,
    erasedAt: null,
    erasedUnder: null,
  };
}

/** A version change is sealed lazily, before the first record under the new version. */
function versionChange(head: Head): SealedEvent[] {
  const version = programVersion();
  return head.version === version
    ? []
    : [{ type: "version_changed", subjectId: null, payload: { from: head.version, to: version } }];
}

/** The signer of one of the dossier's keys. */
export async function signerOf(tx: Tx, key: { tenantId: Uuid; id: Uuid }): Promise<Signer> {
  return await signerCache().get(key.id, async () => {
    const row = present(await findKey(tx, key), "signing key of the chain");
    return unwrapSecret(masterKey(), row.wrappedPrivateKey, {
      purpose: "sealing-key",
      tenant: key.tenantId,
      keyId: key.id,
    });
  });
}
