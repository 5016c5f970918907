import { DrizzleQueryError, sql as template } from "drizzle-orm";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import { Bug } from "../../base/assert.ts";
import { log } from "../log.ts";
import { type Connection, mayPrepare, type Pool, type Program, reserve } from "./pools.ts";

/** What stores and queries write with: drizzle inside one transaction, plus the names of what it will announce. */
export interface Tx extends PostgresJsDatabase {
  readonly [STATE]: TxState;
  /** Where its statements are put together: see `asOne`. */
  readonly [BATCH]?: Batch;
}

/** Statements that leave as one. */
interface Batch {
  readonly statements: Statement[];
  readonly sent: PromiseWithResolvers<unknown>;
  isOpen: boolean;
}

/** A statement written before, with the values of its placeholders. */
interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Hooks of one transaction. */
interface TxState {
  readonly connection: Connection;
  /** What drizzle sends through, and `ask`. */
  readonly client: Pool;
  broken: unknown;
  /** What the first statement that failed failed of: those sent behind it only say that it did. */
  failure: unknown;
  /** The commit, once it was sent behind the one statement of a transaction that announced but one. */
  ending: Promise<void> | null;
  readonly hasOneStatement: boolean;
  savepoints: number;
  readonly afterCommit: (() => void)[];
  /** Statements behind which the commit travels without waiting for their answers. */
  readonly last: Promise<unknown>[];
}

const STATE = Symbol("state of a transaction");
const BATCH = Symbol("statements that leave as one");

/** How a transaction begins: the statements sent in one message with `begin`. */
export interface Opening {
  /** Name of the database: `control` or a cell's id. */
  readonly database: string;
  readonly program: Program;
  /** `begin …; set local role …; select …`, built by our own code from checked ids only. */
  readonly statements: string;
  /** A statement of our own that every commit takes along, in its message. */
  readonly closing?: string;
  /** True where nothing can be written: the answer is then given before the transaction's end is acknowledged. */
  readonly readOnly?: boolean;
  /** True for a read of one statement: its end is sent right behind it, in the same message. */
  readonly oneStatement?: boolean;
  /** Turns a database error of the opening into the refusal or error to throw. */
  readonly translate?: (error: unknown) => unknown;
}

/**
 * Runs `work` in one transaction. The opening is sent without being awaited, so that it travels with the first
 * statement. A statement that failed outside a savepoint breaks the transaction for good: each later use throws,
 * and so does the commit, even when the code swallowed the error (Postgres would answer ROLLBACK to `commit`).
 */
export async function transaction<T>(opening: Opening, work: (tx: Tx) => Promise<T>): Promise<T> {
  const connection = await reserve(opening.database, opening.program);
  const state = openState(connection, opening.oneStatement ?? false);
  let result: T;
  try {
    result = await run(opening, state, work);
  } catch (error) {
    state.broken = OVER;
    await (state.ending ?? connection.unsafe("rollback")).catch(() => {});
    connection.release();
    throw error;
  }
  // A statement that the work forgot to await must not land in somebody else's transaction.
  state.broken = OVER;
  const ended = state.ending ?? end(connection, opening.closing);
  if (opening.readOnly) {
    // What was read is whole; only the connection waits for the end.
    ended.catch((error) => log("warn", "database.read_not_ended", { code: sqlState(error) })).finally(() =>
      connection.release()
    );
    return result;
  }
  // A last statement that failed is told before the commit that it made impossible.
  await Promise.all([...state.last, ended]).catch((error) => {
    throw causeOfLast(state, error);
  }).finally(() => ended.catch(() => {}).finally(() => connection.release()));
  for (const hook of state.afterCommit) hook();
  return result;
}

const OVER = new Bug("it is over");

/** Commits, and throws when Postgres answers anything else: an aborted transaction commits as a rollback in silence. */
async function end(connection: Connection, closing?: string): Promise<void> {
  const { command } = closing ? await closeAndCommit(connection, closing) : await connection.unsafe("commit");
  if (command !== "COMMIT") throw new Bug(`commit answered ${command}: the transaction was lost`);
}

async function closeAndCommit(connection: Connection, closing: string): Promise<{ command: string }> {
  try {
    // Neither gives rows, so the driver's one result names the last command that was carried out.
    return await connection.unsafe(`${closing}; commit`);
  } catch (error) {
    // The closing failed, so the commit behind it was never read.
    await connection.unsafe("rollback");
    throw error;
  }
}

