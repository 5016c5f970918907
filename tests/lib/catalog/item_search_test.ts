import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import type { Ctx } from "../../../lib/base/ctx.ts";
import type { Uuid } from "../../../lib/base/ids.ts";
import { createCategory, createItem, findItems, type ItemCursor, suggestItems } from "../../../lib/catalog/mod.ts";
import { anItemForm } from "../../../lib/catalog/testing.ts";
import { openTestCompany } from "../../../lib/company/testing.ts";
import { withTenant } from "../../../lib/platform/db/tenant.ts";
import { rows } from "../../../lib/platform/db/transaction.ts";
import { eventsAreWired } from "../../../lib/platform/events.ts";
import { openWorld } from "../../support/world.ts";

eventsAreWired();
const world = await openWorld();
Deno.test.afterAll(() => world.close());

const RIGHTS = ["company:read", "company:write", "catalog:read", "catalog:write"] as const;
/** Rows of the dossier that plans are read on, and as many of a neighbour. */
const MANY = 10_000;

async function openDossier(): Promise<Ctx> {
  const ctx = await world.makeDossier([...RIGHTS]);
  await openTestCompany(ctx);
  return ctx;
}

async function names(ctx: Ctx, text: string): Promise<string[]> {
  return (await findItems(ctx, { text })).items.map((item) => item.name);
}

/** Fills a dossier behind the verbs' back. */
async function fill(ctx: Ctx, categoryId: Uuid | null): Promise<void> {
  await world.owner.trial`
    insert into cell.items (tenant_id, id, kind, name, category_id, unit_code, unit_price, price_includes_vat,
      vat_rate_bp, name_key, search, created_at, updated_at)
    select ${ctx.tenantId}, gen_random_uuid(), 'product', w, ${categoryId}, 'C62', 1, false, 2000, w, ' ' || w,
      now(), now()
    from (select md5(n::text) || ' ' || md5((n * 7)::text) as w from generate_series(1, ${MANY}) n)`;
}

const small = await openDossier();
await createItem(small, anItemForm({ name: "Évier inox 80 cm", reference: "EV-80", description: "Avec égouttoir" }));
await createItem(small, anItemForm({ name: "Pose d’évier" }));
await createItem(small, anItemForm({ name: "Robinet", reference: "RB.12" }));

const big = await openDossier();
const category = await createCategory(big, "Tout");
await fill(big, category.id);
await fill(await openDossier(), null);
await createItem(big, anItemForm({ name: "Aiguille" }));
await world.owner.trial`analyze cell.items`;

const SEARCHES: readonly (readonly [typed: string, found: readonly string[]])[] = [
  ["evier", ["Évier inox 80 cm", "Pose d’évier"]],
  ["ÉVIER pose", ["Pose d’évier"]],
  ["ev-80", ["Évier inox 80 cm"]],
  ["80", ["Évier inox 80 cm"]],
  ["goutt", ["Évier inox 80 cm"]],
  ["rb 12", ["Robinet"]],
  ["robi_et", []],
  ["' or 1=1 --", []],
];

for (const [typed, found] of SEARCHES) {
  Deno.test(`findItems finds « ${typed} »`, async () => assert.deepEqual(await names(small, typed), found));
}

Deno.test("suggestItems puts names that begin so first, and gives ten at most", async () => {
  assert.deepEqual((await suggestItems(small, "po")).map((item) => item.name), ["Pose d’évier"]);
  assert.deepEqual((await suggestItems(small, "pose")).map((item) => item.name), ["Pose d’évier"]);
  assert.deepEqual((await suggestItems(small, "évier"))[0]?.name, "Évier inox 80 cm");
  assert.equal((await suggestItems(big, "a")).length, 10);
});

for (const filter of [{}, { text: "a" }, { categoryId: category.id }, { text: "a", categoryId: category.id }]) {
  Deno.test(`pages of 50 meet without gap or overlap, forwards and back, by ${Object.keys(filter)}`, async () => {
    const seen: string[] = [];
    let page = await findItems(big, filter), last: ItemCursor | null = null;
    for (let turn = 0; turn < 3; turn++) {
      seen.push(...page.items.map((item) => item.nameKey));
      assert.ok(page.next);
      page = await findItems(big, { ...filter, cursor: page.next });
      last = page.previous;
    }
    assert.deepEqual(seen, [...new Set(seen)].sort());
    assert.equal(seen.length, 150);
    const back = await findItems(big, { ...filter, cursor: last! });
    assert.deepEqual(back.items.map((item) => item.nameKey), seen.slice(100));
  });
}

Deno.test("a search from another dossier finds nothing, even through the definer function itself", async () => {
  assert.deepEqual(await names(small, "aiguille"), []);
  assert.deepEqual((await findItems(small, { categoryId: category.id })).items, []);
  const found = await withTenant(small, (tx) =>
    rows(
      tx,
      sql`select * from cell.search_items('%aiguille%', null, null, null, null, false, '', null, null, false, 50)`,
    ), { mode: "read" });
  assert.deepEqual(found, []);
});

Deno.test("at 10,000 items the search reads its trigram index", async () => {
  const plan = await world.owner.trial.begin(async (owner) => {
    await owner`set local role app_definer`;
    await owner`select set_config('app.tenant_id', ${big.tenantId}, true)`;
    return await owner`explain select id from cell.items
      where tenant_id = (select cell.app_tenant_id()) and search like '%aiguille%'`;
  });
  const text = plan.map((line) => line["QUERY PLAN"]).join("\n");
  assert.match(text, /Bitmap Index Scan on items_search/);
  assert.doesNotMatch(text, /Seq Scan/);
});

Deno.test("at 10,000 items the list and a category's list read one page of their index under row security", async () => {
  const planOf = async (condition: ReturnType<typeof sql>) => {
    const plan = await withTenant(big, (tx) =>
      rows<Record<string, string>>(
        tx,
        sql`explain select id from cell.items where tenant_id = ${big.tenantId} and archived_at is null
          and ${condition} order by name_key, id limit 51`,
      ), { mode: "read" });
    return plan.map((line) => line["QUERY PLAN"]).join("\n");
  };
  assert.match(await planOf(sql`true`), /Index (Only )?Scan using items_by_name/);
  assert.match(await planOf(sql`category_id = ${category.id}`), /Index (Only )?Scan using items_by_(name|category)/);
  assert.doesNotMatch(await planOf(sql`category_id = ${category.id}`), /Sort|Seq Scan/);
});

Deno.test("at 10,000 items a search reads the rows it found by their key, never the whole table", async () => {
  const plan = await withTenant(big, (tx) =>
    rows<Record<string, string>>(
      tx,
      sql`explain select i.name from cell.items i
        join cell.search_items('%aiguille%', null, null, null, null, false, '', null, null, false, 51) found
          on found.id = i.id
        where i.tenant_id = ${big.tenantId}`,
    ), { mode: "read" });
  const text = plan.map((line) => line["QUERY PLAN"]).join("\n");
  assert.match(text, /Nested Loop[\s\S]*Index Scan using items_pkey/);
  assert.doesNotMatch(text, /Hash Join|Seq Scan/);
});
