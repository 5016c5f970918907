import { sql } from "drizzle-orm";
import { present } from "../base/assert.ts";
import type { IsoDate, IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { row, rows, type Tx } from "../platform/db/transaction.ts";
import type { InstanceState } from "./states.ts";

/** Where a dossier lives. */
export interface Place {
  readonly publicId: string;
  readonly slug: string;
  readonly cell: string;
  readonly epoch: number;
}

/** What a public link leads to. */
export interface PublicPlace {
  readonly tenantId: Uuid;
  readonly slug: string;
  readonly cell: string;
  readonly epoch: number;
  readonly state: InstanceState;
  readonly trialEndsOn: IsoDate | null;
  readonly timeZone: string;
}

/** Reserves a place for the dossier in scope, or finds the one reserved before; null when every trial cell is full. */
export async function reserveInstance(
  tx: Tx,
  wish: {
    publicId: string;
    slug: string;
    companyName: string;
    search: string;
    trialEndsOn: IsoDate;
    timeZone: string;
    at: IsoInstant;
  },
): Promise<Place | null> {
  return await row<Place>(
    tx,
    sql`select public_id as "publicId", slug, cell_id as cell, epoch
      from control.reserve_instance(${wish.publicId}, ${wish.slug}, ${wish.companyName}, ${wish.search},
        ${wish.trialEndsOn}, ${wish.timeZone}, ${wish.at})`,
  );
}

/** Turns the dossier in scope from reserved into a trial; false when it is one already. */
export async function openInstance(tx: Tx): Promise<boolean> {
  return present(await row<{ opened: boolean }>(tx, sql`select control.open_instance() as opened`), "answer").opened;
}

/** The dossier of a public id, or null. */
export async function loadByPublicId(tx: Tx, publicId: string): Promise<PublicPlace | null> {
  return await row<PublicPlace>(
    tx,
    sql`select tenant_id as "tenantId", slug, cell_id as cell, epoch, state, trial_ends_on::text as "trialEndsOn",
        time_zone as "timeZone"
      from control.instance_by_public_id(${publicId})`,
  );
}

/** In the cell, as the queue's role: adds the dossier's row unless it is there. */
export async function foundDossier(tx: Tx, tenantId: Uuid, publicId: string): Promise<void> {
  await rows(tx, sql`select cell.found_dossier(${tenantId}, ${publicId})`);
}

/** Holds the dossier in scope until the transaction ends: its modules are mirrored by one at a time. */
export async function holdModules(tx: Tx): Promise<void> {
  await rows(tx, sql`select control.hold_modules()`);
}

/** Writes which modules of the dossier in scope are off. */
export async function writeModulesOff(tx: Tx, modules: readonly string[]): Promise<void> {
  await rows(tx, sql`select control.set_modules_off(${sql.param([...modules])}::text[])`);
}

/** Keeps the plan that was chosen for the dossier in scope, while it is being opened. */
export async function writePlan(tx: Tx, plan: string): Promise<void> {
  await rows(tx, sql`select control.set_plan(${plan})`);
}
