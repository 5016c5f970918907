import { and, eq, sql } from "drizzle-orm";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { instantFromDriver } from "../platform/db/columns.ts";
import { row, type Tx } from "../platform/db/transaction.ts";
import { accessActs } from "./schema.ts";

/** An act on rights, as it waits in control. */
export interface AccessAct {
  readonly id: Uuid;
  readonly at: IsoInstant;
  readonly personId: Uuid | null;
  readonly actor: string;
  readonly verb: string;
  readonly subjectKind: string;
  readonly subjectId: Uuid;
  readonly subjectLabel: string | null;
  readonly summary: string;
}

/** The same with where its dossier is. */
export interface PlacedAct extends AccessAct {
  readonly cell: string;
  readonly epoch: number;
}

/** Writes an act in control. */
export async function insertAct(tx: Tx, tenantId: Uuid, act: AccessAct): Promise<void> {
  await tx.insert(accessActs).values({ tenantId, ...act });
}

/** An act that waits, and where it is to be written; null once it was. */
export async function loadAct(tx: Tx, { tenantId, id }: { tenantId: Uuid; id: Uuid }): Promise<PlacedAct | null> {
  const found = await row<Omit<PlacedAct, "at"> & { at: string }>(
    tx,
    sql`select a.id, a.at, a.person_id as "personId", a.actor, a.verb, a.subject_kind as "subjectKind",
        a.subject_id as "subjectId", a.subject_label as "subjectLabel", a.summary, i.cell_id as cell, i.epoch
      from control.access_acts a join control.instances i on i.tenant_id = a.tenant_id
      where a.tenant_id = ${tenantId} and a.id = ${id}`,
  );
  return found && { ...found, at: instantFromDriver(found.at) };
}

/** Forgets an act that stands in the cell. */
export async function deleteAct(tx: Tx, { tenantId, id }: { tenantId: Uuid; id: Uuid }): Promise<void> {
  await tx.delete(accessActs).where(and(eq(accessActs.tenantId, tenantId), eq(accessActs.id, id)));
}
