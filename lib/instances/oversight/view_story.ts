import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { onControl } from "../cells/ask_cell.ts";
import { cursorOf } from "../../platform/keyset_query.ts";
import { LINES_PER_PAGE, selectStory, type StoryLine } from "./story_query.ts";

/** One page of a dossier's story. */
export interface Story {
  readonly lines: readonly StoryLine[];
  /** Give it back as `after` for what is older; null at its birth. */
  readonly next: string | null;
}

/** What happened to a dossier, the latest first: states, acts with their reasons, procedures, alerts, warnings. */
export async function viewStory(_ctx: PersonCtx, tenantId: Uuid, after?: string): Promise<Story> {
  const found = await onControl((tx) => selectStory(tx, { tenantId, after }));
  const page = found.slice(0, LINES_PER_PAGE), last = page.at(-1);
  const lines = page.map(({ key: _key, ...line }) => line);
  return { lines, next: last && found.length > page.length ? cursorOf(last.key, last.id) : null };
}
