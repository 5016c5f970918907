import { isUuid } from "../../lib/base/ids.ts";
import type { IsoInstant } from "../../lib/base/dates.ts";
import type { ActDone, ActivityCursor, ActivityPage } from "../../lib/company/mod.ts";
import { type Child, type JSX, Pager, Timeline } from "../../lib/ui/mod.ts";
import type { DossierContext } from "../handler.ts";
import { paths, type Query, withQuery } from "../paths.ts";
import { may, slugOf } from "./here.tsx";

/** Where a page of acts begins, `?avant=<id>.<instant>`; a strange one opens the first page. */
export function activityCursorIn(c: DossierContext): ActivityCursor | null {
  const text = c.req.query("avant") ?? "";
  const id = text.slice(0, UUID_LENGTH), at = text.slice(UUID_LENGTH + 1);
  return isUuid(id) && INSTANT.test(at) ? { id, at: at as IsoInstant } : null;
}

/** « Qui a fait quoi », on the dossier or on one thing. `linked`: each act leads to what it was about. */
export function ActivityTimeline({ c, page, path, linked, query }: {
  c: DossierContext;
  page: ActivityPage;
  /** Address of this list, for its older pages. */
  path: string;
  linked?: boolean;
  /** What the list is narrowed to: its older pages are too. */
  query?: Query;
}): JSX.Element {
  const { next } = page;
  const { timeZone } = c.get("entered").dossier;
  const events = page.acts.map((act) => ({ at: act.at, who: act.actor, did: <Act c={c} act={act} linked={linked} /> }));
  return (
    <div class="stack">
      <Timeline events={events} timeZone={timeZone} />
      <Pager olderHref={next ? withQuery(path, { ...query, avant: `${next.id}.${next.at}` }) : undefined} />
    </div>
  );
}

const UUID_LENGTH = 36;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$/;

/** Where each kind of thing is shown, and the right to see it there. */
const PLACES: Readonly<
  Record<string, { right: Parameters<typeof may>[1]; href: (slug: string, id: string) => string }>
> = {
  company: { right: "company:read", href: (slug) => paths.company(slug) },
  customer: { right: "customers:read", href: (slug, id) => paths.customer(slug, id) },
  quote: { right: "quotes:read", href: (slug, id) => paths.document(slug, { kind: "quote", id }) },
  invoice: { right: "invoices:read", href: (slug, id) => paths.document(slug, { kind: "invoice", id }) },
  credit_note: { right: "invoices:read", href: (slug, id) => paths.document(slug, { kind: "credit_note", id }) },
  item: { right: "catalog:read", href: (slug, id) => paths.item(slug, id) },
  category: { right: "catalog:read", href: (slug) => paths.categories(slug) },
};

function Act({ c, act, linked }: { c: DossierContext; act: ActDone; linked: boolean | undefined }): Child {
  const place = linked ? PLACES[act.subjectKind] : undefined;
  // What was deleted has no page any more.
  const isThere = place !== undefined && may(c, place.right) && !act.verb.startsWith("delete");
  const about = act.about === null ? "" : ` · ${act.about}`;
  if (!isThere) return <>· {act.summary}{about}</>;
  return (
    <>
      · <a href={place.href(slugOf(c), act.subjectId)}>{act.summary}</a>
      {about}
    </>
  );
}
