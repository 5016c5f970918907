import assert from "node:assert/strict";
import type { Ctx } from "../../../lib/base/ctx.ts";
import { addSeconds } from "../../../lib/base/dates.ts";
import { Refusal } from "../../../lib/base/refusal.ts";
import { applyDueIbanChange } from "../../../lib/company/decide_iban_change.ts";
import {
  approveIbanChange,
  type FiscalSettingsChanged,
  fiscalSettingsChanged,
  getCompany,
  ibanChanged,
  listActivity,
  pendingIban,
  refuseIbanChange,
  registerIssuedCheck,
  updateCompany,
} from "../../../lib/company/mod.ts";
import { openTestCompany } from "../../../lib/company/testing.ts";
import { eventsAreWired, subscribe } from "../../../lib/platform/events.ts";
import { newId } from "../../../lib/platform/random.ts";
import { openWorld } from "../../support/world.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());

const sealed: FiscalSettingsChanged[] = [], told: string[] = [];
subscribe(fiscalSettingsChanged, (_tx, _ctx, payload) => Promise.resolve(void sealed.push(payload)));
subscribe(ibanChanged, (_tx, _ctx, { changeId }) => Promise.resolve(void told.push(changeId)));
eventsAreWired();
const issuers = new Set<string>();
registerIssuedCheck((_tx, { tenantId }) => Promise.resolve(issuers.has(tenantId)));

const OLD = "FR1420041010050500013M02606", NEW = "FR7630006000011234567890189", OTHER = "DE89370400440532013000";
const DAY_MS = 24 * 3_600_000;

async function alice(form = {}): Promise<Ctx> {
  const ctx = await world.makeDossier(["company:read", "company:write", "activity:read"]);
  await openTestCompany(ctx, form);
  return ctx;
}

/** Somebody else of the same dossier. */
function bobOf(ctx: Ctx): Ctx {
  return { ...ctx, personId: newId() as Ctx["personId"], actor: "Bob" };
}

function later(ctx: Ctx, ms: number): Ctx {
  return { ...ctx, now: addSeconds(ctx.now, ms / 1_000) };
}

async function ask(ctx: Ctx, iban: string, proof: "passkey" | null = null) {
  const { version } = await getCompany(ctx);
  return await updateCompany(ctx, { version, form: { iban, bic: "", bankName: "Neuve" }, proof });
}

async function refusedAs(code: string, work: Promise<unknown>): Promise<void> {
  await assert.rejects(work, (error) => error instanceof Refusal && error.code === code);
}

Deno.test("the first IBAN of a dossier that has issued nothing is printed at once, and no customer is told", async () => {
  const count = told.length;
  const ctx = await alice();
  assert.equal((await getCompany(ctx)).iban, OLD);
  assert.deepEqual([await pendingIban(ctx), told.length], [null, count]);
});

Deno.test("another IBAN waits: documents keep the old one, the page says who asked and until when", async () => {
  const ctx = await alice();
  const seals = sealed.length;
  const saved = await ask(ctx, NEW);
  assert.deepEqual([saved.iban, saved.bankName], [OLD, null], "its bank waits with it");
  const pending = await pendingIban(ctx);
  assert.deepEqual([pending?.iban, pending?.bankName, pending?.askedByName], [NEW, "Neuve", "Alice Dupré"]);
  assert.equal(Date.parse(pending!.effectiveAt) - Date.parse(ctx.now), DAY_MS);
  assert.equal(sealed.length, seals, "nothing fiscal has changed yet");
  const [act] = (await listActivity(ctx, null)).acts;
  assert.match(act!.summary, /IBAN demandé : …\u00a02606 → …\u00a00189/);
  assert.doesNotMatch(act!.summary, new RegExp(`${OLD}|${NEW}`));
});

Deno.test("what is saved beside another IBAN is saved", async () => {
  const ctx = await alice();
  const { version } = await getCompany(ctx);
  const saved = await updateCompany(ctx, { version, form: { iban: NEW, city: "Bron" } });
  assert.deepEqual([saved.city, saved.iban, saved.version], ["Bron", OLD, version + 1]);
});

Deno.test("after a day without refusal it takes effect, is sealed with both sides, and customers are told once", async () => {
  const ctx = await alice();
  await ask(ctx, NEW);
  const { id } = (await pendingIban(ctx))!;
  const tomorrow = later(ctx, DAY_MS);
  const seals = sealed.length, tells = told.length;
  await Promise.all([applyDueIbanChange(tomorrow, id), applyDueIbanChange(tomorrow, id)]);
  assert.equal((await getCompany(ctx)).iban, NEW);
  assert.deepEqual(sealed.slice(seals), [{ before: { iban: OLD }, after: { iban: NEW } }]);
  assert.deepEqual(told.slice(tells), [id]);
  assert.equal(await pendingIban(ctx), null);
});

