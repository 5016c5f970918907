import assert from "node:assert/strict";
import { shiftClock } from "../../lib/platform/clock.ts";
import { newId } from "../../lib/platform/random.ts";
import { presetKeyOf, presetOf } from "../../lib/instances/provision/presets.ts";
import { PRESET_COUNTRIES, TRADES } from "../../lib/instances/operator.ts";
import { UNIT_CODES } from "../../lib/catalog/units.ts";
import { abandonProcedure } from "../../lib/instances/operator.ts";
import type { Uuid } from "../../lib/base/ids.ts";
import { paths as backOffice } from "../../console/paths.ts";
import { paths } from "../../routes/paths.ts";
import { PASSWORD } from "../cast.ts";
import { aVisitor } from "../lib/identity/_people.ts";
import { openApp, type TestApp } from "../support/app.ts";
import { openClient } from "../support/client.ts";
import { openConsole } from "../support/console.ts";
import { openWorld } from "../support/world.ts";
import { signInOdile } from "./_operator.ts";

const world = await openWorld();
const app = await openApp(world);
const operators = await openConsole();
Deno.test.afterAll(async () => {
  shiftClock(0);
  await app.close();
  await world.close();
});
const odile = await signInOdile(operators);
const { control, trial } = world.owner;
const FORM = {
  email: "emma@toitures-lambert.example",
  companyName: "Toitures Lambert",
  country: "fr",
  trade: "building",
  reason: "Demandé au téléphone par la gérante",
};

async function provision(fields: Partial<typeof FORM> & { formId?: string } = {}): Promise<Uuid> {
  const reply = await odile.postJson(backOffice.openings(), { ...FORM, formId: newId(), ...fields });
  assert.equal(reply.status, 200, reply.text);
  return reply.json()["tenantId"] as Uuid;
}

/** Path of the last invitation that somebody received. */
async function invitationOf({ mailbox, baseUrl }: TestApp, email: string): Promise<string> {
  for (const { to, text } of await mailbox.list()) {
    const [, path] = (to.includes(email) && new RegExp(`${baseUrl}(/invitation/[\\w-]+)`).exec(text)) || [];
    if (path) return path;
  }
  throw new Error(`no invitation for ${email}`);
}

Deno.test("an operator opens a dossier for somebody, who accepts, becomes its owner and finds his trade's settings", async () => {
  const tenantId = await provision();
  await app.runJobs();
  await app.runJobs();
  const [dossier] = await control`select state, slug from control.instances where tenant_id = ${tenantId}`;
  assert.deepEqual({ ...dossier }, { state: "trial", slug: "toitures-lambert" });
  assert.equal((await control`select 1 from control.memberships where tenant_id = ${tenantId}`).length, 0);
  const [company] = await trial`select country, payment_terms, payment_days, quote_validity_days as validity, email
    from cell.companies where tenant_id = ${tenantId}`;
  assert.deepEqual({ ...company }, {
    country: "FR",
    payment_terms: "net",
    payment_days: 30,
    validity: 60,
    email: FORM.email,
  });
  const categories = await trial`select name from cell.categories where tenant_id = ${tenantId} order by name`;
  assert.ok(categories.some(({ name }) => name === "Main-d’œuvre"));

  const emma = openClient(app);
  const accepted = await emma.post(await invitationOf(app, FORM.email), { name: "Emma Lambert", password: PASSWORD });
  assert.equal(accepted.status, 303, accepted.text);
  assert.equal((await emma.get(paths.dossier("toitures-lambert"))).status, 200);
  const members = await control`select is_owner, profile from control.memberships where tenant_id = ${tenantId}`;
  assert.deepEqual(members.map((row) => ({ ...row })), [{ is_owner: true, profile: "administrator" }]);
  const [act] = await control`select operator, act, subject_kind from control.operator_acts
    where act = 'provision_dossier'`;
  assert.deepEqual({ ...act }, { operator: "Odile", act: "provision_dossier", subject_kind: "procedure" });
});

Deno.test("a Belgian trade gives a Belgian company", async () => {
  const tenantId = await provision({ country: "be", trade: "shop", companyName: "Au Bon Coin" });
  await app.runJobs();
  const [company] = await trial`select country, payment_terms, payment_days from cell.companies
    where tenant_id = ${tenantId}`;
  assert.deepEqual({ ...company }, { country: "BE", payment_terms: "on_receipt", payment_days: 0 });
});

