import type { PersonCtx } from "../../base/ctx.ts";
import { onOperators } from "../operator_access.ts";
import { type ActCursor, type ActFilter, type ActRow, ACTS_PER_PAGE, selectActs } from "./operator_act_query.ts";

/** One page of the operators' log. */
export interface ActPage {
  readonly acts: readonly ActRow[];
  /** Give it back as `after` for the next page; null on the last. */
  readonly next: ActCursor | null;
}

/** What operators did, the latest first unless told otherwise, filtered. */
export async function listActs(_ctx: PersonCtx, filter: ActFilter = {}): Promise<ActPage> {
  const found = await onOperators((tx) => selectActs(tx, filter));
  const acts = found.slice(0, ACTS_PER_PAGE), last = acts.at(-1);
  return { acts, next: last && found.length > acts.length ? { at: last.at, id: last.id } : null };
}
