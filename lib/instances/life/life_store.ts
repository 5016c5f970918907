import { and, desc, eq, sql } from "drizzle-orm";
import type { IsoDate, IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { instantFromDriver } from "../../platform/db/columns.ts";
import { row, rows, type Tx } from "../../platform/db/transaction.ts";
import { instances, lifeNotices, stateChanges } from "../schema.ts";
import type { InstanceState } from "../states.ts";
import type { Ending, Life, StateChange } from "./life.ts";
import type { LifeAct } from "./transitions.ts";

/** Changes that a page shows at most: more than a life has. */
const CHANGES_SHOWN = 100;

/** What is asked: the change's own id, the act, who asks, why, when. */
export interface AskedChange {
  readonly id: Uuid;
  readonly act: LifeAct;
  readonly asker: string;
  readonly reason: string;
  readonly at: IsoInstant;
  /** Only where a dossier is closed. */
  readonly ending?: Ending | null | undefined;
}

/** Where a dossier stands, or null. */
export async function loadLife(tx: Tx, tenantId: Uuid): Promise<Life | null> {
  const { companyName, slug, cellId: cell, epoch, state, stateSince: since, createdAt, trialEndsOn } = instances;
  const { timeZone, plan, closedBy, ending, reopenUntil, eraseAfter } = instances;
  const dates = { since, createdAt, trialEndsOn, reopenUntil, eraseAfter };
  const [found] = await tx.select({
    ...{ tenantId: instances.tenantId, companyName, slug, cell, epoch, state, timeZone, plan, closedBy, ending },
    ...dates,
  }).from(instances).where(eq(instances.tenantId, tenantId));
  return found ?? null;
}

/** The changes of a dossier's state, the latest first. */
export async function selectChanges(tx: Tx, tenantId: Uuid): Promise<StateChange[]> {
  const { id, at, act, fromState: from, toState: to, askedBy, asker, reason } = stateChanges;
  return await tx.select({ id, at, act, from, to, askedBy, asker, reason }).from(stateChanges)
    .where(eq(stateChanges.tenantId, tenantId)).orderBy(desc(at), desc(id)).limit(CHANGES_SHOWN);
}

/** What a change of a dossier did, or null. */
export async function findChange(
  tx: Tx,
  { tenantId, id }: { tenantId: Uuid; id: Uuid },
): Promise<Pick<StateChange, "act" | "to"> | null> {
  const same = and(eq(stateChanges.tenantId, tenantId), eq(stateChanges.id, id));
  const [known] = await tx.select({ act: stateChanges.act, to: stateChanges.toState }).from(stateChanges).where(same);
  return known ?? null;
}

/** As an operator: the state that follows, or null where it is refused. */
export async function changeAsOperator(
  tx: Tx,
  tenantId: Uuid,
  { operatorId, ...asked }: AskedChange & { readonly operatorId: Uuid },
): Promise<InstanceState | null> {
  return await stateOf(
    tx,
    sql`select control.change_state_as_operator(${tenantId}, ${asked.id}, ${asked.act}, ${operatorId}, ${asked.asker},
      ${asked.reason}, ${asked.at}, ${asked.ending ?? null}) as state`,
  );
}

/** As the person in scope: the state that follows, null where it is refused, `owners_only` where he is none. */
export async function changeAsOwner(
  tx: Tx,
  { archive, ...asked }: AskedChange & { readonly archive: string | null },
): Promise<InstanceState | "owners_only" | null> {
  return await stateOf<InstanceState | "owners_only">(
    tx,
    sql`select control.change_state_as_owner(${asked.id}, ${asked.act}, ${asked.asker}, ${asked.reason}, ${asked.at},
      ${asked.ending ?? null}, ${archive}) as state`,
  );
}

/** Closes the dossier in scope, a trial that nobody activated in time; null where it is none. */
export async function closeUnused(
  tx: Tx,
  asked: Pick<AskedChange, "id" | "asker" | "reason" | "at">,
): Promise<InstanceState | null> {
  return await stateOf(
    tx,
    sql`select control.close_unused_trial(${asked.id}, ${asked.asker}, ${asked.reason}, ${asked.at}) as state`,
  );
}

/** A trial whose end is near or behind it. */
export interface TrialToWarn {
  readonly tenantId: Uuid;
  readonly trialEndsOn: IsoDate;
  readonly timeZone: string;
  readonly since: IsoInstant | null;
}

/** As the queue's role: the trials that end between two days. */
export async function selectTrialsToWarn(
  tx: Tx,
  { from, until }: { from: IsoDate; until: IsoDate },
): Promise<TrialToWarn[]> {
  const found = await rows<Omit<TrialToWarn, "since"> & { since: string | null }>(
    tx,
    sql`select tenant_id as "tenantId", trial_ends_on::text as "trialEndsOn", time_zone as "timeZone",
        state_since as since from control.trials_to_warn(${from}, ${until})`,
  );
  return found.map((trial) => ({ ...trial, since: trial.since === null ? null : instantFromDriver(trial.since) }));
}

/** Writes that the dossier is told of something about a day; true for the first who says so. */
export async function insertNotice(
  tx: Tx,
  notice: { tenantId: Uuid; notice: string; forOn: IsoDate; at: IsoInstant },
): Promise<boolean> {
  const made = await tx.insert(lifeNotices).values(notice).onConflictDoNothing().returning({ at: lifeNotices.at });
  return made.length > 0;
}

async function stateOf<S = InstanceState>(tx: Tx, question: ReturnType<typeof sql>): Promise<S | null> {
  return (await row<{ state: S | null }>(tx, question))?.state ?? null;
}
