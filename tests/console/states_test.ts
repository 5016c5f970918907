import assert from "node:assert/strict";
import { paths } from "../../console/paths.ts";
import { addSeconds, addToDate, dayOf } from "../../lib/base/dates.ts";
import { watchTrials } from "../../lib/instances/life/watch_trials_job.ts";
import { now } from "../../lib/platform/clock.ts";
import { startMove } from "../../lib/instances/operator.ts";
import { CONTROL } from "../../lib/platform/db/pools.ts";
import { withOperator } from "../../lib/platform/db/tenant.ts";
import { newId } from "../../lib/platform/random.ts";
import { paths as product } from "../../routes/paths.ts";
import { makeCast, signUpAs } from "../cast.ts";
import { openApp } from "../support/app.ts";
import { type Client, openClient } from "../support/client.ts";
import { ODILE, odilesCode, OMAR, omarsCode, openConsole } from "../support/console.ts";
import { openWorld } from "../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
const team = await openConsole();
const { alice, bob, chloe, atelier, cabinet, garage, denis } = await makeCast(app);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { control, trial } = world.owner;
const DAY = 86_400_000;
const REQUEST = { id: "watch", ip: "" };
const TOMORROW = addSeconds(now(), 86_400);

async function signedIn(fields: Record<string, string>): Promise<Client> {
  const client = openClient(team);
  assert.equal((await client.post(paths.signIn(), fields)).status, 303);
  return client;
}
const odile = await signedIn({ ...ODILE, code: odilesCode() });
const omar = await signedIn({ ...OMAR, code: omarsCode() });
const WHY = "Le client l’a demandé par écrit.";
const state = paths.instanceState(atelier.tenantId);

async function stateOf(tenantId: string): Promise<string> {
  const [row] = await control`select state from control.instances where tenant_id = ${tenantId}`;
  return row!.state;
}

/** The console's work, what it asks of the product, then what both leave. */
async function settle(): Promise<void> {
  for (let round = 0; round < 3; round++) await app.runJobs();
}

async function subjectsTo(address: string): Promise<string[]> {
  return (await app.mailbox.list()).filter(({ to }) => to.includes(address)).map(({ subject }) => subject);
}

Deno.test("without a reason, a known act, or what becomes of the data, nothing changes and the form comes back", async () => {
  const tries: [Record<string, string>, RegExp][] = [
    [{ act: "activate", reason: "court" }, /de 10 à/i],
    [{ act: "erase", reason: WHY }, /Choisissez ce que devient/],
    [{ act: "", reason: WHY }, /Choisissez ce que devient/],
    [{ act: "close", reason: WHY }, /ce que deviennent les données/],
    [{ act: "close", reason: WHY, ending: "burn" }, /ce que deviennent les données/],
  ];
  for (const [form, says] of tries) {
    const reply = await odile.post(state, form);
    assert.equal(reply.status, 422, reply.text);
    assert.match(reply.text, says);
  }
  for (const act of ["reactivate", "reopen"]) {
    const reply = await odile.postJson(state, { act, reason: WHY });
    assert.deepEqual([reply.status, reply.json().code], [409, "instances.life_refused"]);
  }
  assert.equal((await odile.post(paths.instanceState(newId()), { act: "activate", reason: WHY })).status, 404);
  assert.equal(await stateOf(atelier.tenantId), "trial");
  assert.equal((await control`select 1 from control.state_changes`).length, 0);
});

Deno.test("of two operators who activate at once one does; the dossier works on, without the limits of a trial", async () => {
  const both = await Promise.all([odile, omar].map((who) => who.postJson(state, { act: "activate", reason: WHY })));
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409]);
  assert.equal(await stateOf(atelier.tenantId), "active");
  assert.equal((await alice.client.get(product.dossier(atelier.slug))).status, 200);
  assert.equal((await alice.client.postJson(product.items(atelier.slug), { name: "Vis", unitPrice: "1" })).status, 201);
});

