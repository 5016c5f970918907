import { and, eq, sql } from "drizzle-orm";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { instantFromDriver } from "../../platform/db/columns.ts";
import { row, rows, type Tx } from "../../platform/db/transaction.ts";
import { newId } from "../../platform/random.ts";
import type { ProcedureKey } from "../procedure_store.ts";
import { procedureLog, procedures } from "../schema.ts";
import type { Figures, ProcedureEvent } from "./console_procedure.ts";

/** A procedure of the console as its turn finds it. */
export interface ConsoleProcedureRow {
  readonly kind: string;
  readonly state: "running" | "done" | "abandoning" | "abandoned";
  /** The step that comes next, or that is to be undone next. */
  readonly step: number;
  readonly cursor: unknown;
  readonly attempts: number;
  readonly turn: number;
  readonly progress: Figures;
  readonly notBefore: IsoInstant | null;
  /** Seconds until its hour, by the database's clock: several programs share it, and none of theirs may be trusted. */
  readonly dueInS: number;
}

/** How long a turn that says nothing any more is waited for: longer than any slice may take. */
const SILENCE = sql`now() + interval '30 seconds'`;

const STANDING = {
  kind: procedures.kind,
  state: procedures.state,
  step: procedures.step,
  cursor: procedures.cursor,
  attempts: procedures.attempts,
  turn: procedures.turn,
  progress: procedures.progress,
  notBefore: procedures.notBefore,
  dueInS: sql<
    number
  >`greatest(0, ceil(extract(epoch from coalesce(${procedures.notBefore}, now()) - now())))::float8`,
};

/** What a new procedure of the console is born with. */
export interface NewConsoleProcedure extends ProcedureKey {
  readonly kind: string;
  readonly idempotencyKey: string;
  readonly isExclusive: boolean;
  readonly cursor: unknown;
  readonly notBefore: IsoInstant | null;
  readonly at: IsoInstant;
}

/** Writes a new procedure. The id of the one that is there under the same key; null: another one stands in its way. */
export async function insertConsoleProcedure(tx: Tx, { at, ...procedure }: NewConsoleProcedure): Promise<Uuid | null> {
  const values = { ...procedure, runner: "console", createdAt: at, updatedAt: at } as const;
  const made = await tx.insert(procedures).values(values).onConflictDoNothing().returning({ id: procedures.id });
  if (made[0]) return made[0].id;
  const [there] = await tx.select({ id: procedures.id }).from(procedures).where(and(
    eq(procedures.tenantId, procedure.tenantId),
    eq(procedures.kind, procedure.kind),
    eq(procedures.idempotencyKey, procedure.idempotencyKey),
  ));
  return there?.id ?? null;
}

/**
 * Begins a turn: from here on, no earlier turn writes anything any more. Null when nothing is to be advanced, or while
 * another turn is under way: that one goes on by itself.
 */
export async function beginTurn(tx: Tx, key: ProcedureKey): Promise<ConsoleProcedureRow | null> {
  const [found] = await tx.update(procedures).set({ turn: sql`${procedures.turn} + 1`, busyUntil: SILENCE })
    .where(and(
      isConsole(key),
      sql`${procedures.state} in ('running', 'abandoning')`,
      sql`(${procedures.busyUntil} is null or ${procedures.busyUntil} < now())`,
    )).returning(STANDING);
  return found ?? null;
}

/** Ends a turn, so that the next may begin at once; false when it was no longer the last. */
export async function endTurn(tx: Tx, key: ProcedureKey, turn: number): Promise<boolean> {
  const ended = await tx.update(procedures).set({ busyUntil: null })
    .where(and(isConsole(key), eq(procedures.turn, turn))).returning({ id: procedures.id });
  return ended.length === 1;
}

/** The procedure as it stands, or null. */
export async function loadConsoleProcedure(tx: Tx, key: ProcedureKey): Promise<ConsoleProcedureRow | null> {
  const [found] = await tx.select(STANDING).from(procedures).where(isConsole(key));
  return found ?? null;
}

