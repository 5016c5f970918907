import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { Refusal } from "../../base/refusal.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import { refuse } from "../refusals.ts";
import { type InstanceActRow, selectInstanceActs } from "./instance_act_store.ts";
import { findInstanceCard, type InstanceCard, readDeclaredSiret } from "./siret_store.ts";

/** A dossier as its page in the console shows it: the directory, the SIRET it declares, what operators did. */
export interface InstanceView extends InstanceCard {
  /** A public number; null where none is declared, `silent` where the cell does not answer. */
  readonly declaredSiret: string | null | "silent";
  readonly acts: readonly InstanceActRow[];
}

/** One dossier for the console. Refuses `instance_unknown` (404). */
export async function viewInstance(_ctx: PersonCtx, tenantId: Uuid): Promise<InstanceView> {
  const found = await withOperator({ database: CONTROL, role: "ops_control" }, async (tx) => {
    const card = await findInstanceCard(tx, tenantId);
    return card && { ...card, acts: await selectInstanceActs(tx, tenantId) };
  });
  if (!found) throw refuse("instance_unknown");
  return { ...found, declaredSiret: await declaredSiret(found) };
}

async function declaredSiret({ cell, tenantId }: InstanceCard): Promise<string | null | "silent"> {
  try {
    return await withOperator({ database: cell, role: "ops_reader", tenantId }, readDeclaredSiret);
  } catch (error) {
    if (error instanceof Refusal && error.status === 503) return "silent";
    throw error;
  }
}