Deno.test("activated, it is to move at three in the morning of its company; area, mail and console say so", async () => {
  const [move] = await control`select id, state, not_before, not_before at time zone 'Europe/Paris' as there, cursor
    from control.procedures where tenant_id = ${atelier.tenantId} and kind = 'move_dossier'`;
  assert.match(move!.there.toISOString(), /T03:00:00/);
  const wait = move!.not_before.getTime() - Date.now();
  assert.ok(wait > -60_000 && wait <= DAY, `${wait} ms`);
  assert.deepEqual([move!.state, move!.cursor.wish], ["running", { kind: "production" }]);
  const area = await alice.client.get(product.subscription(atelier.slug));
  assert.match(area.text, /change de serveur à partir du.*03:00.*reste ouvert/s);
  const { movesFrom } = (await alice.client.getJson(product.subscription(atelier.slug))).json();
  assert.equal(movesFrom, move!.not_before.toISOString());
  assert.match((await odile.get(state)).text, /Déménage à partir du/);
  await settle();
  const mail = (await app.mailbox.list()).find(({ to, subject }) => to.includes(alice.email) && /activé/.test(subject));
  assert.match(mail!.text, /À partir du .* à 03:00, nous le déplaçons sur un serveur de production/);
  const acts = await control`select act, reason from control.operator_acts where act = 'move_dossier'
    and subject_id = ${atelier.tenantId}`;
  assert.deepEqual(acts.map(({ reason }) => reason), [WHY]);
});

Deno.test("without room in production the activation stands, an alert says so, and it is over once a move begins", async () => {
  const { tenantId, slug } = cabinet,
    alerts = () =>
      control<{ figures: Record<string, string>; open: boolean }[]>`
    select figures, resolved_at is null as open from control.alerts where kind = 'not_moved' and subject = ${tenantId}`;
  await control`update control.cells set state = 'closed', closed_because = 'operator' where kind = 'production'`;
  const reply = await odile.postJson(paths.instanceState(tenantId), { act: "activate", reason: WHY });
  assert.deepEqual([reply.status, await stateOf(tenantId)], [200, "active"]);
  assert.deepEqual((await alerts()).map(({ figures, open }) => [figures.reason, open]), [[
    "instances.no_target",
    true,
  ]]);
  assert.equal((await chloe.client.get(product.dossier(slug))).status, 200);
  await control`update control.cells set state = 'open', closed_because = null where kind = 'production'`;
  await withOperator({ database: CONTROL, role: "ops_control" }, (tx) => {
    const [by, ctx] = [{ operatorId: null, name: "Odile" }, { now: now(), personId: null, request: REQUEST }];
    return startMove(tx, ctx, { tenantId, to: { kind: "production" }, by, reason: WHY, notBefore: TOMORROW });
  });
  assert.deepEqual((await alerts()).map(({ open }) => open), [false]);
});

Deno.test("the act, the history, the activity and the sealed log tell the same story; owners and administrators are told", async () => {
  await settle();
  const acts = await control`select act, reason, subject_id from control.operator_acts where act = 'activate'
    and subject_id = ${atelier.tenantId}`;
  assert.deepEqual(acts.map(({ reason, subject_id: id }) => [reason, id]), [[WHY, atelier.tenantId]]);
  assert.match((await odile.get(paths.instance(atelier.tenantId))).text, /a activé le dossier/);
  assert.match((await odile.get(state)).text, /a activé le dossier \(actif\)/);
  assert.match((await alice.client.get(`/d/${atelier.slug}/activite`)).text, /Équipe Paraphe.*Dossier activé/s);
  const sealed = await trial`select convert_from(payload, 'UTF8')::jsonb as told from cell.sealed_records
    where type = 'dossier_state_changed' and tenant_id = ${atelier.tenantId}`;
  assert.deepEqual(sealed.map(({ told }) => [told.act, told.from, told.to, told.askedBy]), [
    ["activate", "trial", "active", "operator"],
  ]);
  assert.deepEqual((await subjectsTo(alice.email)).filter((subject) => /activé/.test(subject)), [
    "Atelier Dupré : votre dossier est activé",
  ]);
  for (const { email } of [bob, chloe]) {
    assert.ok(!(await subjectsTo(email)).some((subject) => /Dupré.*activé/.test(subject)), email);
  }
});