/** The procedure, held until the transaction ends. */
export async function lockConsoleProcedure(tx: Tx, key: ProcedureKey): Promise<ConsoleProcedureRow | null> {
  const [found] = await tx.select(STANDING).from(procedures).where(isConsole(key)).for("update");
  return found ?? null;
}

/** What changes of a procedure. */
export interface ProcedureChange {
  readonly state?: ConsoleProcedureRow["state"];
  readonly step?: number;
  readonly cursor?: unknown;
  readonly attempts?: number;
  readonly lastError?: string | null;
  readonly progress?: Figures;
}

/** Writes what a turn has done at a step; false when it is no longer the last, was cancelled, or has ended the step. */
export async function saveTurn(
  tx: Tx,
  { key, at, now, change }: {
    key: ProcedureKey;
    at: Pick<ConsoleProcedureRow, "turn" | "state" | "step">;
    now: IsoInstant;
    change: ProcedureChange;
  },
): Promise<boolean> {
  const saved = await tx.update(procedures).set({ ...change, busyUntil: SILENCE, updatedAt: now })
    .where(
      and(isConsole(key), eq(procedures.turn, at.turn), eq(procedures.state, at.state), eq(procedures.step, at.step)),
    )
    .returning({ id: procedures.id });
  return saved.length === 1;
}

/** Says that a turn is still under way; false when it is no longer the last. */
export async function stayBusy(tx: Tx, key: ProcedureKey, turn: number): Promise<boolean> {
  const stays = await tx.update(procedures).set({ busyUntil: SILENCE })
    .where(and(isConsole(key), eq(procedures.turn, turn))).returning({ id: procedures.id });
  return stays.length === 1;
}

/** Marks that a procedure is to be undone. */
export async function markCancelled(tx: Tx, key: ProcedureKey, at: IsoInstant): Promise<void> {
  const change = { state: "abandoning", attempts: 0, lastError: null, updatedAt: at } as const;
  await tx.update(procedures).set(change).where(isConsole(key));
}

/** The instant some seconds from now, by the database's clock. */
export async function instantIn(tx: Tx, seconds: number): Promise<IsoInstant> {
  const found = await row<{ at: string }>(tx, sql`select (now() + ${seconds} * interval '1 second')::text as at`);
  return instantFromDriver(found!.at);
}

/** Lets a procedure that waits for its hour begin, now by the clock that it waits by. */
export async function setDue(tx: Tx, key: ProcedureKey, at: IsoInstant): Promise<void> {
  await tx.update(procedures).set({ notBefore: sql`now()`, updatedAt: at }).where(isConsole(key));
}

/** One line of the log. */
export interface ProcedureLine {
  readonly step: string;
  readonly event: ProcedureEvent;
  readonly reason?: string | null;
  readonly figures?: Figures;
}

/** Adds a line to the log of a procedure. */
export async function logProcedure(
  tx: Tx,
  { tenantId, id }: ProcedureKey,
  { step, event, reason = null, figures = {} }: ProcedureLine,
): Promise<void> {
  // Two lines of one millisecond stay in their order: the database counts microseconds.
  const at = sql<IsoInstant>`clock_timestamp()`;
  await tx.insert(procedureLog).values({ tenantId, procedureId: id, id: newId(), at, step, event, reason, figures });
}

/** Procedures of the console that nothing has touched for a while: whoever was to advance them is gone. */
export async function selectStale(tx: Tx, before: IsoInstant): Promise<(ProcedureKey & { turn: number })[]> {
  return await rows(
    tx,
    sql`select tenant_id as "tenantId", id, turn from control.procedures
      where runner = 'console' and state in ('running', 'abandoning')
        and greatest(updated_at, coalesce(not_before, updated_at)) < ${before}::timestamptz`,
  );
}

function isConsole({ tenantId, id }: ProcedureKey) {
  return and(eq(procedures.tenantId, tenantId), eq(procedures.id, id), eq(procedures.runner, "console"));
}
