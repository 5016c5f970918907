import type { Ctx, PersonCtx } from "../base/ctx.ts";
import { present } from "../base/assert.ts";
import { addToDate, BUSINESS_TIME_ZONE, dayOf } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { fold, slugOf } from "../base/text.ts";
import { emit } from "../platform/events.ts";
import { CONTROL } from "../platform/db/pools.ts";
import { withOperator, withQueue, withTenant } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { randomBase32 } from "../platform/random.ts";
import { enqueue } from "../platform/jobs.ts";
import { markBorn } from "./birth_store.ts";
import { settleCells } from "./cells/cell_store.ts";
import { foundDossier, openInstance, type Place, reserveInstance, writePlan } from "./directory_store.ts";
import { dossierOpened, dossierReady, type Opening } from "./events.ts";
import { WATCH_CELLS } from "./jobs.ts";
import { type ProcedureKind, startProcedure, type StepInfo } from "./procedure.ts";
import type { ProcedureKey } from "./procedure_store.ts";
import { refuse } from "./refusals.ts";
import { TRIAL_DAYS } from "./states.ts";
import { closeStillborn, dropReservation } from "./undo_store.ts";

/** Length of a dossier's public id, in base 32. */
const PUBLIC_ID_LENGTH = 8;

/** What the steps of an opening hand to each other. */
interface Cursor {
  readonly opening: Opening;
  /** From the first step on. */
  readonly place: Place | null;
}

/**
 * Opens a dossier over two databases. The place is reserved in control, the row founded and furnished in the cell; the
 * deciding write is the last: membership and state `trial` in one transaction of control. Until then nobody can enter.
 */
export const OPEN_DOSSIER: ProcedureKind<Cursor> = {
  kind: "open_dossier",
  steps: [
    { name: "reserve", in: "control", run: reserve, undo: giveUpReservation },
    { name: "found", in: "cell", run: found, undo: closeCellRow },
    { name: "furnish", in: "cell", run: furnish },
    { name: "open", in: "control", run: open },
  ],
};

/** Begins the opening of a dossier whose id is given, in a transaction scoped to that id; twice gives one dossier. */
export async function startOpening(
  tx: Tx,
  ctx: PersonCtx,
  wish: { tenantId: Uuid } & Omit<Opening, "timeZone">,
): Promise<ProcedureKey> {
  const { tenantId, ...who } = wish;
  const cursor: Cursor = { opening: { ...who, timeZone: BUSINESS_TIME_ZONE }, place: null };
  return await startProcedure(tx, ctx, { kind: OPEN_DOSSIER, tenantId, idempotencyKey: tenantId, cursor });
}

async function reserve(tx: Tx, { ctx, tenantId, cursor }: StepInfo<Cursor>): Promise<Cursor> {
  const { companyName, timeZone, plan } = cursor.opening;
  const place = await reserveInstance(tx, {
    publicId: randomBase32(PUBLIC_ID_LENGTH),
    slug: slugOf(companyName),
    companyName,
    search: fold(companyName),
    trialEndsOn: addToDate(dayOf(ctx.now, timeZone), { days: TRIAL_DAYS }),
    timeZone,
    at: ctx.now,
  });
  if (!place) throw refuse("no_room");
  if (plan) await writePlan(tx, plan);
  // The place may have been the last one that its cell gives.
  if (await settleCells(tx, ctx.now)) {
    await enqueue(tx, WATCH_CELLS, { tenantId, payload: {}, dedupeKey: tenantId, priority: 5 });
  }
  return { ...cursor, place };
}

async function found({ tenantId, cursor }: StepInfo<Cursor>): Promise<Cursor> {
  const { cell, publicId } = present(cursor.place, "place of a dossier");
  await withQueue({ database: cell, runner: "product" }, (tx) => foundDossier(tx, tenantId, publicId));
  return cursor;
}

async function furnish(info: StepInfo<Cursor>): Promise<Cursor> {
  const ctx = ownersCtx(info);
  await withTenant(ctx, async (tx) => {
    if (!await markBorn(tx, ctx)) return;
    await emit(tx, ctx, { event: dossierOpened, payload: info.cursor.opening });
  });
  return info.cursor;
}

async function open(tx: Tx, info: StepInfo<Cursor>): Promise<Cursor> {
  if (await openInstance(tx)) {
    await emit(tx, ownersCtx(info), { event: dossierReady, payload: info.cursor.opening });
  }
  return info.cursor;
}

/** Subscribers react and ask for no right: the set is empty. */
function ownersCtx({ ctx, tenantId, cursor }: StepInfo<Cursor>): Ctx {
  const { cell, epoch } = present(cursor.place, "place of a dossier");
  const { ownerId, ownerLabel, timeZone } = cursor.opening;
  const today = dayOf(ctx.now, timeZone);
  return { ...ctx, tenantId, cell, epoch, personId: ownerId, actor: ownerLabel, rights: new Set(), today };
}

async function giveUpReservation({ tenantId }: StepInfo<Cursor>): Promise<void> {
  await withOperator({ database: CONTROL, role: "ops_control" }, (tx) => dropReservation(tx, tenantId));
}

async function closeCellRow({ tenantId, cursor }: StepInfo<Cursor>): Promise<void> {
  if (!cursor.place) return;
  const scope = { database: cursor.place.cell, role: "ops_mover", tenantId } as const;
  await withOperator(scope, (tx) => closeStillborn(tx, tenantId));
}