async function run<T>(opening: Opening, state: TxState, work: (tx: Tx) => Promise<T>): Promise<T> {
  let openingError: unknown = null;
  const opened = state.connection.unsafe(opening.statements).execute().then(() => true, (error) => {
    openingError = opening.translate?.(error) ?? error;
    state.broken ??= openingError;
    return false;
  });
  let result: T;
  try {
    result = await work(txOver(state));
    await opened;
  } catch (error) {
    await opened;
    throw openingError ?? causeOf(state, error);
  }
  // Told as what it is, where a last statement failed before the work was over.
  if (state.broken && !openingError) {
    await Promise.all(state.last).catch((error) => {
      throw causeOfLast(state, error);
    });
  }
  if (state.broken) throw openingError ?? new Bug(`a failed statement was swallowed: ${reason(state.broken)}`);
  return result;
}

/** SQLSTATE of a statement that came behind one that failed. */
const ABORTED = "25P02";

/** The failure itself, where several statements were in flight and what a later one says was heard first. */
function causeOf(state: Pick<TxState, "failure">, error: unknown): unknown {
  return withoutQuery(sqlState(error) === ABORTED ? state.failure ?? error : error);
}

/** The same of the last statements, which are sent by turns: one may be refused here for the failure of another. */
function causeOfLast(state: Pick<TxState, "failure">, error: unknown): unknown {
  return error instanceof Broken ? withoutQuery(state.failure ?? error) : causeOf(state, error);
}

/** A statement after one that failed. */
class Broken extends Bug {}

/** drizzle's error repeats the statement and its parameters, which may hold personal data: only its cause goes up. */
function withoutQuery(error: unknown): unknown {
  return error instanceof DrizzleQueryError && error.cause ? error.cause : error;
}

/**
 * Runs `work` behind a savepoint: an expected conflict inside it (a unique violation, say) is rolled back to here
 * and thrown, and the transaction goes on when the caller catches it.
 */
export async function savepoint<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const state = tx[STATE];
  const name = `s${++state.savepoints}`;
  await guarded(state, state.connection.unsafe(`savepoint ${name}`));
  try {
    const result = await work();
    await guarded(state, state.connection.unsafe(`release savepoint ${name}`));
    return result;
  } catch (error) {
    await state.connection.unsafe(`rollback to savepoint ${name}`);
    state.broken = null;
    state.failure = null;
    throw error;
  }
}

/** Does something once the transaction has committed; never runs when it does not. */
export function afterCommit(tx: Tx, hook: () => void): void {
  tx[STATE].afterCommit.push(hook);
}

/**
 * Hands over the statements that a transaction ends with, where nothing of their answers is wanted but that they
 * succeeded: the commit travels right behind them, and a lock taken by them is held for one answer less. They are sent
 * already (those of kept_statements.ts and bulk.ts are; drizzle's own wait to be awaited).
 */
export function lastly(tx: Tx, sent: Promise<unknown>): void {
  sent.catch(() => {});
  tx[STATE].last.push(sent);
}

/** Throws a Bug outside a transaction: for what must never run alone, such as numbering. */
export function assertInTransaction(tx: Tx): void {
  if (!tx[STATE]) throw new Bug("this must run inside a transaction");
}

/** SQLSTATE of a database error, or null. drizzle wraps the driver's error as its cause. */
export function sqlState(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = (at as Error & { code?: unknown }).code;
    if (typeof code === "string" && /^[0-9A-Z]{5}$/.test(code)) return code;
  }
  return null;
}

/** Name of the constraint that a database error speaks of, or null. */
export function constraintOf(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    const name = (at as Error & { constraint_name?: unknown }).constraint_name;
    if (typeof name === "string") return name;
  }
  return null;
}

/** Runs a parameterised template and returns its rows, typed by the caller who wrote the columns. */
export async function rows<T>(tx: Tx, query: ReturnType<typeof template>): Promise<T[]> {
  return Array.from(await tx.execute(query) as unknown as Iterable<T>);
}

