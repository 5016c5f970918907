/** Runs turns of a keeping, or of its end, in a process of its own that is killed at the end of a step. */
import { keptSource } from "../../../../lib/archives/keep/kept_source.ts";
import { registerArchiveSource } from "../../../../lib/instances/keep/archive_source.ts";
import { ERASE_KEPT } from "../../../../lib/instances/keep/erase_kept.ts";
import { KEEP_DOSSIER } from "../../../../lib/instances/keep/keep_dossier.ts";
import { anyConsoleCursor } from "../../../../lib/instances/procedures/console_procedure.ts";
import { runTurn } from "../../../../lib/instances/procedures/run_turn.ts";
import { configureDatabases } from "../../../../lib/platform/db/pools.ts";
import { eventsAreWired } from "../../../../lib/platform/events.ts";
import { useFolder } from "../../../support/dying_program.ts";
import { openTestOutside } from "../../../support/outside.ts";
import { aVisitor } from "../../identity/_people.ts";
import { deadly, type Orders } from "../life/_dying_turn.ts";

if (import.meta.main) {
  const { urls, folder, key, step }: Orders = JSON.parse(Deno.args[0]!);
  configureDatabases({ console: { control: urls.control, cell: () => urls.cell } });
  openTestOutside();
  useFolder(folder);
  eventsAreWired();
  registerArchiveSource(keptSource);
  const kinds = [anyConsoleCursor(KEEP_DOSSIER), anyConsoleCursor(ERASE_KEPT)].map((kind) => {
    return { ...kind, steps: kind.steps.map((each) => each.name === step ? deadly(each) : each) };
  });
  const deaths = { kinds: new Map(kinds.map((kind) => [kind.kind, kind])), budgetMs: 2_000 };
  while (await runTurn(aVisitor(), key, deaths));
}
