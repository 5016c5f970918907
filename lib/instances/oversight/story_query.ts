import { sql } from "drizzle-orm";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { instantFromDriver } from "../../platform/db/columns.ts";
import { rows, type Tx } from "../../platform/db/transaction.ts";
import type { AlertFigures } from "../alerts/alert.ts";
import { pageOf } from "../../platform/keyset_query.ts";

/** Lines of a dossier's story on one page. */
export const LINES_PER_PAGE = 30;

/** Where a line of a dossier's story comes from. */
export type StorySource = "birth" | "state" | "act" | "procedure" | "alert" | "notice";

/** One thing that happened to a dossier, as control knows it: no business data. */
export interface StoryLine {
  readonly tenantId: Uuid;
  readonly id: Uuid;
  readonly at: IsoInstant;
  readonly source: StorySource;
  /** Who did it; null for a program. */
  readonly who: string | null;
  /** Its code within its source: the act, the event. */
  readonly what: string;
  /** Kind of the procedure or of the alert, state that followed, day that a notice was about. */
  readonly about: string | null;
  /** The procedure or the alert that it belongs to. */
  readonly subjectId: Uuid | null;
  readonly reason: string | null;
  readonly figures: AlertFigures;
}

/**
 * One page of what happened to a dossier, the latest first, and one line more where another page follows. Acts that
 * changed its state stand among the states, with their reason; what operators did to an alert among the acts.
 */
export async function selectStory(
  tx: Tx,
  { tenantId, after }: { readonly tenantId: Uuid; readonly after?: string | undefined },
): Promise<(StoryLine & { readonly key: string })[]> {
  const key = { value: sql`s.at`, type: "instant" } as const;
  const { where, orderBy, at } = pageOf({ key, id: sql`s.id`, isDescending: true, after });
  const found = await rows<Omit<StoryLine, "at" | "tenantId"> & { readonly at: string; readonly key: string }>(
    tx,
    sql`select s.id, s.at, s.source, s.who, s.what, s.about, s.subject_id as "subjectId", s.reason, s.figures, ${at} as key
      from (
        select i.tenant_id as id, i.created_at as at, 'birth' as source, null as who, 'born' as what, null as about,
            null::uuid as subject_id, null as reason, '{}'::jsonb as figures
          from control.instances i where i.tenant_id = ${tenantId} and i.state <> 'provisioning'
        union all
        select c.id, c.at, 'state', case when c.asked_by = 'program' then null else c.asker end, c.act, c.to_state, null,
            c.reason, '{}'
          from control.state_changes c where c.tenant_id = ${tenantId}
        union all
        select a.id, a.at, 'act', a.operator, a.act, null, null, a.reason, '{}'
          from control.instance_acts a where a.tenant_id = ${tenantId}
            and a.act not in ('activate', 'suspend', 'reactivate', 'close', 'reopen')
        union all
        select a.id, a.at, 'act', a.operator, a.act, null, null, a.reason, '{}'
          from control.operator_acts a where a.instance_id = ${tenantId} and a.act = 'provision_dossier'
        union all
        select p.id, p.created_at, 'procedure', null, 'begun', p.kind, p.id, null, '{}'
          from control.procedures p where p.tenant_id = ${tenantId}
        union all
        select p.id, p.updated_at, 'procedure', null, case p.state when 'done' then 'ended' else 'given_up' end, p.kind,
            p.id, null, '{}'
          from control.procedures p
          where p.tenant_id = ${tenantId} and p.runner = 'product' and p.state in ('done', 'abandoned')
        union all
        select l.id, l.at, 'procedure', null, l.event, p.kind, p.id, l.reason, p.progress
          from control.procedure_log l
            join control.procedures p on p.tenant_id = l.tenant_id and p.id = l.procedure_id
          where l.tenant_id = ${tenantId} and l.event in ('cancelled', 'ended', 'given_up')
        union all
        select e.id, e.at, 'alert', null, e.act, a.kind, a.id, null, e.figures
          from control.alerts a join control.alert_events e on e.alert_id = a.id
          where e.operator_id is null and e.act in ('raised', 'worsened', 'cleared')
            and ((a.subject_kind = 'dossier' and a.subject = ${tenantId}::text) or (a.subject_kind = 'procedure'
              and a.subject in (select p.id::text from control.procedures p where p.tenant_id = ${tenantId})))
        union all
        select md5(n.notice || n.for_on)::uuid, n.at, 'notice', null, n.notice, n.for_on::text, null, null, '{}'
          from control.life_notices n where n.tenant_id = ${tenantId} and n.notice ~ '^(trial|unused|size)_'
      ) s where ${where ?? sql`true`} order by ${sql.join([...orderBy], sql`, `)} limit ${LINES_PER_PAGE + 1}`,
  );
  return found.map((line) => ({ ...line, tenantId, at: instantFromDriver(line.at) }));
}
