import type { PersonCtx } from "../../base/ctx.ts";
import { fold } from "../../base/text.ts";
import { onControl } from "../cells/ask_cell.ts";
import { type InstanceFilter, type InstanceRow, INSTANCES_PER_PAGE, selectInstances } from "./instance_query.ts";
import { firstPage } from "../../platform/keyset_query.ts";

/** One page of dossiers. */
export interface InstancePage {
  readonly rows: readonly InstanceRow[];
  /** Give it back as `after` for the next page; null on the last. */
  readonly next: string | null;
}

/** Dossiers for the console, the youngest first unless told otherwise, filtered by state, cell and text. */
export async function listInstances(_ctx: PersonCtx, filter: InstanceFilter = {}): Promise<InstancePage> {
  const text = filter.text === undefined ? undefined : fold(filter.text);
  const found = await onControl((tx) => selectInstances(tx, { ...filter, text }));
  return firstPage(found, INSTANCES_PER_PAGE, ({ tenantId }) => tenantId);
}
