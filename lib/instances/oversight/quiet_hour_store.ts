import type { IsoInstant } from "../../base/dates.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { moveSettings } from "../schema.ts";

/** The hour that an operator chose. */
export interface ChosenHour {
  readonly quietHour: number;
  readonly changedByName: string;
  readonly changedAt: IsoInstant;
}

/** The hour that was chosen, or null while nobody has. */
export async function loadQuietHour(tx: Tx): Promise<ChosenHour | null> {
  const { quietHour, changedByName, changedAt } = moveSettings;
  const [found] = await tx.select({ quietHour, changedByName, changedAt }).from(moveSettings);
  return found ?? null;
}

/** Writes the hour that was chosen. */
export async function writeQuietHour(tx: Tx, chosen: ChosenHour): Promise<void> {
  await tx.insert(moveSettings).values(chosen).onConflictDoUpdate({ target: moveSettings.id, set: chosen });
}
