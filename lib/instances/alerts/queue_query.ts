import { type SQL, sql } from "drizzle-orm";
import { present } from "../../base/assert.ts";
import type { IsoInstant } from "../../base/dates.ts";
import { row, type Tx } from "../../platform/db/transaction.ts";

/** What waits in a queue. */
export interface QueueFigures {
  readonly parked: number;
  readonly ready: number;
  /** How long the oldest job that is due has waited, in whole minutes. */
  readonly minutes: number;
}

/** The queue of control; its own looks and what they ask for are left out, lest an alert feed itself. */
export async function countControlQueue(tx: Tx, at: IsoInstant): Promise<QueueFigures> {
  return await count(
    tx,
    sql`select count(*) filter (where state = 'parked')::integer as parked,
        count(*) filter (where state = 'ready')::integer as ready,
        ${minutesSince(sql`min(run_at) filter (where state = 'ready')`, at)} as minutes
      from control.jobs where state in ('ready', 'parked')
        and kind not in ('instances.tell_alert', 'instances.mail_alert', 'instances.call_webhook',
          'instances.try_webhook')`,
  );
}

/** The queue of a cell. */
export async function countCellQueue(tx: Tx, at: IsoInstant): Promise<QueueFigures> {
  return await count(
    tx,
    sql`select coalesce(sum(parked), 0)::integer as parked, coalesce(sum(ready), 0)::integer as ready,
        ${minutesSince(sql`min(oldest)`, at)} as minutes
      from cell.job_figures()`,
  );
}

async function count(tx: Tx, question: SQL): Promise<QueueFigures> {
  return present(await row<QueueFigures>(tx, question), "figures of a queue");
}

function minutesSince(oldest: SQL, at: IsoInstant): SQL {
  return sql`greatest(0, coalesce(floor(extract(epoch from ${at}::timestamptz - ${oldest}) / 60), 0))::integer`;
}
