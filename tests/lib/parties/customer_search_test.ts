import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import type { Ctx } from "../../../lib/base/ctx.ts";
import type { Uuid } from "../../../lib/base/ids.ts";
import { openTestCompany } from "../../../lib/company/testing.ts";
import {
  createCustomer,
  CUSTOMERS_PAGE,
  findCustomers,
  type ListCursor,
  suggestCustomers,
} from "../../../lib/parties/mod.ts";
import { aCustomerForm } from "../../../lib/parties/testing.ts";
import { withTenant } from "../../../lib/platform/db/tenant.ts";
import { rows } from "../../../lib/platform/db/transaction.ts";
import { eventsAreWired } from "../../../lib/platform/events.ts";
import { openWorld } from "../../support/world.ts";

eventsAreWired();
const world = await openWorld();
Deno.test.afterAll(() => world.close());

const RIGHTS = ["company:read", "company:write", "customers:read", "customers:write"] as const;
/** Sorts before every id, so that a cursor with it stands before all rows of its key. */
const FIRST_ID = "00000000-0000-0000-0000-000000000000" as Uuid;
/** Rows of the dossier that plans are read on, and as many of a neighbour. */
const MANY = 10_000;

async function openDossier(): Promise<Ctx> {
  const ctx = await world.makeDossier([...RIGHTS]);
  await openTestCompany(ctx);
  return ctx;
}

async function add(ctx: Ctx, fields: Parameters<typeof aCustomerForm>[0], email = "x@exemple.fr"): Promise<void> {
  await createCustomer(ctx, aCustomerForm({ siren: "", vatNumber: "", ...fields }, { contacts: [{ email }] }));
}

async function names(ctx: Ctx, text: string): Promise<string[]> {
  return (await findCustomers(ctx, { text })).customers.map((customer) => customer.name);
}

const small = await openDossier();
await add(small, { name: "Société Générale", code: "C-77", siren: "552120222" }, "banque@sg.example.fr");
await add(small, { name: "Garage Œuvrard" }, "marie.curie@wanadoo.fr");
await add(small, { name: "Dupont-Martin", isProspect: "on", isCustomer: "off", city: "Bordeaux" });
await add(small, { kind: "person", firstName: "Léa", lastName: "Dupont" });

/** Fills a dossier behind the verbs' back: names of two words out of many. */
async function fill(ctx: Ctx): Promise<void> {
  await world.owner.trial`
    insert into cell.parties (tenant_id, id, kind, is_customer, is_prospect, is_supplier, name, country, language,
      name_key, search, created_at, updated_at)
    select ${ctx.tenantId}, gen_random_uuid(), 'professional', true, false, false, w, 'FR', 'fr', w, ' ' || w, now(), now()
    from (select md5(n::text) || ' ' || md5((n * 7)::text) as w from generate_series(1, ${MANY}) n)`;
}

const big = await openDossier();
await fill(big);
await fill(await openDossier());
await add(big, { name: "Aiguille & Foin" });
await world.owner.trial`analyze cell.parties`;

const SEARCHES: readonly (readonly [typed: string, found: readonly string[]])[] = [
  ["générale", ["Société Générale"]],
  ["SOCIETE gen", ["Société Générale"]],
  ["c-77", ["Société Générale"]],
  ["552 120 222", ["Société Générale"]],
  ["banque@sg", ["Société Générale"]],
  ["oeuvrard", ["Garage Œuvrard"]],
  ["wanadoo", ["Garage Œuvrard"]],
  ["curie", ["Garage Œuvrard"]],
  ["bordeaux", ["Dupont-Martin"]],
  ["ma", ["Dupont-Martin", "Garage Œuvrard"]],
  ["dupont", ["Dupont-Martin", "Léa Dupont"]],
  ["upon", ["Dupont-Martin", "Léa Dupont"]],
  ["dupont lea", ["Léa Dupont"]],
  ["dupont lea bordeaux", []],
  ["%", ["Dupont-Martin", "Garage Œuvrard", "Léa Dupont", "Société Générale"]],
  ["%%%_", ["Dupont-Martin", "Garage Œuvrard", "Léa Dupont", "Société Générale"]],
  ["du%nt", []],
  ["'; drop table cell.parties; --", []],
  ["x".repeat(300_000), []],
];

for (const [typed, found] of SEARCHES) {
  Deno.test(`findCustomers finds « ${typed.slice(0, 30)} »`, async () => {
    assert.deepEqual(await names(small, typed), found);
  });
}

