import type { Uuid } from "../base/ids.ts";
import { findChanges, findPlace, type StateChange } from "../instances/mod.ts";

/** Where a dossier stands today, for a job that comes from control; null once it is gone. */
export async function dossierPlace(tenantId: Uuid): Promise<{ readonly cell: string; readonly epoch: number } | null> {
  return await findPlace(tenantId);
}

/** How the states of a dossier followed each other, the first first. */
export async function dossierChanges(tenantId: Uuid): Promise<readonly StateChange[]> {
  return await findChanges(tenantId);
}
