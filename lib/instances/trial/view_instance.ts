import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { onControl } from "../cells/ask_cell.ts";
import { refuse } from "../refusals.ts";
import { findInstanceCard, type InstanceCard } from "./siret_store.ts";

/** One dossier for the console, as the directory and the samples know it. Refuses `instance_unknown` (404). */
export async function viewInstance(_ctx: PersonCtx, tenantId: Uuid): Promise<InstanceCard> {
  const found = await onControl((tx) => findInstanceCard(tx, tenantId));
  if (!found) throw refuse("instance_unknown");
  return found;
}