Deno.test("findCustomers filters by role, alone and with words", async () => {
  const of = async (role: "customer" | "prospect" | "supplier", text = "") =>
    (await findCustomers(small, { role, text })).customers.map((customer) => customer.name);
  assert.deepEqual(await of("prospect"), ["Dupont-Martin"]);
  assert.deepEqual(await of("customer", "dupont"), ["Léa Dupont"]);
  assert.deepEqual(await of("supplier"), []);
});

Deno.test("suggestCustomers puts names that begin so first, and gives ten at most", async () => {
  assert.deepEqual((await suggestCustomers(small, "lea")).map(({ name }) => name), ["Léa Dupont"]);
  assert.deepEqual((await suggestCustomers(small, "g")).map(({ name }) => name), [
    "Garage Œuvrard",
    "Société Générale",
  ]);
  assert.equal((await suggestCustomers(big, "a")).length, 10);
  assert.equal((await suggestCustomers(big, "")).length, 10);
  assert.equal((await suggestCustomers(small, "dupont", { role: "prospect" })).length, 1);
});

for (const text of ["", "a"]) {
  Deno.test(`pages meet without gap or overlap, forwards and back, searching « ${text} »`, async () => {
    const seen: string[] = [];
    let page = await findCustomers(big, { text });
    assert.equal(page.previous, null);
    for (let turn = 0; turn < 3; turn++) {
      seen.push(...page.customers.map((customer) => customer.nameKey));
      assert.ok(page.next);
      page = await findCustomers(big, { text, cursor: page.next });
    }
    assert.deepEqual(seen, [...new Set(seen)].sort());
    assert.equal(seen.length, 3 * CUSTOMERS_PAGE);
    assert.ok(page.previous);
    const back = await findCustomers(big, { text, cursor: page.previous });
    assert.deepEqual(back.customers.map((customer) => customer.nameKey), seen.slice(2 * CUSTOMERS_PAGE));
    const before: ListCursor = { key: seen[CUSTOMERS_PAGE]!, id: FIRST_ID, backwards: true };
    const start = await findCustomers(big, { text, cursor: before });
    assert.deepEqual(start.customers.map((customer) => customer.nameKey), seen.slice(0, CUSTOMERS_PAGE));
    assert.equal(start.previous, null);
  });
}

Deno.test("a search from another dossier finds nothing, even through the definer function itself", async () => {
  assert.deepEqual(await names(small, "aiguille"), []);
  const found = await withTenant(small, (tx) =>
    rows(
      tx,
      sql`select * from cell.search_parties('%aiguille%', null, null, null, null, false, '', null, null, false, 50)`,
    ), { mode: "read" });
  assert.deepEqual(found, []);
  assert.deepEqual(await names(big, "aiguille"), ["Aiguille & Foin"]);
});

/** The plan that the definer function follows, read by its owner on the same condition. */
async function planOf(statement: string): Promise<string> {
  const plan = await world.owner.trial.begin(async (owner) => {
    await owner`set local role app_definer`;
    await owner`select set_config('app.tenant_id', ${big.tenantId}, true)`;
    return await owner.unsafe(`explain ${statement}`);
  });
  return plan.map((line) => line["QUERY PLAN"]).join("\n");
}

Deno.test("at 10,000 customers the search reads its trigram index, short words too", async () => {
  for (const pattern of ["%aiguille%", "% ai%"]) {
    const plan = await planOf(
      `select id from cell.parties where tenant_id = (select cell.app_tenant_id()) and search like '${pattern}'`,
    );
    assert.match(plan, /Bitmap Index Scan on parties_search/);
    assert.doesNotMatch(plan, /Seq Scan/);
  }
});

Deno.test("at 10,000 customers the list reads one page of its index under row security", async () => {
  const plan = await withTenant(big, (tx) =>
    rows<Record<string, string>>(
      tx,
      sql`explain select id from cell.parties where tenant_id = ${big.tenantId} and archived_at is null
        order by name_key, id limit 51`,
    ), { mode: "read" });
  const text = plan.map((line) => line["QUERY PLAN"]).join("\n");
  assert.match(text, /Index (Only )?Scan using parties_by_name/);
  assert.doesNotMatch(text, /Sort|Seq Scan/);
});

Deno.test("at 10,000 customers a search reads the rows it found by their key, never the whole table", async () => {
  const plan = await withTenant(big, (tx) =>
    rows<Record<string, string>>(
      tx,
      sql`explain select p.name from cell.parties p
        join cell.search_parties('%aiguille%', null, null, null, null, false, '', null, null, false, 51) found
          on found.id = p.id
        where p.tenant_id = ${big.tenantId}`,
    ), { mode: "read" });
  const text = plan.map((line) => line["QUERY PLAN"]).join("\n");
  assert.match(text, /Nested Loop[\s\S]*Index Scan using parties_pkey/);
  assert.doesNotMatch(text, /Hash Join|Seq Scan/);
});
