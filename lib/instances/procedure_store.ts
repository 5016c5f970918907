import { and, eq, lte, sql } from "drizzle-orm";
import { present } from "../base/assert.ts";
import type { PersonCtx } from "../base/ctx.ts";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { procedures } from "./schema.ts";

/** Which procedure, of which dossier. */
export interface ProcedureKey {
  readonly tenantId: Uuid;
  readonly id: Uuid;
}

/** A procedure as it stands. */
export interface ProcedureRow {
  readonly kind: string;
  readonly state: "running" | "done" | "abandoning" | "abandoned";
  /** The step that comes next, from 0. */
  readonly step: number;
  readonly cursor: unknown;
}

const STANDING = {
  kind: procedures.kind,
  state: procedures.state,
  step: procedures.step,
  cursor: procedures.cursor,
};

/** Writes a new procedure and returns its id; asked again under the same key, the id of the one that is there. */
export async function insertProcedure(
  tx: Tx,
  ctx: PersonCtx,
  procedure: ProcedureKey & { kind: string; idempotencyKey: string; cursor: unknown },
): Promise<Uuid> {
  const fresh = { state: "running", step: 0, attempts: 0, createdAt: ctx.now, updatedAt: ctx.now } as const;
  await tx.insert(procedures).values({ ...procedure, ...fresh }).onConflictDoNothing();
  const isSame = and(
    eq(procedures.tenantId, procedure.tenantId),
    eq(procedures.kind, procedure.kind),
    eq(procedures.idempotencyKey, procedure.idempotencyKey),
  );
  const [standing] = await tx.select({ id: procedures.id }).from(procedures).where(isSame);
  return present(standing, "procedure just written").id;
}

/** The procedure, or null. */
export async function loadProcedure(tx: Tx, key: ProcedureKey): Promise<ProcedureRow | null> {
  const [found] = await tx.select(STANDING).from(procedures).where(isProcedure(key));
  return found ?? null;
}

/** The same, held until the transaction ends. */
export async function lockProcedure(tx: Tx, key: ProcedureKey): Promise<ProcedureRow | null> {
  const [found] = await tx.select(STANDING).from(procedures).where(isProcedure(key)).for("update");
  return found ?? null;
}

/** Moves the procedure on to its next step; what was at that step already is left alone. */
export async function moveOn(
  tx: Tx,
  ctx: PersonCtx,
  move: ProcedureKey & { from: number; cursor: unknown; isLast: boolean },
): Promise<void> {
  // A procedure that is done needs its cursor no more, and a cursor may hold a name.
  const next = move.isLast ? { state: "done", cursor: {} } as const : { cursor: move.cursor };
  await tx.update(procedures)
    .set({ ...next, step: move.from + 1, attempts: 0, lastError: null, updatedAt: ctx.now })
    .where(and(isProcedure(move), eq(procedures.step, move.from), eq(procedures.state, "running")));
}

/** Writes down that a step failed. */
export async function noteFailure(
  tx: Tx,
  ctx: PersonCtx,
  failure: ProcedureKey & { reason: string },
): Promise<void> {
  await tx.update(procedures)
    .set({ attempts: sql`${procedures.attempts} + 1`, lastError: failure.reason, updatedAt: ctx.now })
    .where(isProcedure(failure));
}

/** Procedures of the product that are being given up, and that nobody has touched since an instant. */
export async function selectAbandoning(tx: Tx, before: IsoInstant): Promise<ProcedureKey[]> {
  const { tenantId, id, state, runner, updatedAt } = procedures;
  return await tx.select({ tenantId, id }).from(procedures)
    .where(and(eq(state, "abandoning"), eq(runner, "product"), lte(updatedAt, before)))
    .orderBy(updatedAt).limit(ABANDONING_AT_ONCE);
}

/** Procedures that one look goes on with at most. */
const ABANDONING_AT_ONCE = 100;

/** Marks that a procedure is being given up, or has been. */
export async function markAbandoned(
  tx: Tx,
  ctx: PersonCtx,
  mark: ProcedureKey & { state: "abandoning" | "abandoned" },
): Promise<void> {
  // What was given up waits for nothing any more.
  const next = mark.state === "abandoned" ? { state: mark.state, cursor: {}, lastError: null } : { state: mark.state };
  await tx.update(procedures).set({ ...next, updatedAt: ctx.now }).where(isProcedure(mark));
}

function isProcedure({ tenantId, id }: ProcedureKey) {
  return and(eq(procedures.tenantId, tenantId), eq(procedures.id, id));
}
