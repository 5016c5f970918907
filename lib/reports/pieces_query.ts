import { sql } from "drizzle-orm";
import type { IsoDate, IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { instantFromDriver } from "../platform/db/columns.ts";
import { rows, type Tx } from "../platform/db/transaction.ts";
import type { Piece } from "./pieces.ts";
import type { DocumentKind } from "../sales/mod.ts";

/** Which documents are read: of which kinds and days, from where on, how many. */
export interface PiecesWanted {
  readonly tenantId: Uuid;
  readonly kinds: readonly DocumentKind[];
  readonly from: IsoDate | null;
  readonly to: IsoDate | null;
  readonly timeZone: string;
  readonly after: Uuid | null;
  readonly limit: number;
}

const INSTANTS = ["createdAt", "updatedAt", "issuedAt", "lastSentAt"] as const;
type Row = Omit<Piece, typeof INSTANTS[number]> & Record<typeof INSTANTS[number], string | null>;

/**
 * Documents of every kind, newest first, with who made, changed, issued and sent each: the slice is taken first by the
 * primary key, and only then are its names looked for, each by its index.
 */
export async function readPieces(tx: Tx, wanted: PiecesWanted): Promise<Piece[]> {
  const { tenantId, kinds, from, to, timeZone, after, limit } = wanted;
  // The day of a document is that printed on it; a draft without one counts for the day it was begun.
  const day = sql`coalesce(d.issue_on, (d.created_at at time zone ${timeZone})::date)`;
  const found = await rows<Row>(
    tx,
    sql`select d.id, d.kind, d.state, d.number, d.customer_name as "customerName", d.subject, d.issue_on as "issueOn",
        d.due_on as "dueOn", d.valid_until as "validUntil", d.currency, d.net_cents as "netCents",
        d.vat_cents as "vatCents", d.gross_cents as "grossCents", d.paid_cents as "paidCents",
        d.credited_cents as "creditedCents", d.sent_count as "sentCount", d.created_at as "createdAt",
        d.updated_at as "updatedAt", d.issued_at as "issuedAt", d.last_sent_at as "lastSentAt",
        maker.label as "createdBy", changer.label as "updatedBy", issuer.label as "issuedBy", sender.label as "sentBy"
      from (
        select d.* from cell.sales_documents d
        where d.tenant_id = ${tenantId} and d.kind in (${sql.join(kinds.map((kind) => sql`${kind}`), sql`, `)})
          and (${after}::uuid is null or d.id < ${after}::uuid)
          and (${from}::date is null or ${day} >= ${from}::date) and (${to}::date is null or ${day} <= ${to}::date)
        order by d.id desc limit ${limit}
      ) d
        left join cell.people_labels maker on maker.tenant_id = d.tenant_id and maker.person_id = d.created_by
        left join cell.people_labels changer on changer.tenant_id = d.tenant_id and changer.person_id = d.updated_by
        ${actorOf("issueDocument", "issuer")}
        ${actorOf("sendDocument", "sender")}
      order by d.id desc`,
  );
  return found.map((row) => ({ ...row, ...instantsOf(row) }));
}

/** Who did something to the document last, by the name that he bears today. */
function actorOf(verb: "issueDocument" | "sendDocument", name: "issuer" | "sender") {
  const as = sql.identifier(name);
  return sql`left join lateral (
      select coalesce(l.label, a.actor) as label from cell.activity a
        left join cell.people_labels l on l.tenant_id = a.tenant_id and l.person_id = a.person_id
      where a.tenant_id = d.tenant_id and a.subject_kind = d.kind and a.subject_id = d.id and a.verb = ${verb}
      order by a.at desc, a.id desc limit 1
    ) ${as} on ${verb === "issueDocument" ? sql`d.issued_at` : sql`d.last_sent_at`} is not null`;
}

function instantsOf(row: Row) {
  const read = (value: string | null) => value === null ? null : instantFromDriver(value);
  return {
    createdAt: read(row.createdAt) as IsoInstant,
    updatedAt: read(row.updatedAt) as IsoInstant,
    issuedAt: read(row.issuedAt),
    lastSentAt: read(row.lastSentAt),
  };
}
