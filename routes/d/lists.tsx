import { isUuid, type Uuid } from "../../lib/base/ids.ts";
import { hasForbiddenCharacters } from "../../lib/base/text.ts";
import { type Child, type JSX, Pager } from "../../lib/ui/mod.ts";
import type { DossierContext } from "../handler.ts";
import { type Query, withQuery } from "../paths.ts";

/** Where a page of a list by name begins, as lib/parties and lib/catalog hand it out. */
export interface NameCursor {
  readonly key: string;
  readonly id: Uuid;
  readonly backwards: boolean;
}

/** Both ways out of a page of a list. */
export interface Neighbours {
  readonly previous: NameCursor | null;
  readonly next: NameCursor | null;
}

/** The cursor in an address, `?apres=<id>.<key>` or `?avant=…`; a strange one opens the first page. */
export function cursorIn(c: DossierContext): NameCursor | undefined {
  const backwards = c.req.query("avant") !== undefined;
  const text = c.req.query(backwards ? "avant" : "apres") ?? "";
  const id = text.slice(0, UUID_LENGTH), key = text.slice(UUID_LENGTH + 1);
  return isUuid(id) && !hasForbiddenCharacters(key) ? { id, key, backwards } : undefined;
}

/** The way to the neighbours of a page, its filters kept. */
export function NamePager({ path, query, page }: {
  path: string;
  query: Query;
  page: Neighbours;
}): JSX.Element {
  const { previous, next } = page;
  return (
    <Pager
      newerHref={previous ? withQuery(path, { ...query, avant: cursorText(previous) }) : undefined}
      olderHref={next ? withQuery(path, { ...query, apres: cursorText(next) }) : undefined}
    />
  );
}

/** A cell that stays on one line, beside the column that takes the width that is left. */
export function OneLine({ children }: { children?: Child }): JSX.Element {
  return <span class="nowrap">{children}</span>;
}

const UUID_LENGTH = 36;

function cursorText({ id, key }: NameCursor): string {
  return `${id}.${key}`;
}