Deno.test("suspended, it opens on the subscriber's area; export stays open; reactivated, it is active again", async () => {
  assert.equal((await odile.post(state, { act: "suspend", reason: WHY })).location, state);
  const home = await alice.client.get(product.dossier(atelier.slug));
  assert.deepEqual([home.status, home.location], [303, product.subscription(atelier.slug)]);
  const area = await alice.client.get(product.subscription(atelier.slug));
  assert.match(area.text, /suspendu.*Nous écrire pour le rouvrir.*Emporter vos données/s);
  assert.equal((await alice.client.getJson(product.dossier(atelier.slug))).status, 423);
  const locked = await alice.client.get(product.items(atelier.slug));
  assert.equal(locked.status, 423);
  assert.ok(locked.text.includes(product.subscription(atelier.slug)));
  for (const path of [product.archives(atelier.slug), `/d/${atelier.slug}/factures/export`]) {
    assert.equal((await alice.client.get(path)).status, 200, path);
  }
  const [member] = await Promise.all([bob.client.get(product.subscription(atelier.slug))]);
  assert.equal(member!.status, 200);
  assert.doesNotMatch(member!.text, /Fermer l’instance/);
  assert.equal((await odile.post(state, { act: "reactivate", reason: WHY })).location, state);
  assert.equal(await stateOf(atelier.tenantId), "active");
  await settle();
  const told = (await subjectsTo(alice.email)).filter((subject) => /suspendu|réactivé/.test(subject));
  assert.equal(told.length, 2);
});

Deno.test("an owner closes to keep, and reopens within the days; nobody else of the dossier may", async () => {
  const form = { ending: "keep", digest: "", reason: "" };
  assert.equal((await bob.client.postJson(product.closing(atelier.slug), form)).json().code, "instances.owners_only");
  assert.equal((await chloe.client.postJson(product.closing(atelier.slug), form)).status, 403);
  assert.equal((await denis.client.postJson(product.closing(atelier.slug), form)).status, 404);
  const unanswered = await alice.client.post(product.closing(atelier.slug), { ...form, ending: "" });
  assert.equal(unanswered.status, 422);
  assert.match(unanswered.text, /Dites ce que deviennent les données/);
  const closed = await alice.client.post(product.closing(atelier.slug), form);
  assert.match(closed.location!, /abonnement\?fait=fermeture/);
  assert.match((await alice.client.get(closed.location!)).text, /Le dossier est fermé.*Rouvrir le dossier/s);
  assert.equal((await alice.client.getJson(product.items(atelier.slug))).json().code, "request.dossier_closed");
  assert.equal((await alice.client.postJson(product.closing(atelier.slug), form)).status, 409, "closed once");
  await settle();
  const kept = await trial`select is_whole, state from cell.archives where tenant_id = ${atelier.tenantId}`;
  assert.deepEqual(kept.map(({ is_whole: isWhole, state }) => [isWhole, state]), [[true, "done"]], "with its archive");
  assert.equal((await bob.client.postJson(product.reopening(atelier.slug))).status, 403);
  assert.equal((await alice.client.post(product.reopening(atelier.slug))).status, 303);
  assert.equal(await stateOf(atelier.tenantId), "active");
  assert.equal((await alice.client.get(product.items(atelier.slug))).status, 200);
});

