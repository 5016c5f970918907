import postgres from "postgres";

/** Who tries: a role that a login takes, in the scope of a dossier or of none. */
export interface Trier {
  readonly role: string | null;
  readonly tenantId?: string;
  readonly personId?: string;
}

/** What came of it: how many rows were seen or changed, or the SQLSTATE of the refusal. */
export type Outcome = { readonly rows: number } | { readonly refused: string };

/** SQLSTATE of a missing privilege and of a row that a policy does not let in. */
export const INSUFFICIENT_PRIVILEGE = "42501";
/** SQLSTATE of a foreign key that finds no row of its own dossier. */
export const FOREIGN_KEY_VIOLATION = "23503";
/** SQLSTATE of our triggers on sealed rows. */
export const SEALED = "PF010";

/** A connection of a program's own login. */
export function connect(url: string): postgres.Sql {
  return postgres(url, { max: 1, onnotice: () => {} });
}

/** Runs one statement as a role in a scope, counts what it saw or changed, and takes everything back. */
export async function attempt(sql: postgres.Sql, trier: Trier, statement: string): Promise<Outcome> {
  return await inTurn(sql, async () => {
    await sql`begin`;
    try {
      if (trier.role) await sql`set local role ${sql(trier.role)}`;
      await sql`select set_config('app.tenant_id', ${trier.tenantId ?? ""}, true),
        set_config('app.person_id', ${trier.personId ?? ""}, true)`;
      const answer = await sql.unsafe(statement);
      return { rows: answer.count };
    } catch (error) {
      if (error instanceof postgres.PostgresError) return { refused: error.code };
      throw error;
    } finally {
      await sql`rollback`;
    }
  });
}

/** True when nothing was seen or changed: no row, or no privilege. */
export function isNothing(outcome: Outcome): boolean {
  return "rows" in outcome ? outcome.rows === 0 : outcome.refused === INSUFFICIENT_PRIVILEGE;
}

const turns = new WeakMap<postgres.Sql, Promise<unknown>>();

/** One transaction at a time on one connection. */
async function inTurn<T>(sql: postgres.Sql, work: () => Promise<T>): Promise<T> {
  const before = turns.get(sql) ?? Promise.resolve();
  const mine = before.catch(() => {}).then(work);
  turns.set(sql, mine.catch(() => {}));
  return await mine;
}
