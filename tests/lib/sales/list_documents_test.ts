import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import type { Ctx } from "../../../lib/base/ctx.ts";
import type { IsoDate } from "../../../lib/base/dates.ts";
import type { Uuid } from "../../../lib/base/ids.ts";
import { Refusal } from "../../../lib/base/refusal.ts";
import { withTenant } from "../../../lib/platform/db/tenant.ts";
import { rows } from "../../../lib/platform/db/transaction.ts";
import { documentLinesSql } from "../../../lib/sales/document_list_query.ts";
import { type DocumentFilter, DOCUMENTS_PAGE, exportDocuments, listDocuments } from "../../../lib/sales/mod.ts";
import { aDraftInvoice, anIssuedInvoice } from "../../../lib/sales/testing.ts";
import { aBuyer, aSeller, openSellersWorld } from "./_seller.ts";

const world = await openSellersWorld();
Deno.test.afterAll(() => world.close());

/** Ten thousand issued invoices and their words, put behind the triggers: what the lists read, and nothing else. */
async function tenThousandInvoices(ctx: Ctx, customerId: Uuid): Promise<void> {
  await world.owner.trial.begin(async (owner) => {
    await owner`set local session_replication_role = replica`;
    await owner`insert into cell.sales_documents (tenant_id, id, kind, state, number, customer_id, customer_name, terms,
        seller, buyer, mentions, issue_on, due_on, net_cents, gross_cents, verification_code, seal_seq, issued_at,
        settled_on, created_at, updated_at)
      select ${ctx.tenantId}, ('018f0000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'invoice', 'issued',
        'FA2026-' || lpad(n::text, 5, '0'), ${customerId}, 'Client ' || n % 997, '{}', '{}', '{}', '{}',
        date '2026-01-01' + n / 40, date '2026-02-01' + n / 40, n, n, 'code' || n, n, now(),
        case when n % 10 < 7 then date '2026-03-01' end, now(), now()
      from generate_series(1, 10000) n`;
    await owner`insert into cell.sales_search (tenant_id, document_id, kind, words)
      select tenant_id, id, kind, lower(number || ' ' || customer_name) from cell.sales_documents
      where tenant_id = ${ctx.tenantId}`;
  });
  await world.owner.trial`analyze cell.sales_documents, cell.sales_search`;
}

interface PlanNode {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Actual Rows": number;
  readonly "Rows Removed by Filter"?: number;
  readonly "Plans"?: readonly PlanNode[];
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

async function planOf(ctx: Ctx, filter: DocumentFilter): Promise<PlanNode[]> {
  const query = documentLinesSql({ tenantId: ctx.tenantId, today: "2026-06-01" as IsoDate, filter });
  const [found] = await withTenant(
    ctx,
    (tx) => rows<{ "QUERY PLAN": unknown }>(tx, sql`explain (analyze, format json) ${query}`),
    { mode: "read" },
  );
  const plan = found!["QUERY PLAN"];
  const [{ Plan }] = (typeof plan === "string" ? JSON.parse(plan) : plan) as [{ Plan: PlanNode }];
  return nodesOf(Plan);
}

Deno.test("each list of ten thousand invoices reads its page by index, and little more", async () => {
  const ctx = await aSeller(world);
  const customerId = await aBuyer(ctx);
  await tenThousandInvoices(ctx, customerId);
  const middle = "018f0000-0000-7000-8000-000000001388" as Uuid;
  const filters: [string, DocumentFilter][] = [
    ["first page", { kind: "invoice", view: "all" }],
    ["page in the middle", { kind: "invoice", view: "all", cursor: { id: middle, dueOn: null, backwards: false } }],
    ["drafts", { kind: "invoice", view: "draft" }],
    ["open", { kind: "invoice", view: "open" }],
    ["late", { kind: "invoice", view: "late" }],
    ["paid", { kind: "invoice", view: "paid" }],
    ["of a customer", { kind: "invoice", view: "all", customerId }],
    ["by number", { kind: "invoice", view: "all", text: "FA2026-04711" }],
    ["by amount", { kind: "invoice", view: "all", text: "47,11" }],
    ["by a word of many", { kind: "invoice", view: "all", text: "client" }],
  ];
  for (const [name, filter] of filters) {
    const nodes = await planOf(ctx, filter);
    const scans = nodes.filter((node) => node["Relation Name"]?.startsWith("sales_"));
    assert.ok(scans.length > 0, name);
    for (const node of scans) {
      assert.notEqual(node["Node Type"], "Seq Scan", `${name}: ${JSON.stringify(nodes)}`);
      const seen = node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0);
      assert.ok(seen <= 400, `${name} looks at ${seen} rows`);
    }
  }
});

Deno.test("pages follow each other forth and back without losing or repeating a line", async () => {
  const ctx = await aSeller(world);
  await tenThousandInvoices(ctx, await aBuyer(ctx));
  for (const view of ["all", "open"] as const) {
    const first = await listDocuments(ctx, { kind: "invoice", view });
    const second = await listDocuments(ctx, { kind: "invoice", view, cursor: first.next! });
    const back = await listDocuments(ctx, { kind: "invoice", view, cursor: second.previous! });
    assert.equal(first.documents.length, DOCUMENTS_PAGE);
    assert.equal(first.previous, null);
    const ids = [...first.documents, ...second.documents].map((line) => line.id);
    assert.equal(new Set(ids).size, 2 * DOCUMENTS_PAGE);
    assert.deepEqual(back.documents.map((line) => line.id), first.documents.map((line) => line.id));
  }
  let exported = 0;
  for await (const _ of exportDocuments(ctx, { kind: "invoice", view: "open" })) exported += 1;
  assert.equal(exported, 3_000);
});

Deno.test("a search finds by number, customer, subject and amount, and never in another dossier", async () => {
  const ctx = await aSeller(world);
  const other = await aSeller(world);
  const invoice = await anIssuedInvoice(ctx, await aBuyer(ctx), { subject: "Escalier à l’Évêché" });
  await aDraftInvoice(ctx, invoice.customerId!, { subject: "Autre chose" });
  const find = async (of: Ctx, text: string) =>
    (await listDocuments(of, { kind: "invoice", view: "all", text })).documents.map((line) => line.id);
  for (const text of [invoice.number!, "noel", "EVECHE", "escalier"]) {
    assert.ok((await find(ctx, text)).includes(invoice.id), text);
    assert.deepEqual(await find(other, text), [], text);
  }
  assert.deepEqual(await find(ctx, "escalier"), [invoice.id]);
  assert.equal((await find(ctx, "120,00")).length, 2);
  assert.deepEqual(await find(ctx, "100%_'; --"), []);
});

Deno.test("a list is refused to whoever may not read its kind", async () => {
  const ctx = { ...await aSeller(world), rights: new Set(["quotes:read"] as const) };
  await assert.rejects(
    listDocuments(ctx, { kind: "invoice", view: "all" }),
    (error) => error instanceof Refusal && error.status === 403,
  );
});