Deno.test("everything goes only for who holds a whole archive to which nothing was added", async () => {
  const { slug, tenantId } = garage, form = { ending: "erase", reason: "Retraite" };
  const asked = await denis.client.postJson(product.archives(slug), { period: "tout" });
  assert.equal(asked.status, 202, asked.text);
  await settle();
  const [archive] = await trial`select manifest_sha256 as digest from cell.archives where tenant_id = ${tenantId}`;
  const digest: string = archive!.digest;
  for (const typed of ["", digest.slice(0, 7), "0123456789", "%%%%%%%%"]) {
    const reply = await denis.client.postJson(product.closing(slug), { ...form, digest: typed });
    assert.deepEqual([reply.status, reply.json().code], [422, "archives.not_taken"], typed);
  }
  const closed = await denis.client.postJson(product.closing(slug), { ...form, digest: digest.slice(0, 12) });
  assert.deepEqual([closed.status, closed.json().state], [200, "closed"], closed.text);
  const { life } = (await odile.getJson(paths.instanceState(tenantId))).json<{ life: Record<string, string> }>();
  const days = (Date.parse(life["eraseAfter"]!) - Date.parse(life["since"]!)) / DAY;
  assert.deepEqual([life["ending"], life["closedBy"], days], ["erase", "owner", 30]);
  await settle();
  assert.ok((await subjectsTo(denis.email)).includes("Garage Morel : votre dossier est fermé"));
});

Deno.test("once the days are over nobody reopens it; what an operator closed its owner does not reopen", async () => {
  const { slug, tenantId } = garage;
  await control`update control.instances set reopen_until = now() - interval '1 minute' where tenant_id = ${tenantId}`;
  assert.equal((await denis.client.postJson(product.reopening(slug))).json().code, "instances.life_refused");
  const late = await odile.postJson(paths.instanceState(tenantId), { act: "reopen", reason: WHY });
  assert.equal(late.json().code, "instances.life_refused");
  assert.equal((await odile.post(state, { act: "close", reason: WHY, ending: "keep" })).location, state);
  assert.equal((await alice.client.postJson(product.reopening(atelier.slug))).json().code, "instances.life_refused");
  assert.equal((await odile.post(state, { act: "reopen", reason: WHY })).location, state);
  assert.equal(await stateOf(atelier.tenantId), "active");
});

Deno.test("a trial is warned at 7, 3 and 1 days, told when it is over, then warned and closed after 90 days, once each", async () => {
  const { player, dossier } = await signUpAs(app, { email: "essai@example.fr", company: "Essai & Fils" });
  const ends = addToDate(dayOf(now()), { days: 10 });
  await control`update control.instances set trial_ends_on = ${ends} where tenant_id = ${dossier.tenantId}`;
  await settle();
  async function look(day: number): Promise<string[]> {
    const before = (await subjectsTo(player.email)).length;
    const at = addSeconds(now(), day * 86_400);
    for (let twice = 0; twice < 2; twice++) await watchTrials({ now: at, personId: null, request: REQUEST });
    await settle();
    const subjects = await subjectsTo(player.email);
    return subjects.slice(0, subjects.length - before);
  }
  const told: [number, string[]][] = [];
  for (const day of [0, 3, 4, 7, 9, 10, 11, 40, 70, 93, 99]) told.push([day, await look(day)]);
  const short = told.map(([day, subjects]) => [day, subjects.map((subject) => subject.replace("Essai & Fils : ", ""))]);
  assert.deepEqual(short, [
    [0, []],
    [3, ["votre essai se termine dans 7 jours"]],
    [4, []],
    [7, ["votre essai se termine dans 3 jours"]],
    [9, ["votre essai se termine demain"]],
    [10, []],
    [11, ["votre essai est terminé"]],
    [40, ["vos données d’essai s’exportent encore 60 jours"]],
    [70, ["vos données d’essai s’exportent encore 30 jours"]],
    [93, ["vos données d’essai s’exportent encore 7 jours"]],
    [99, []],
  ]);
  assert.equal(await stateOf(dossier.tenantId), "trial");
  assert.deepEqual(await look(100), ["Essai & Fils : votre dossier est fermé"]);
  const [row] = await control`select state, ending, closed_by from control.instances
    where tenant_id = ${dossier.tenantId}`;
  assert.deepEqual({ ...row }, { state: "closed", ending: "erase", closed_by: "program" });
  assert.deepEqual(await look(101), []);
});
