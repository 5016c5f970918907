import type { Sql } from "postgres";
import type { Ctx } from "../../../lib/base/ctx.ts";
import type { Uuid } from "../../../lib/base/ids.ts";
import { addOwner } from "../../../lib/access/on_dossier_ready.ts";
import { dossierOpened, dossierReady } from "../../../lib/instances/mod.ts";
import { withControl } from "../../../lib/platform/db/tenant.ts";
import type { Tx } from "../../../lib/platform/db/transaction.ts";
import { eventsAreWired, subscribe } from "../../../lib/platform/events.ts";
import { enqueue, jobKind } from "../../../lib/platform/jobs.ts";
import { newId } from "../../../lib/platform/random.ts";
import { startOpening } from "../../../lib/instances/mod.ts";
import type { ProcedureKey } from "../../../lib/instances/procedure_store.ts";
import { aVisitor } from "../identity/_people.ts";

/** Stands for what modules of the cell give a new dossier; given twice, it would stand there twice. */
const GIFT = jobKind<Record<string, never>>("probe.gift", { runner: "product", in: "cell" });

/** Wires what an opening sets off: the owner's membership, and one gift in the cell. */
export function wireOpening(): void {
  subscribe(dossierReady, addOwner);
  subscribe(dossierOpened, giveOnce);
  eventsAreWired();
}

async function giveOnce(tx: Tx, ctx: Ctx): Promise<void> {
  await enqueue(tx, GIFT, { tenantId: ctx.tenantId, payload: {}, dedupeKey: newId() });
}

/** Makes a cell known to the directory. */
export async function addCell(
  control: Sql,
  cell: { id: string; kind?: string; state?: string; max?: number },
): Promise<void> {
  const { id, kind = "trial", state = "open", max = 10_000 } = cell;
  const because = state === "closed" ? "operator" : null;
  await control`insert into control.cells (id, kind, region, state, closed_because, max_dossiers)
    values (${id}, ${kind}, 'eu-west-3', ${state}, ${because}, ${max})`;
}

/** Begins an opening and leaves it at its first step. */
export async function aBegunOpening(owner: { personId: Uuid; companyName: string }): Promise<ProcedureKey> {
  const { personId: ownerId, companyName } = owner;
  const tenantId = newId();
  const wish = { tenantId, companyName, email: "alice@example.fr", ownerId, ownerLabel: "Alice Dupré" };
  return await withControl({ tenantId }, (tx) => startOpening(tx, aVisitor(), wish));
}

/** What an opening left, column by column. */
export type Traces = Record<keyof typeof WHOLE, string | number | null>;

/** Everything that an opening leaves in both databases. */
export async function tracesOf(
  owner: { control: Sql; trial: Sql },
  { tenantId }: ProcedureKey,
): Promise<Traces> {
  const [inControl] = await owner.control`
    select (select state from control.instances where tenant_id = ${tenantId}) as instance,
      (select count(*)::integer from control.memberships where tenant_id = ${tenantId} and is_owner) as owners,
      (select state || ' ' || step from control.procedures where tenant_id = ${tenantId}) as procedure,
      (select cursor::text from control.procedures where tenant_id = ${tenantId}) as cursor`;
  const [inCell] = await owner.trial`
    select (select state from cell.dossiers where tenant_id = ${tenantId}) as dossier,
      (select count(*)::integer from cell.dossier_births where tenant_id = ${tenantId}) as births,
      (select count(*)::integer from cell.jobs where tenant_id = ${tenantId} and kind = 'probe.gift') as gifts`;
  return { ...inControl, ...inCell } as Traces;
}

/** What `tracesOf` shows of a dossier that is whole. */
export const WHOLE = {
  instance: "trial",
  owners: 1,
  procedure: "done 4",
  cursor: "{}",
  dossier: "open",
  births: 1,
  gifts: 1,
};
