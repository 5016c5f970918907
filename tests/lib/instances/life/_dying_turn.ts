/** Runs turns of an erasure in a process of its own that is killed at the end of a step: done, and nobody knows. */
import { ERASE_DOSSIER } from "../../../../lib/instances/life/erase_dossier.ts";
import {
  anyConsoleCursor,
  type ConsoleStep,
  type SliceInfo,
} from "../../../../lib/instances/procedures/console_procedure.ts";
import { runTurn } from "../../../../lib/instances/procedures/run_turn.ts";
import type { ProcedureKey } from "../../../../lib/instances/procedure_store.ts";
import { configureDatabases } from "../../../../lib/platform/db/pools.ts";
import { eventsAreWired } from "../../../../lib/platform/events.ts";
import { useFolder } from "../../../support/dying_program.ts";
import { openTestOutside } from "../../../support/outside.ts";
import { aVisitor } from "../../identity/_people.ts";

/** What the process is told, as JSON. */
export interface Orders {
  readonly urls: { readonly control: string; readonly cell: string };
  readonly folder: string;
  readonly key: ProcedureKey;
  readonly step: string;
}

if (import.meta.main) {
  const { urls, folder, key, step }: Orders = JSON.parse(Deno.args[0]!);
  configureDatabases({ console: { control: urls.control, cell: () => urls.cell } });
  openTestOutside();
  useFolder(folder);
  // Who listens to an erasure has nothing to write any more; the whole wiring would be slow to load.
  eventsAreWired();
  const kind = anyConsoleCursor(ERASE_DOSSIER);
  const steps = kind.steps.map((each) => each.name === step ? deadly(each) : each);
  while (await runTurn(aVisitor(), key, { kinds: new Map([[kind.kind, { ...kind, steps }]]), budgetMs: 2_000 }));
}

/** A step that kills its process once its work is done. */
export function deadly(step: ConsoleStep<unknown>): ConsoleStep<unknown> {
  if (step.in === "control") {
    const { run } = step;
    return { ...step, run: (tx, info) => dying(run(tx, info)) };
  }
  const { run } = step;
  return { ...step, run: (info: SliceInfo<unknown>) => dying(run(info)) };
}

async function dying<R>(work: Promise<R>): Promise<R> {
  await work;
  Deno.kill(Deno.pid, "SIGKILL");
  return await new Promise<R>(() => {});
}
