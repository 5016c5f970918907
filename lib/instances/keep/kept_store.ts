import { and, desc, eq, ne, sql } from "drizzle-orm";
import { present } from "../../base/assert.ts";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { row, rows, type Tx } from "../../platform/db/transaction.ts";
import type { PurgeProof } from "../life/purge.ts";
import type { Asker } from "../life/transitions.ts";
import { keptArchives } from "../schema.ts";
import type { KeptArchive, KeptPart, LockedArchive } from "./kept.ts";

type Key = Pick<KeptArchive, "tenantId" | "id">;

const { wrappedKey } = keptArchives;
const SHOWN = {
  tenantId: keptArchives.tenantId,
  id: keptArchives.id,
  state: keptArchives.state,
  archiveId: keptArchives.archiveId,
  fromOn: keptArchives.fromOn,
  toOn: keptArchives.toOn,
  bytes: keptArchives.bytes,
  sha256: keptArchives.sha256,
  manifestSha256: keptArchives.manifestSha256,
  parts: keptArchives.parts,
  chain: keptArchives.chain,
  keepUntil: keptArchives.keepUntil,
  writtenAt: keptArchives.writtenAt,
  verifiedAt: keptArchives.verifiedAt,
  keptAt: keptArchives.keptAt,
  proof: keptArchives.proof,
  destroyedAt: keptArchives.destroyedAt,
};

/** What is kept of a dossier, or was; the latest. Without its key. */
export async function loadKept(tx: Tx, tenantId: Uuid): Promise<KeptArchive | null> {
  const [found] = await tx.select(SHOWN).from(keptArchives).where(eq(keptArchives.tenantId, tenantId))
    .orderBy(desc(keptArchives.writtenAt)).limit(1);
  return found ?? null;
}

/** The one that was not destroyed, with its key, wrapped. */
export async function loadLocked(tx: Tx, tenantId: Uuid): Promise<LockedArchive | null> {
  const isThere = and(eq(keptArchives.tenantId, tenantId), ne(keptArchives.state, "destroyed"));
  const [found] = await tx.select({ ...SHOWN, wrappedKey }).from(keptArchives).where(isThere);
  return found ?? null;
}

/** What the keeping of an archive begins with. */
export interface NewKept extends
  Pick<
    LockedArchive,
    | "tenantId"
    | "id"
    | "archiveId"
    | "fromOn"
    | "toOn"
    | "bytes"
    | "manifestSha256"
    | "parts"
    | "chain"
    | "wrappedKey"
    | "keepUntil"
    | "writtenAt"
  > {
  readonly secondedBy: Uuid | null;
}

/** As the console: writes it down with its key; once. */
export async function insertKept(tx: Tx, kept: NewKept): Promise<void> {
  const { tenantId, id, archiveId, fromOn, toOn, bytes, manifestSha256, secondedBy, keepUntil, writtenAt } = kept;
  await rows(
    tx,
    // The columns that the console may write, and no other.
    sql`insert into control.kept_archives (tenant_id, id, archive_id, from_on, to_on, bytes, manifest_sha256, parts,
        chain, wrapped_key, seconded_by, keep_until, written_at)
      values (${tenantId}, ${id}, ${archiveId}, ${fromOn}, ${toOn}, ${bytes}, ${manifestSha256},
        ${JSON.stringify(kept.parts)}::jsonb, ${JSON.stringify(kept.chain)}::jsonb, ${kept.wrappedKey}, ${secondedBy},
        ${keepUntil}, ${writtenAt})`,
  );
}

/** It was read back whole; true once. */
export async function verifyKept(
  tx: Tx,
  { tenantId, id }: Key,
  { parts, sha256, at }: { parts: readonly KeptPart[]; sha256: string; at: IsoInstant },
): Promise<boolean> {
  const shown = JSON.stringify(parts);
  return await isYes(tx, sql`select control.verify_kept(${tenantId}, ${id}, ${shown}::jsonb, ${sha256}, ${at}) as yes`);
}

/** Forgets one that came to nothing, and its key. */
export async function dropKept(tx: Tx, { tenantId, id }: Key): Promise<boolean> {
  return await isYes(tx, sql`select control.drop_kept(${tenantId}, ${id}) as yes`);
}

/** The deciding write: the dossier is its archive from now on. False where control refuses it. */
export async function keepInstance(
  tx: Tx,
  { tenantId, id }: Key,
  { change, asker, at }: { change: Uuid; asker: string; at: IsoInstant },
): Promise<boolean> {
  return await isYes(
    tx,
    sql`select control.keep_instance(${tenantId}, ${id}, ${change}, ${asker}, ${at}) is not null as yes`,
  );
}

