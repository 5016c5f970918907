import assert from "node:assert/strict";
import type { Ctx } from "../../../lib/base/ctx.ts";
import { Refusal } from "../../../lib/base/refusal.ts";
import {
  type CompanyForm,
  type FiscalSettingsChanged,
  fiscalSettingsChanged,
  getCompany,
  listActivity,
  openCompany,
  updateCompany,
} from "../../../lib/company/mod.ts";
import { aCompanyForm, openTestCompany } from "../../../lib/company/testing.ts";
import { withTenant } from "../../../lib/platform/db/tenant.ts";
import { eventsAreWired, subscribe } from "../../../lib/platform/events.ts";
import { newId } from "../../../lib/platform/random.ts";
import { openWorld } from "../../support/world.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());

const announced: FiscalSettingsChanged[] = [];
subscribe(fiscalSettingsChanged, (_tx, _ctx, payload) => Promise.resolve(void announced.push(payload)));
eventsAreWired();

const RIGHTS = ["company:read", "company:write", "activity:read"] as const;

/** Saves a form over the company as it stands, and gives the faults by field. */
async function faults(ctx: Ctx, form: CompanyForm): Promise<Record<string, string>> {
  const { version } = await getCompany(ctx);
  const refused = await updateCompany(ctx, { version, form }).then(() => null, (error: unknown) => error);
  assert.ok(refused instanceof Refusal, "expected a refusal");
  assert.equal(refused.status, 422);
  return Object.fromEntries(refused.issues.map((issue) => [issue.field, issue.sentence]));
}

Deno.test("openCompany gives a new dossier its company once, with what sign-up knew", async () => {
  const ctx = await world.makeDossier([...RIGHTS]);
  const open = (companyName: string) =>
    withTenant(ctx, (tx) => openCompany(tx, ctx, { companyName, email: "alice@dupre.fr" }));
  await open("  Atelier   Dupré ");
  await open("Somebody else");
  const company = await getCompany(ctx);
  assert.equal(company.name, "Atelier Dupré");
  assert.equal(company.email, "alice@dupre.fr");
  assert.deepEqual([company.invoicePrefix, company.creditNotePrefix, company.quotePrefix], ["FA", "AV", "DE"]);
  assert.equal((await listActivity(ctx, null)).acts.length, 1);
});

Deno.test("updateCompany stores canonical values, raises the version and says who did it", async () => {
  const ctx = await world.makeDossier([...RIGHTS]);
  const company = await openTestCompany(ctx, { website: "atelier-dupre.fr", accentColor: "#ABCDEF" });
  assert.equal(company.version, 2);
  assert.equal(company.siren, "732829320");
  assert.equal(company.iban, "FR1420041010050500013M02606");
  assert.equal(company.capitalCents, 500_000n);
  assert.equal(company.website, "https://atelier-dupre.fr");
  assert.equal(company.accentColor, "#abcdef");
  assert.deepEqual(await getCompany(ctx), company);
  const { acts } = await listActivity(ctx, { kind: "company", id: ctx.tenantId });
  assert.deepEqual(acts.map((act) => [act.verb, act.actor]), [
    ["updateCompany", "Alice Dupré"],
    ["openCompany", "Alice Dupré"],
  ]);
});

Deno.test("updateCompany leaves absent fields alone, and writes nothing when nothing changes", async () => {
  const ctx = await world.makeDossier([...RIGHTS]);
  const before = await openTestCompany(ctx);
  const after = await updateCompany(ctx, { version: before.version, form: { bankName: "Banque du Rhône" } });
  assert.deepEqual({ ...after, bankName: null, version: before.version }, before);
  const again = await updateCompany(ctx, { version: 1, form: { bankName: "Banque du Rhône" } });
  assert.equal(again.version, after.version);
});

Deno.test("updateCompany deduces the SIREN from the SIRET and ends a pending registration", async () => {
  const ctx = await world.makeDossier([...RIGHTS]);
  const form = aCompanyForm({ siren: "", siret: "", vatNumber: "", isRegistrationPending: "on" });
  const pending = await openTestCompany(ctx, form);
  assert.equal(pending.isRegistrationPending, true);
  const known = await updateCompany(ctx, { version: pending.version, form: { siret: "73282932000074" } });
  assert.equal(known.siren, "732829320");
  assert.equal(known.isRegistrationPending, false);
});

Deno.test("updateCompany announces fiscal settings with both sides, and stays silent for the others", async () => {
  const ctx = await world.makeDossier([...RIGHTS]);
  const { version } = await openTestCompany(ctx);
  announced.length = 0;
  const moved = await updateCompany(ctx, { version, form: { footerNote: "Merci", accentColor: "#000000" } });
  assert.deepEqual(announced, []);
  await updateCompany(ctx, { version: moved.version, form: { vatRegime: "franchise", invoicePrefix: "F" } });
  assert.deepEqual(announced, [{
    before: { vatRegime: "normal", invoicePrefix: "FA" },
    after: { vatRegime: "franchise", invoicePrefix: "F" },
  }]);
});

