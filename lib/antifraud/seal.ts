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
  /** The head, where the transaction holds it already. */
  readonly head?: Head;
}

/** What the head's row needs to know to sign. */
type Scope = Pick<Ctx, "tenantId" | "now">;

/**
 * Locks the head of the dossier's chain, for a transaction that seals what it cannot tell before it has other answers
 * too: the wait is then one. From here on it takes no lock that another takes without the head. Refuses
 * `antifraud.no_chain` where the dossier has none.
 */
export async function holdHead(tx: Tx, { tenantId }: Pick<Scope, "tenantId">): Promise<Head> {
  assertInTransaction(tx);
  const head = await lockHead(tx, tenantId);
  if (!head) throw refuse("no_chain");
  return head;
}

/**
 * Appends events to the dossier's chain, in the transaction that causes them and as its last act: the head stays
 * locked until the commit. Refuses `antifraud.no_chain` where the dossier has none.
 */
export async function seal(
  tx: Tx,
  ctx: Scope,
  events: readonly SealedEvent[],
  { write, nextKeyId, head: held }: SealOptions = {},
): Promise<Seal[]> {
  if (events.length === 0) return [];
  const head = held ?? await holdHead(tx, ctx);
  const signer = await signerOf(tx, { tenantId: ctx.tenantId, id: head.keyId });
  const unsigned = chainOn(head, { ...ctx, events: [...versionChange(head), ...events] });
  const seals = unsigned.slice(-events.length).map(({ seq, hash, at }) => ({ seq, hash, at }));
  // Sent before the signatures are made, which takes about as long: the database writes meanwhile.
  const written = write?.(seals);
  written?.catch(() => {});
  const records = await signed(unsigned, signer);
  // Sent together, and the commit behind them: the head is held for one answer.
  const next = { version: programVersion(), keyId: nextKeyId ?? head.keyId };
  lastly(tx, Promise.all([written, appendRecords(tx, records, next)]));
  return seals;
}

type Unsigned = Omit<SealedRow, "signature">;

/**
 * Builds the records that follow a head, one after the other. Their instants never go back, even where two requests
 * cross.
 */
function chainOn(head: Head, ctx: Scope & { events: readonly SealedEvent[] }): Unsigned[] {
  const at = ctx.now > head.at ? ctx.now : head.at;
  const records: Unsigned[] = [];
  for (const event of ctx.events) {
    const previous = records.at(-1) ?? head;
    records.push(recordAfter(previous, { head, at, tenantId: ctx.tenantId, event }));
  }
  return records;
}

/** The signatures are over the hashes, and are made side by side. */
async function signed(records: readonly Unsigned[], signer: Signer): Promise<SealedRow[]> {
  const signatures = await signer.signAll(records.map((record) => record.hash));
  return records.map((record, i) => ({ ...record, signature: signatures[i]! }));
}

function recordAfter(
  previous: { seq: bigint; hash: Uint8Array },
  { head, at, tenantId, event }: { head: Head; at: IsoInstant; tenantId: Uuid; event: SealedEvent },
): Unsigned {
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
