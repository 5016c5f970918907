import { sql } from "drizzle-orm";
import type { Uuid } from "../base/ids.ts";
import { rows, type Tx } from "../platform/db/transaction.ts";

/** An operator who may be given work and told of what happens. */
export interface ActiveOperator {
  readonly operatorId: Uuid;
  readonly name: string;
}

/** Operators who may sign in, by name; in a transaction of control with the console's role. */
export async function listActiveOperators(tx: Tx): Promise<ActiveOperator[]> {
  return await rows<ActiveOperator>(
    tx,
    sql`select operator_id as "operatorId", name from control.active_operators() order by name, operator_id`,
  );
}

/** The address of one of them, or null. */
export async function operatorAddress(tx: Tx, operatorId: Uuid): Promise<string | null> {
  const [found] = await rows<{ email: string }>(
    tx,
    sql`select email from control.active_operators() where operator_id = ${operatorId}`,
  );
  return found ? found.email : null;
}