Deno.test("a minute before the day is over it has not taken effect", async () => {
  const ctx = await alice();
  await ask(ctx, NEW);
  const { id } = (await pendingIban(ctx))!;
  await applyDueIbanChange(later(ctx, DAY_MS - 60_000), id);
  assert.equal((await getCompany(ctx)).iban, OLD);
});

Deno.test("somebody else may confirm it sooner; who asked may not, save with a passkey", async () => {
  const ctx = await alice();
  await ask(ctx, NEW);
  const { id } = (await pendingIban(ctx))!;
  await refusedAs("company.iban_second_person", approveIbanChange(ctx, { id }));
  assert.equal((await approveIbanChange(bobOf(ctx), { id })).iban, NEW);
  await ask(ctx, OTHER);
  const second = (await pendingIban(ctx))!;
  assert.equal((await approveIbanChange(ctx, { id: second.id, proof: "passkey" })).iban, OTHER);
});

Deno.test("with a passkey shown for it, another IBAN takes effect at once and customers are told", async () => {
  const ctx = await alice();
  const tells = told.length;
  const saved = await ask(ctx, NEW, "passkey");
  assert.deepEqual([saved.iban, saved.bankName], [NEW, "Neuve"]);
  assert.equal(told.length, tells + 1);
});

Deno.test("a refused change never takes effect, whoever refused it", async () => {
  const ctx = await alice();
  for (const refuser of [ctx, bobOf(ctx)]) {
    await ask(ctx, NEW);
    const { id } = (await pendingIban(ctx))!;
    await refuseIbanChange(refuser, { id });
    await applyDueIbanChange(later(ctx, 2 * DAY_MS), id);
    assert.equal((await getCompany(ctx)).iban, OLD);
    await refusedAs("company.iban_change_over", approveIbanChange(bobOf(ctx), { id }));
    await refusedAs("company.iban_change_over", refuseIbanChange(ctx, { id }));
  }
});

Deno.test("a second change is refused at its field while one waits; the same one asked again is no other", async () => {
  const ctx = await alice();
  await ask(ctx, NEW);
  await refusedAs("company.iban_pending", ask(ctx, OTHER));
  await ask(ctx, NEW);
  await refusedAs("company.iban_pending", ask(ctx, OTHER, "passkey"));
  assert.equal((await getCompany(ctx)).iban, OLD);
});

Deno.test("asked ten times at once, one change waits", async () => {
  const ctx = await alice();
  await Promise.allSettled(Array.from({ length: 10 }, (_, n) => ask(ctx, n % 2 ? NEW : OTHER)));
  const rows = await world.owner.trial`select state from cell.iban_changes where tenant_id = ${ctx.tenantId}
    and state = 'pending'`;
  assert.equal(rows.length, 1);
});

Deno.test("taking the IBAN off waits too, and the next one is no first", async () => {
  const ctx = await alice();
  await ask(ctx, "");
  assert.equal((await getCompany(ctx)).iban, OLD);
  await approveIbanChange(bobOf(ctx), { id: (await pendingIban(ctx))!.id });
  assert.equal((await getCompany(ctx)).iban, null);
  await ask(ctx, NEW);
  assert.equal((await getCompany(ctx)).iban, null, "an IBAN was printed before");
});

Deno.test("the first IBAN of a dossier that has issued invoices waits like any other", async () => {
  const ctx = await alice({ iban: "" });
  issuers.add(ctx.tenantId);
  await ask(ctx, NEW);
  assert.equal((await getCompany(ctx)).iban, null);
  assert.equal((await pendingIban(ctx))?.beforeIban, null);
});

Deno.test("a change of another dossier is unknown, and members without the right decide nothing", async () => {
  const ctx = await alice(), other = await alice();
  await ask(ctx, NEW);
  const { id } = (await pendingIban(ctx))!;
  await refusedAs("company.iban_change_over", approveIbanChange(other, { id }));
  await refusedAs("company.iban_change_over", refuseIbanChange(other, { id }));
  await applyDueIbanChange(later(other, 2 * DAY_MS), id);
  const reader = { ...bobOf(ctx), rights: new Set(["company:read"] as const) };
  for (const work of [() => approveIbanChange(reader, { id }), () => refuseIbanChange(reader, { id })]) {
    await assert.rejects(work(), (error) => error instanceof Refusal && error.status === 403);
  }
  await assert.rejects(pendingIban({ ...reader, rights: new Set() }), (e) => e instanceof Refusal && e.status === 403);
  assert.equal((await pendingIban(ctx))?.id, id);
});
