import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { instantFromDriver } from "../../platform/db/columns.ts";
import { rows, type Tx } from "../../platform/db/transaction.ts";
import { pageOf, type SortKey } from "../../platform/keyset_query.ts";
import { heldMails, instances } from "../schema.ts";
import type { HeldMail } from "./held_mail_store.ts";
import type { AbuseKind, HeldReason } from "./trial_mails.ts";

/** Held mails, or reported dossiers, on one page of the console. */
export const REVIEWS_PER_PAGE = 50;

/** What held mails are sorted by. */
export const HELD_MAIL_SORTS = ["held"] as const;
/** What reported dossiers are sorted by: since when, or by how many people. */
export const REPORTED_SORTS = ["since", "reporters"] as const;

/** What the console asks for of held mails. */
export interface HeldMailFilter {
  /** Why they wait. */
  readonly kind?: HeldReason["kind"] | undefined;
  /** Part of the company's name, folded. */
  readonly text?: string | undefined;
  /** The oldest first unless said. */
  readonly sort?: { readonly by: (typeof HELD_MAIL_SORTS)[number]; readonly isDescending: boolean } | undefined;
  /** Where the page before ended. */
  readonly after?: string | undefined;
}

/** What the console asks for of reported dossiers. */
export interface ReportedFilter {
  /** Only those whose mails wait, or whose mails leave. */
  readonly isHeld?: boolean | undefined;
  readonly kind?: AbuseKind | undefined;
  readonly text?: string | undefined;
  /** The oldest first unless said. */
  readonly sort?: { readonly by: (typeof REPORTED_SORTS)[number]; readonly isDescending: boolean } | undefined;
  readonly after?: string | undefined;
}

/** A dossier with reports that nobody has looked at. */
export interface ReportedDossier {
  readonly tenantId: Uuid;
  readonly companyName: string;
  readonly reporters: number;
  readonly kinds: readonly AbuseKind[];
  readonly since: IsoInstant;
  /** True when its mails wait. */
  readonly isHeld: boolean;
}

/** One page of the mails that wait, and one more where another page follows. */
export async function selectHeldMails(
  tx: Tx,
  { kind, text, sort = { by: "held", isDescending: false }, after }: HeldMailFilter,
): Promise<(HeldMail & { readonly at: string })[]> {
  const { tenantId, id, heldAt, reasons } = heldMails, { isDescending } = sort;
  const key = { value: sql`${heldAt}`, type: "instant" } as const;
  const { where, orderBy, at } = pageOf({ key, id, isDescending, after });
  return await tx.select({ tenantId, id, heldAt, reasons, companyName: instances.companyName, at }).from(heldMails)
    .innerJoin(instances, eq(instances.tenantId, tenantId)).where(and(
      isNull(heldMails.decision),
      kind ? sql`${reasons} @> ${JSON.stringify([{ kind }])}::jsonb` : undefined,
      text ? sql`position(${text} in ${instances.search}) > 0` : undefined,
      where,
    )).orderBy(...orderBy).limit(REVIEWS_PER_PAGE + 1);
}

const REPORTED: Readonly<Record<(typeof REPORTED_SORTS)[number], SortKey>> = {
  since: { value: sql`d.since`, type: "instant" },
  reporters: { value: sql`d.reporters`, type: "bigint" },
};

/** One page of the dossiers with reports that nobody has looked at, and one more where another page follows. */
export async function selectReportedPage(
  tx: Tx,
  { isHeld, kind, text, sort = { by: "since", isDescending: false }, after }: ReportedFilter,
): Promise<(ReportedDossier & { readonly at: string })[]> {
  const { isDescending } = sort;
  const page = pageOf({ key: REPORTED[sort.by], id: sql`d.tenant_id`, isDescending, after });
  const conditions: (SQL | undefined)[] = [
    sql`true`,
    isHeld === undefined ? undefined : sql`d.held = ${isHeld}`,
    kind && sql`${kind} = any (d.kinds)`,
    text ? sql`position(${text} in d.search) > 0` : undefined,
    page.where,
  ];
  return await reported(tx, sql`true`, { ...page, where: and(...conditions)! });
}

/** One dossier with reports that nobody has looked at, or null. */
export async function findReported(tx: Tx, tenantId: Uuid): Promise<ReportedDossier | null> {
  const page = { where: sql`true`, orderBy: [sql`d.tenant_id`], at: sql`''` };
  const [found] = await reported(tx, sql`r.tenant_id = ${tenantId}`, page);
  if (!found) return null;
  const { at: _at, ...dossier } = found;
  return dossier;
}

/** The reports that wait are few: they are counted before they are sorted. */
async function reported(
  tx: Tx,
  of: SQL,
  { where, orderBy, at }: { readonly where: SQL; readonly orderBy: readonly SQL[]; readonly at: SQL },
): Promise<(ReportedDossier & { readonly at: string })[]> {
  const found = await rows<Omit<ReportedDossier, "since"> & { since: string; at: string }>(
    tx,
    sql`select d.tenant_id as "tenantId", d.company_name as "companyName", d.reporters, d.kinds, d.since,
        d.held as "isHeld", ${at} as at
      from (select r.tenant_id, i.company_name, i.search, count(*)::integer as reporters,
          array_agg(distinct r.kind) as kinds, min(r.at) as since, count(*) >= 3 and i.state = 'trial' as held
        from control.abuse_reports r join control.instances i on i.tenant_id = r.tenant_id
        where r.looked_at is null and ${of}
        group by r.tenant_id, i.company_name, i.search, i.state) d
      where ${where} order by ${sql.join([...orderBy], sql`, `)} limit ${REVIEWS_PER_PAGE + 1}`,
  );
  return found.map((dossier) => ({ ...dossier, since: instantFromDriver(dossier.since) }));
}
