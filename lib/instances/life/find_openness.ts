import { dayOf, type IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { type Openness, opennessOf } from "../states.ts";
import { findLife } from "./find_life.ts";

/**
 * What a dossier's state means at a moment, for work that nobody is behind. One that the directory does not know is
 * judged by the fence of its cell alone.
 */
export async function findOpenness(tenantId: Uuid, at: IsoInstant): Promise<Openness> {
  const life = await findLife(tenantId);
  return life ? opennessOf(life, dayOf(at, life.timeZone)) : "open";
}