const WRONG: readonly (readonly [field: keyof CompanyForm, typed: string, sentence: RegExp])[] = [
  ["name", " ", /raison sociale/],
  ["name", "x".repeat(300_000), /trop long : 100 caractères au plus, celui-ci en a 300000/],
  ["name", "Dupré\u0007", /caractères invisibles/],
  ["name", "Dupré \u202eérpuD", /caractères invisibles/],
  ["footerNote", "é".repeat(1_001), /1000 caractères/],
  ["siren", "123 456 789", /clé est fausse/],
  ["siren", "12345", /neuf chiffres/],
  ["siret", "732 829 320 00075", /clé est fausse/],
  ["siret", "404 833 048 00022", /ne commence pas par le SIREN/],
  ["vatNumber", "FR45732829320", /FR44732829320/],
  ["vatNumber", "FR83404833048", /n’est pas celui du SIREN 732829320/],
  ["vatNumber", "732829320", /code du pays/],
  ["iban", "FR14 2004 1010 0505 0001 3M02 607", /clé de contrôle/],
  ["iban", "FR1420041010", /27 caractères/],
  ["bic", "BNP", /huit ou onze/],
  ["capitalCents", "-5", /pas possible/],
  ["capitalCents", "0", /pas possible/],
  ["capitalCents", "99999999999", /pas possible/],
  ["capitalCents", "5,123", /montant/],
  ["legalForm", "gmbh", /liste/],
  ["legalForm", "be_srl", /pays/],
  ["country", "XX", /pays/],
  ["vatRegime", "", /liste/],
  ["timeZone", "Mars/Olympus", /liste/],
  ["fiscalYearStart", "07-14", /liste/],
  ["email", "alice@", /e-mail/],
  ["phone", "appelez-moi", /chiffres/],
  ["website", "javascript:alert(1)", /https/],
  ["website", "https://user@exemple.fr", /https/],
  ["paymentDays", "-1", /0 à 120/],
  ["paymentDays", "30,5", /0 à 120/],
  ["quoteValidityDays", "0", /1 à 365/],
  ["latePenaltyBp", "101", /0 à 100/],
  ["accentColor", "red;}body{", /#1f4e79/],
  ["invoicePrefix", "FA'--", /un à six caractères/],
  ["invoicePrefix", "FACTURE", /un à six caractères/],
  ["invoicePrefix", "", /un à six caractères/],
  ["quotePrefix", "fa", /deux documents auraient le même numéro/],
];

for (const [field, typed, sentence] of WRONG) {
  Deno.test(`updateCompany refuses ${field} = ${typed.slice(0, 30)} at its field`, async () => {
    const ctx = await world.makeDossier([...RIGHTS]);
    const before = await openTestCompany(ctx);
    const found = await faults(ctx, { [field]: typed });
    assert.match(found[field] ?? "", sentence);
    assert.equal(Object.keys(found).length, 1);
    assert.deepEqual(await getCompany(ctx), before);
  });
}

Deno.test("updateCompany tells every fault at once", async () => {
  const ctx = await world.makeDossier([...RIGHTS]);
  await openTestCompany(ctx);
  const found = await faults(ctx, { name: "", siren: "1", iban: "1", email: "1" });
  assert.deepEqual(Object.keys(found).sort(), ["email", "iban", "name", "siren"]);
});

Deno.test("updateCompany refuses the option for debits under the franchise", async () => {
  const ctx = await world.makeDossier([...RIGHTS]);
  await openTestCompany(ctx);
  assert.match((await faults(ctx, { vatRegime: "franchise", vatOnDebits: "on" })).vatOnDebits ?? "", /franchise/);
});

Deno.test("updateCompany tells the second of two editors both versions and what differs", async () => {
  const alice = await world.makeDossier([...RIGHTS]);
  const bob = { ...alice, personId: newId(), actor: "Bob Martin" };
  const { version } = await openTestCompany(alice);
  await updateCompany(bob, { version, form: { city: "Villeurbanne", phone: "04 00 00 00 00" } });
  await assert.rejects(
    updateCompany(alice, { version, form: { city: "Bron", bankName: "Banque" } }),
    (error) => {
      assert.ok(error instanceof Refusal);
      assert.equal(error.status, 409);
      assert.equal(error.code, "company.stale");
      assert.match(error.issues[0]!.sentence, /par Bob Martin le .*version 3, vous aviez la version 2/);
      const byField = Object.fromEntries(error.issues.slice(1).map((issue) => [issue.field, issue.sentence]));
      assert.deepEqual(byField, {
        city: "Enregistré : « Villeurbanne ». Votre saisie : « Bron ».",
        bankName: "Enregistré : rien. Votre saisie : « Banque ».",
      });
      return true;
    },
  );
  assert.equal((await getCompany(alice)).city, "Villeurbanne");
});

Deno.test("two editors at the same instant: one saves, the other is told", async () => {
  const ctx = await world.makeDossier([...RIGHTS]);
  const { version } = await openTestCompany(ctx);
  const saves = await Promise.allSettled(
    ["Bron", "Caluire"].map((city) => updateCompany(ctx, { version, form: { city } })),
  );
  assert.deepEqual(saves.map((save) => save.status).sort(), ["fulfilled", "rejected"]);
});

Deno.test("updateCompany and getCompany refuse whoever lacks the right, and a dossier without company", async () => {
  const ctx = await world.makeDossier(["company:read"]);
  await assert.rejects(updateCompany(ctx, { version: 1, form: {} }), (e) => e instanceof Refusal && e.status === 403);
  await assert.rejects(getCompany(ctx), (e) => e instanceof Refusal && e.code === "company.not_found");
  await assert.rejects(getCompany({ ...ctx, rights: new Set() }), (e) => e instanceof Refusal && e.status === 403);
});
