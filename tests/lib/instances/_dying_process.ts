/** Runs an opening in a process of its own that is killed at a given moment: `begin` or `end` of a step. */
import { OPEN_DOSSIER } from "../../../lib/instances/open_dossier.ts";
import { type ProcedureKind, runProcedure, withAnyCursor } from "../../../lib/instances/procedure.ts";
import type { ProcedureKey } from "../../../lib/instances/procedure_store.ts";
import { configureDatabases } from "../../../lib/platform/db/pools.ts";
import { openTestOutside } from "../../support/outside.ts";
import { aVisitor } from "../identity/_people.ts";
import { wireOpening } from "./_opening.ts";

/** What the process is told, as JSON. */
export interface Orders {
  readonly urls: { readonly control: string; readonly cell: string };
  readonly key: ProcedureKey;
  readonly step: number;
  readonly moment: "begin" | "end";
}

if (import.meta.main) {
  const orders: Orders = JSON.parse(Deno.args[0]!);
  configureDatabases({ product: { control: orders.urls.control, cell: () => orders.urls.cell } });
  openTestOutside();
  wireOpening();
  const kind = deadly(withAnyCursor(OPEN_DOSSIER), orders);
  await runProcedure(aVisitor(), orders.key, { kinds: new Map([[kind.kind, kind]]) });
}

function deadly(kind: ProcedureKind<unknown>, { step, moment }: Orders): ProcedureKind<unknown> {
  const steps = kind.steps.map((original, index) => {
    if (index !== step) return original;
    if (original.in === "control") {
      return { ...original, run: dying((...told: Parameters<typeof original.run>) => original.run(...told), moment) };
    }
    return { ...original, run: dying((...told: Parameters<typeof original.run>) => original.run(...told), moment) };
  });
  return { ...kind, steps };
}

function dying<A extends unknown[], R>(run: (...told: A) => Promise<R>, moment: Orders["moment"]) {
  return async (...told: A): Promise<R> => {
    if (moment === "end") await run(...told);
    Deno.kill(Deno.pid, "SIGKILL");
    return await new Promise<R>(() => {});
  };
}
