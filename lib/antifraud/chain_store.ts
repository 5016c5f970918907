import { and, eq, gt, inArray, sql } from "drizzle-orm";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { instantFromDriver } from "../platform/db/columns.ts";
import { insertRows } from "../platform/db/bulk.ts";
import { asOne, type Tx } from "../platform/db/transaction.ts";
import { kept, partOf } from "../platform/db/kept_statements.ts";
import { chains, sealedRecords, signingKeys } from "./schema.ts";

/** Head of a chain, as read under its lock. */
export interface Head {
  readonly chainId: Uuid;
  readonly keyId: Uuid;
  readonly seq: bigint;
  readonly hash: Uint8Array;
  readonly at: IsoInstant;
  readonly version: string;
}

/** A row of the sealed log. */
export type SealedRow = typeof sealedRecords.$inferSelect;
/** What a document's page shows of a record. */
export type ProofRow = Pick<SealedRow, "seq" | "type" | "at" | "hash">;
/** A signing key as stored. */
export type KeyRow = typeof signingKeys.$inferSelect;

interface HeadRow {
  chain_id: Uuid;
  key_id: Uuid;
  head_seq: bigint;
  head_hash: Uint8Array;
  head_at: string;
  version: string;
}

const selectHead = kept<HeadRow>(
  sql`select chain_id, key_id, head_seq, head_hash, head_at, version
    from cell.chains where tenant_id = ${sql.placeholder("tenantId")} for update`,
);

/** Locks the head of a dossier's chain: the last that a transaction may wait for, so that no cycle can form. */
export async function lockHead(tx: Tx, tenantId: Uuid): Promise<Head | null> {
  const [found] = await selectHead(tx, { tenantId });
  return found
    ? {
      chainId: found.chain_id,
      keyId: found.key_id,
      seq: found.head_seq,
      hash: found.head_hash,
      at: instantFromDriver(found.head_at),
      version: found.version,
    }
    : null;
}

/** Reads the head without locking it. */
export async function readHead(tx: Tx, tenantId: Uuid): Promise<typeof chains.$inferSelect | null> {
  const [found] = await tx.select().from(chains).where(eq(chains.tenantId, tenantId));
  return found ?? null;
}

const moveHead = kept(
  sql`update cell.chains set head_seq = ${sql.placeholder("seq")}, head_hash = ${sql.placeholder("hash")},
      head_at = ${sql.placeholder("at")}, key_id = ${sql.placeholder("keyId")}, version = ${sql.placeholder("version")}
    where tenant_id = ${sql.placeholder("tenantId")}`,
);

/** Appends records and moves the head to the last of them; `keyId` signs what comes next. */
export async function appendRecords(
  tx: Tx,
  records: readonly SealedRow[],
  { version, keyId }: { version: string; keyId: Uuid },
): Promise<void> {
  const last = records.at(-1)!;
  const { tenantId, seq, hash, at } = last;
  await asOne(tx, (tx) =>
    Promise.all([
      insertRows(tx, sealedRecords, { rows: records }),
      moveHead(tx, { tenantId, seq, hash, at, keyId, version }),
    ]));
}

/** Opens a chain at number 0. */
export async function insertChain(tx: Tx, chain: typeof chains.$inferInsert): Promise<void> {
  await tx.insert(chains).values(chain);
}

/** Keeps a new signing key; false where its id is taken. */
export async function insertKey(tx: Tx, key: KeyRow): Promise<boolean> {
  const added = await tx.insert(signingKeys).values(key).onConflictDoNothing().returning({ id: signingKeys.id });
  return added.length === 1;
}

/** One key of a dossier. */
export async function findKey(tx: Tx, scope: { tenantId: Uuid; id: Uuid }): Promise<KeyRow | null> {
  const [found] = await tx.select().from(signingKeys)
    .where(and(eq(signingKeys.tenantId, scope.tenantId), eq(signingKeys.id, scope.id)));
  return found ?? null;
}

/** Every key of a dossier, to verify signatures with. */
export async function listKeys(tx: Tx, tenantId: Uuid): Promise<KeyRow[]> {
  return await tx.select().from(signingKeys).where(eq(signingKeys.tenantId, tenantId));
}

/** The records after a number, in order, for a reader that goes through all of them in slices. */
export async function readRecords(
  tx: Tx,
  { tenantId, after, limit, types }: {
    tenantId: Uuid;
    after: bigint;
    limit: number;
    types?: readonly string[] | undefined;
  },
): Promise<SealedRow[]> {
  const isWanted = types && inArray(sealedRecords.type, [...types]);
  return await tx.select().from(sealedRecords)
    .where(and(eq(sealedRecords.tenantId, tenantId), gt(sealedRecords.seq, after), isWanted))
    .orderBy(sealedRecords.seq).limit(limit);
}

/** What a document's page shows of its records, oldest first, read beside other rows: `tenantId` and `id` are given. */
export const PROOF_PART = partOf(
  sealedRecords,
  ["seq", "type", "at", "hash"],
  sql`where ${sealedRecords.tenantId} = ${sql.placeholder("tenantId")}
    and ${sealedRecords.subjectId} = ${sql.placeholder("id")} order by ${sealedRecords.seq}`,
);

/** The first record after the head, read in one statement so that an append in between does not show. */
export async function readStray(tx: Tx, tenantId: Uuid): Promise<Pick<SealedRow, "seq" | "type" | "at"> | null> {
  const [found] = await tx.select({ seq: sealedRecords.seq, type: sealedRecords.type, at: sealedRecords.at })
    .from(sealedRecords).innerJoin(chains, eq(chains.tenantId, sealedRecords.tenantId))
    .where(and(eq(sealedRecords.tenantId, tenantId), gt(sealedRecords.seq, chains.headSeq)))
    .orderBy(sealedRecords.seq).limit(1);
  return found ?? null;
}