Deno.test("every trade of each country gives a catalogue that can be sold from once its prices are in", () => {
  for (const country of Object.keys(PRESET_COUNTRIES)) {
    for (const trade of Object.keys(TRADES)) {
      const preset = presetOf(presetKeyOf({ country, trade })!);
      assert.ok(preset.categories.length > 0, trade);
      for (const { name, unitCode, category } of preset.items) {
        assert.ok(UNIT_CODES.has(unitCode), `${trade}: ${name}`);
        assert.ok(preset.categories.includes(category), `${trade}: ${name}`);
      }
    }
  }
});

Deno.test("a plumber finds the items of his trade without a price, at the usual rate of his country", async () => {
  for (const [country, rate] of [["fr", 2000], ["be", 2100]] as const) {
    const tenantId = await provision({ country, trade: "plumbing", companyName: `Chauffage ${country}` });
    await app.runJobs();
    const items = await trial`select i.name, i.unit_code, i.unit_price::text, i.vat_rate_bp, c.name as category
      from cell.items i left join cell.categories c on c.tenant_id = i.tenant_id and c.id = i.category_id
      where i.tenant_id = ${tenantId}`;
    assert.ok(
      items.some((item) => item.name === "Main-d’œuvre" && item.unit_code === "HUR" && item.category === item.name),
    );
    assert.ok(items.every((item) => item.unit_price === "0" && item.vat_rate_bp === rate && item.category), country);
  }
});

Deno.test("a form sent twice, one after the other or side by side, opens one dossier", async () => {
  const formId = newId();
  const fields = { formId, companyName: "Deux fois" };
  const made = await Promise.all([provision(fields), provision(fields), provision(fields)]);
  await app.runJobs();
  made.push(await provision(fields));
  await app.runJobs();
  assert.equal(new Set(made).size, 1);
  assert.equal((await control`select 1 from control.instances where company_name = 'Deux fois'`).length, 1);
  assert.equal((await control`select 1 from control.invitations where tenant_id = ${made[0]!}`).length, 1);
});

Deno.test("given up before it stands, the dossier is undone: no place, no invitation, nobody enters", async () => {
  const tenantId = await provision({ companyName: "Abandonnée", email: "nul@abandon.example" });
  const [procedure] = await control`select id from control.procedures where tenant_id = ${tenantId}`;
  await abandonProcedure(aVisitor(), { tenantId, id: procedure!["id"] as Uuid });
  await app.runJobs();
  for (const table of ["instances", "invitations", "memberships"]) {
    assert.equal(
      (await control`select 1 from control.${control(table)} where tenant_id = ${tenantId}`).length,
      0,
      table,
    );
  }
  const [left] = await control`select state, cursor::text from control.procedures where tenant_id = ${tenantId}`;
  assert.deepEqual({ ...left }, { state: "abandoned", cursor: "{}" });
});

Deno.test("what is wrong is said at its field, and nothing is opened", async () => {
  const before = await control`select count(*)::integer as n from control.procedures`;
  const wrongs = [
    { email: "" },
    { email: "emma" },
    { email: "a\u0000@b.fr" },
    { companyName: " " },
    { companyName: "x".repeat(1_000) },
    { country: "de" },
    { trade: "constructor" },
    { reason: "court" },
  ];
  for (const wrong of wrongs) {
    const reply = await odile.post(backOffice.openings(), { ...FORM, formId: newId(), ...wrong });
    assert.equal(reply.status, 422, JSON.stringify(wrong).slice(0, 60));
    assert.ok(reply.text.includes("Demandé au téléphone") || "reason" in wrong, "what was typed is kept");
  }
  assert.deepEqual(await control`select count(*)::integer as n from control.procedures`, before);
});

Deno.test("once somebody owns the dossier, an invitation makes nobody else an owner", async () => {
  const tenantId = await provision({ companyName: "Une seule", email: "premiere@une-seule.example" });
  await app.runJobs();
  await app.runJobs();
  // Another of the team's invitations, to the same dossier, that waits.
  const path = await invitationOf(app, "premiere@une-seule.example");
  const [owner] = await control`select person_id from control.memberships where is_owner limit 1`;
  await control`insert into control.memberships (tenant_id, person_id, profile, is_owner)
    values (${tenantId}, ${owner!["person_id"]}, 'administrator', true)`;
  const reply = await openClient(app).post(path, { name: "Première", password: PASSWORD });
  assert.equal(reply.status, 303, reply.text);
  const owners = await control`select 1 from control.memberships where tenant_id = ${tenantId} and is_owner`;
  assert.equal(owners.length, 1);
});