/** Sends a statement written before, with its values, and returns its rows: see kept_statements.ts. */
export async function ask<T>(tx: Tx, statement: Statement): Promise<T[]> {
  const batch = tx[BATCH];
  if (batch?.isOpen) {
    batch.statements.push(statement);
    await batch.sent.promise;
    return [];
  }
  return Array.from(
    await tx[STATE].client.unsafe(statement.text, statement.values as never[]) as unknown as Iterable<T>,
  );
}

/**
 * Sends as one statement what `work` asks for before it first waits: one message, one look at the plan and one end,
 * where a statement each costs each its own. For writes of tables apart from each other, whose rows nobody wants back:
 * all see the rows as they were before, and run in no order that may be counted on. Statements of kept_statements.ts
 * and bulk.ts alone are put together, none of which begins by `with`; what `work` asks for later is sent as it comes.
 */
export async function asOne(tx: Tx, work: (tx: Tx) => Promise<unknown>): Promise<void> {
  // Inside another, they are part of it.
  if (tx[BATCH]?.isOpen) return void await work(tx);
  const batch: Batch = { statements: [], sent: Promise.withResolvers(), isOpen: true };
  const done = work(Object.create(tx, { [BATCH]: { value: batch } }));
  batch.isOpen = false;
  batch.sent.resolve(batch.statements.length > 0 ? ask(tx, joined(batch.statements)) : []);
  await done;
}

/** Writes that become one: all but the last stand before it, with their placeholders numbered on. */
function joined(statements: readonly Statement[]): Statement {
  const values: unknown[] = [];
  const texts = statements.map(({ text, values: own }) => {
    const before = values.length;
    values.push(...own);
    return before === 0 ? text : text.replaceAll(/\$(\d+)/g, (_, number) => `$${before + Number(number)}`);
  });
  const last = texts.pop()!;
  const ahead = texts.map((text, i) => `s${i} as (${text})`);
  return { text: ahead.length === 0 ? last : `with ${ahead.join(", ")} ${last}`, values };
}

/** The first row of a parameterised template, or null. */
export async function row<T>(tx: Tx, query: ReturnType<typeof template>): Promise<T | null> {
  const [first] = await rows<T>(tx, query);
  return first ?? null;
}

function openState(connection: Connection, hasOneStatement: boolean): TxState {
  const state = {
    connection,
    broken: null,
    failure: null,
    ending: null,
    hasOneStatement,
    savepoints: 0,
    afterCommit: [],
    last: [],
  };
  return Object.assign(state, { client: guardedClient(state) });
}

function txOver(state: TxState): Tx {
  const db = drizzle(state.client);
  return Object.assign(db, { [STATE]: state }) as unknown as Tx;
}

/** What drizzle needs of a client, with each failure remembered and statements prepared where that is possible. */
function guardedClient(state: Omit<TxState, "client">): Pool {
  const { connection } = state;
  const prepare = mayPrepare();
  function unsafe(query: string, parameters?: never[], options?: { prepare?: boolean }) {
    if (state.broken) throw new Broken(`the transaction is broken: ${reason(state.broken)}`);
    // drizzle prepares named queries only; an unprepared parameterised query costs one more round trip.
    const asked = parameters?.length && prepare ? { ...options, prepare: true } : options;
    if (state.ending) throw new Bug("this transaction announced one statement");
    const sent = guarded(state, connection.unsafe(query, parameters ?? [], asked));
    if (state.hasOneStatement) {
      state.ending = end(connection);
      state.ending.catch(() => {});
    }
    return sent;
  }
  const stub = { unsafe, options: DRIVER_OPTIONS, begin: refuseNesting, savepoint: refuseNesting };
  return stub as unknown as Pool;
}

/** drizzle sets its parsers on a client's options; they were set on the pool once, so it writes to this instead. */
const DRIVER_OPTIONS = { parsers: {}, serializers: {} };

function guarded<Q extends Promise<unknown>>(state: Pick<TxState, "broken" | "failure">, query: Q): Q {
  query.catch((error) => {
    state.failure ??= error;
    state.broken ??= error;
  });
  return query;
}

function refuseNesting(): never {
  throw new Bug("one verb is one transaction: use savepoint()");
}

function reason(error: unknown): string {
  return error instanceof Error ? `${sqlState(error) ?? error.name} ${error.message}`.slice(0, 200) : String(error);
}
