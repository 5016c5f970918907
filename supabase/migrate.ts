import type { DatabaseAddresses } from "../lib/platform/config.ts";
import { migrate, readMigrations } from "../lib/platform/db/migrate.ts";
import { say } from "../lib/platform/terminal.ts";

/** Brings control and every cell to this version, with their owners' addresses, and says what was applied. */
export async function migrateAll({ control, cells }: DatabaseAddresses): Promise<void> {
  tell("control", await migrate(control, "control", await readMigrations("control")));
  const ofCells = await readMigrations("cell");
  for (const [id, url] of Object.entries(cells)) tell(id, await migrate(url, "cell", ofCells));
}

function tell(database: string, applied: readonly string[]): void {
  say(`${database} : ${applied.length === 0 ? "à jour" : `${applied.length} migrations appliquées`}`);
}
