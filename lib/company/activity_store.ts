import { and, desc, eq, lt, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { asOne, type Tx } from "../platform/db/transaction.ts";
import { kept } from "../platform/db/kept_statements.ts";
import { newId } from "../platform/random.ts";
import type { Act, ActDone, ActivityCursor, ActivityFilter, Actor, Subject } from "./activity.ts";
import { activity, peopleLabels } from "./schema.ts";

const TENANT = sql`${sql.placeholder("tenantId")}::uuid`, PERSON = sql`${sql.placeholder("personId")}::uuid`;
const INSERT_LABEL = sql`insert into cell.people_labels (tenant_id, person_id, label)
  select ${TENANT}, ${PERSON}, ${sql.placeholder("label")}::text
  where ${PERSON} is not null and not exists (
    select 1 from cell.people_labels l where l.tenant_id = ${TENANT} and l.person_id = ${PERSON})
  on conflict do nothing`;
const writeOwnLabel = kept(INSERT_LABEL);
const write = kept(
  sql`insert into cell.activity (tenant_id, id, at, person_id, actor, verb, subject_kind, subject_id, summary)
    select ${TENANT}, r.id, ${sql.placeholder("now")}::timestamptz, ${PERSON}, ${sql.placeholder("actor")}::text,
      r.verb, r.kind, r.about, r.summary
    from jsonb_to_recordset(${
    sql.placeholder("rows")
  }::jsonb) as r(id uuid, verb text, kind text, about uuid, summary text)`,
);

/**
 * Writes acts by one statement, and the person's name where this dossier does not know it yet. The name is looked for
 * first: `on conflict` alone would lock the person's row in each of his transactions.
 */
export async function insertActs(tx: Tx, ctx: Ctx, acts: readonly Act[]): Promise<void> {
  const actor = ctx.personId === null ? ctx.actor : null;
  const rows = acts.map(({ verb, subject, summary }) => ({
    id: newId(),
    verb,
    kind: subject.kind,
    about: subject.id,
    summary,
  }));
  const { tenantId, personId, now } = ctx;
  await asOne(tx, (tx) =>
    Promise.all([
      insertLabel(tx, ctx),
      write(tx, { tenantId, personId, now, actor, rows: JSON.stringify(rows) }),
    ]));
}

/** Writes the name of whoever acts where this dossier does not know it yet. */
export async function insertLabel(tx: Tx, { tenantId, personId, actor }: Ctx): Promise<void> {
  await writeOwnLabel(tx, { tenantId, personId, label: actor });
}

/** An act that was decided in control, under the id that it has there, with the names that go with it. */
export interface ActFromControl {
  readonly id: Uuid;
  readonly verb: string;
  readonly subjectKind: string;
  readonly subjectId: Uuid;
  /** Name of the person that the act is about. */
  readonly subjectLabel: string | null;
  readonly summary: string;
}

/** Writes such an act, once; the names of its people where this dossier does not know them yet. */
export async function insertActOnce(tx: Tx, ctx: Ctx, act: ActFromControl): Promise<void> {
  const { tenantId, personId, now: at } = ctx;
  const { id, verb, subjectKind, subjectId, subjectLabel, summary } = act;
  const labels = [
    ...(personId === null ? [] : [{ tenantId, personId, label: ctx.actor }]),
    ...(subjectLabel === null ? [] : [{ tenantId, personId: subjectId, label: subjectLabel }]),
  ];
  for (const label of labels) await tx.insert(peopleLabels).values(label).onConflictDoNothing();
  const actor = personId === null ? ctx.actor : null;
  await tx.insert(activity).values({ tenantId, id, at, personId, actor, verb, subjectKind, subjectId, summary })
    .onConflictDoNothing();
}

/** Acts on a subject, or in the whole dossier, newest first. */
export async function findActs(
  tx: Tx,
  ctx: Ctx,
  page: {
    subject: Subject | null;
    filter?: ActivityFilter | null;
    before: ActivityCursor | null;
    limit: number;
  },
): Promise<ActDone[]> {
  const { subject, before } = page;
  const members = alias(peopleLabels, "members");
  return await tx.select({
    id: activity.id,
    at: activity.at,
    personId: activity.personId,
    actor: sql<string>`coalesce(${peopleLabels.label}, ${activity.actor}, '')`,
    verb: activity.verb,
    subjectKind: activity.subjectKind,
    subjectId: activity.subjectId,
    summary: activity.summary,
    about: members.label,
  }).from(activity)
    .leftJoin(
      peopleLabels,
      and(eq(peopleLabels.tenantId, activity.tenantId), eq(peopleLabels.personId, activity.personId)),
    )
    .leftJoin(
      members,
      and(
        eq(members.tenantId, activity.tenantId),
        eq(members.personId, activity.subjectId),
        eq(activity.subjectKind, "member"),
      ),
    )
    .where(and(
      eq(activity.tenantId, ctx.tenantId),
      ...filterConditions(page.filter ?? null),
      subject ? and(eq(activity.subjectKind, subject.kind), eq(activity.subjectId, subject.id)) : undefined,
      before ? or(lt(activity.at, before.at), and(eq(activity.at, before.at), lt(activity.id, before.id))) : undefined,
    ))
    .orderBy(desc(activity.at), desc(activity.id)).limit(page.limit);
}

function filterConditions(filter: ActivityFilter | null): (SQL | undefined)[] {
  if (!filter) return [];
  const { personId, subjectKind, from, to, timeZone } = filter;
  // Days are turned into instants, so that the index by time is read and not each row's day.
  const begin = (day: string) => sql`(${day}::date)::timestamp at time zone ${timeZone}`;
  return [
    personId ? eq(activity.personId, personId) : undefined,
    subjectKind ? eq(activity.subjectKind, subjectKind) : undefined,
    from ? sql`${activity.at} >= ${begin(from)}` : undefined,
    to ? sql`${activity.at} < ${begin(to)} + interval '1 day'` : undefined,
  ];
}

/** The people whose names this dossier knows, by name. */
export async function loadActors(tx: Tx, ctx: Ctx): Promise<Actor[]> {
  return await tx.select({ personId: peopleLabels.personId, label: peopleLabels.label }).from(peopleLabels)
    .where(eq(peopleLabels.tenantId, ctx.tenantId)).orderBy(peopleLabels.label);
}

/** Gives a person the name shown in this dossier. */
export async function writeLabel(tx: Tx, ctx: Ctx, person: { id: Uuid; label: string }): Promise<void> {
  await tx.insert(peopleLabels).values({ tenantId: ctx.tenantId, personId: person.id, label: person.label })
    .onConflictDoUpdate({ target: [peopleLabels.tenantId, peopleLabels.personId], set: { label: person.label } });
}

/** Changes the name of a person whom this dossier knows; a stranger to it stays one. */
export async function replaceLabel(
  tx: Tx,
  person: { tenantId: Uuid; personId: Uuid; label: string },
): Promise<void> {
  await tx.update(peopleLabels).set({ label: person.label })
    .where(and(eq(peopleLabels.tenantId, person.tenantId), eq(peopleLabels.personId, person.personId)));
}

/** The name shown for a person, or null. */
export async function findLabel(tx: Tx, ctx: Ctx, personId: Uuid): Promise<string | null> {
  const [found] = await tx.select({ label: peopleLabels.label }).from(peopleLabels)
    .where(and(eq(peopleLabels.tenantId, ctx.tenantId), eq(peopleLabels.personId, personId)));
  return found?.label ?? null;
}