/** Its rows and files are gone; true once. */
export async function finishKeeping(
  tx: Tx,
  { tenantId, id }: Key,
  { proof, at }: { proof: PurgeProof; at: IsoInstant },
): Promise<boolean> {
  const shown = JSON.stringify(proof);
  return await isYes(tx, sql`select control.finish_keeping(${tenantId}, ${id}, ${shown}::jsonb, ${at}) as yes`);
}

/** State and key of a kept dossier go at once; false where its erasure was not agreed on. */
export async function destroyKept(
  tx: Tx,
  { tenantId, id }: { tenantId: Uuid; id: Uuid },
  { change, asker, at }: { change: Uuid; asker: string; at: IsoInstant },
): Promise<boolean> {
  return await isYes(
    tx,
    sql`select control.destroy_kept(${tenantId}, ${id}, ${change}, ${asker}, ${at}) is not null as yes`,
  );
}

/** A dossier that was closed to be kept, its cooling-off over by the database's clock. */
export interface ToKeep {
  readonly tenantId: Uuid;
  readonly closedBy: Asker;
  readonly since: IsoInstant;
  /** Whoever closed it, as the history of its states names him. */
  readonly closer: Uuid | null;
  readonly closing: Uuid;
}

const TO_KEEP = sql`select i.tenant_id as "tenantId", i.closed_by as "closedBy", c.asker_id as closer,
    c.id as closing, to_char(c.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as since
  from control.instances i
    cross join lateral (select s.id, s.asker_id, s.at from control.state_changes s
      where s.tenant_id = i.tenant_id and s.act = 'close' order by s.at desc, s.id desc limit 1) c
  where i.state = 'closed' and i.ending = 'keep' and i.reopen_until <= now()`;

/** The dossiers that are to be kept by now and whose keeping is not under way, some at a time, after an id. */
export async function selectToKeep(
  tx: Tx,
  { after, limit }: { readonly after: Uuid | null; readonly limit: number },
): Promise<ToKeep[]> {
  return await rows<ToKeep>(
    tx,
    sql`${TO_KEEP} and not exists (select 1 from control.procedures p where p.tenant_id = i.tenant_id
        and p.is_exclusive and p.state in ('running', 'abandoning'))
        and (${after}::uuid is null or i.tenant_id > ${after}::uuid)
      order by i.tenant_id limit ${limit}`,
  );
}

/** One of them; null where a dossier is not to be kept, or not yet. */
export async function findToKeep(tx: Tx, tenantId: Uuid): Promise<ToKeep | null> {
  return await row<ToKeep>(tx, sql`${TO_KEEP} and i.tenant_id = ${tenantId}`);
}

/** Whoever closed a dossier last, by his id: an owner or an operator. */
export async function loadCloser(tx: Tx, tenantId: Uuid): Promise<Uuid | null> {
  const found = await row<{ closer: Uuid | null }>(
    tx,
    sql`select asker_id as closer from control.state_changes where tenant_id = ${tenantId} and act = 'close'
      order by at desc, id desc limit 1`,
  );
  return found?.closer ?? null;
}

/** The keepings of a dossier that were given up before. */
export async function selectGivenUp(tx: Tx, tenantId: Uuid): Promise<Uuid[]> {
  const found = await rows<{ id: Uuid }>(
    tx,
    sql`select id from control.procedures
      where tenant_id = ${tenantId} and kind = 'keep_dossier' and state = 'abandoned'`,
  );
  return found.map(({ id }) => id);
}

/** Kept dossiers whose years are over by the database's clock, some at a time. */
export async function selectOver(tx: Tx, limit: number): Promise<{ tenantId: Uuid; until: string }[]> {
  return await rows(
    tx,
    sql`select i.tenant_id as "tenantId", to_char(i.erase_after, 'YYYY-MM-DD') as until from control.instances i
      where i.state = 'kept' and i.erase_after <= now() and not exists (select 1 from control.purges p
        where p.tenant_id = i.tenant_id and p.state in ('prepared', 'asked', 'approved'))
      order by i.erase_after, i.tenant_id limit ${limit}`,
  );
}

/** True where a dossier may be erased by the database's clock. */
export async function isPurgeDue(tx: Tx, tenantId: Uuid): Promise<boolean> {
  return await isYes(tx, sql`select control.purge_is_due(${tenantId}) as yes`);
}

/** Prepares an erasure that two operators will decide; false where one is there, or it is too early. */
export async function preparePurge(
  tx: Tx,
  { tenantId, id, reason, asker, at }: { tenantId: Uuid; id: Uuid; reason: string; asker: string; at: IsoInstant },
): Promise<boolean> {
  return await isYes(tx, sql`select control.prepare_purge(${tenantId}, ${id}, ${reason}, ${asker}, ${at}) as yes`);
}

async function isYes(tx: Tx, question: ReturnType<typeof sql>): Promise<boolean> {
  return present(await row<{ yes: boolean }>(tx, question), "answer about a kept archive").yes;
}
