/** Changes a dossier's state in a process of its own that is killed before the commit, or once it is done, unsaid. */
import { recordStateChange } from "../../../../lib/access/life/record_state_change.ts";
import type { Uuid } from "../../../../lib/base/ids.ts";
import { stateChanged } from "../../../../lib/instances/events.ts";
import { changeState, type StateForm } from "../../../../lib/instances/life/change_state.ts";
import { now } from "../../../../lib/platform/clock.ts";
import { configureDatabases } from "../../../../lib/platform/db/pools.ts";
import { eventsAreWired, subscribe } from "../../../../lib/platform/events.ts";
import { openTestOutside } from "../../../support/outside.ts";
import { aVisitor } from "../../identity/_people.ts";

/** What the process is told, as JSON. */
export interface ActOrders {
  readonly urls: { readonly control: string; readonly cell: string };
  readonly form: StateForm & { readonly tenantId: Uuid };
  readonly by: { readonly operatorId: Uuid; readonly name: string };
  readonly dies: "before" | "after";
}

if (import.meta.main) {
  const { urls, form, by, dies }: ActOrders = JSON.parse(Deno.args[0]!);
  configureDatabases({ console: { control: urls.control, cell: () => urls.cell } });
  openTestOutside();
  subscribe(stateChanged, recordStateChange);
  if (dies === "before") subscribe(stateChanged, die);
  eventsAreWired();
  await changeState({ ...aVisitor(), now: now() }, by, form);
  await die();
}

async function die(): Promise<void> {
  Deno.kill(Deno.pid, "SIGKILL");
  await new Promise<never>(() => {});
}
