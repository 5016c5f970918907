import assert from "node:assert/strict";
import { addToDate, dayOf } from "../../../lib/base/dates.ts";
import { now } from "../../../lib/platform/clock.ts";
import { newId } from "../../../lib/platform/random.ts";
import { ACCESS, type RouteKey } from "../../../routes/access.ts";
import { paths } from "../../../routes/paths.ts";
import { type CastDossier, makeCast, type Player } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { type Client, openClient } from "../../support/client.ts";
import { openWorld } from "../../support/world.ts";
import { completeCompany, makeCustomer, makeDocument } from "./_sales.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { alice, bob, chloe, denis, atelier, garage } = await makeCast(app);
const { slug, tenantId } = atelier;
const today = dayOf(now());

await completeCompany(alice, atelier);
const customerId = await makeCustomer(alice, atelier);
const issued = await makeDocument(alice, atelier, { kind: "invoice", customerId, issue: true });
const draft = await makeDocument(alice, atelier, { kind: "invoice", customerId });
const quote = await makeDocument(alice, atelier, { kind: "quote", customerId, act: "send" });
await alice.client.postJson(paths.documentAct(slug, issued, "reglements"), {
  ...{ paymentId: newId(), amount: "10", mode: "card" },
});
await alice.client.get(paths.documentAct(slug, issued, "pdf"));
await completeCompany(denis, garage);
const foreign = await makeDocument(denis, garage, {
  ...{ kind: "invoice", customerId: await makeCustomer(denis, garage), issue: true },
});

interface Opened {
  readonly id: string;
  readonly url: string;
  readonly code: string;
}

const FORM = { label: "Vérificateur de la DDFiP", from: `${today.slice(0, 4)}-01-01`, to: today, days: "10" };

async function openControl(
  { client }: Player = alice,
  dossier: CastDossier = atelier,
  over: Readonly<Record<string, string>> = {},
): Promise<Opened> {
  const opened = await client.postJson(paths.controls(dossier.slug), { ...FORM, ...over });
  assert.equal(opened.status, 201, opened.text);
  return opened.json<Opened & Record<string, unknown>>();
}

function pathOf({ url }: Pick<Opened, "url">): string {
  return new URL(url).pathname;
}

async function enter(opened: Opened): Promise<Client> {
  const client = openClient(app);
  const entered = await client.post(pathOf(opened), { code: opened.code });
  assert.equal(entered.status, 303, entered.text.slice(0, 300));
  assert.equal(entered.location, paths.guest());
  return client;
}

async function sealed(type: string): Promise<{ subject_id: string; text: string }[]> {
  return await world.owner.trial`
    select subject_id, convert_from(payload, 'UTF8') as text from cell.sealed_records
    where tenant_id = ${tenantId} and type = ${type} order by seq`;
}

const ROUTES = Object.keys(ACCESS) as RouteKey[];
const GUEST_PAGES = ROUTES.filter((route) => ACCESS[route] === "guest" && route.startsWith("GET "));

Deno.test("an access is opened with a link and a code shown once, and the dossier's log says so", async () => {
  const page = await alice.client.post(paths.controls(slug), { ...FORM, id: newId() });
  assert.equal(page.status, 201);
  assert.match(page.text, /Notez le lien et le code maintenant/);
  assert.match(page.text, /\/controle\/[\w-]{20,}/);
  const opened = await openControl();
  const list = await alice.client.get(paths.controls(slug));
  assert.ok(!list.text.includes(opened.code) && !list.text.includes(pathOf(opened)), "never again");
  const [row] = (await sealed("control_opened")).slice(-1);
  assert.equal(row!.subject_id, opened.id);
  assert.match(row!.text, /"codeDigest":"[0-9a-f]{64}"/);
  assert.ok(!row!.text.includes(opened.code));
});

Deno.test("the database keeps neither the link nor the code", async () => {
  const opened = await openControl();
  const [row] = await world.owner.control`select * from control.passes where id = ${opened.id}`;
  const kept = JSON.stringify(row, (_, value) => value?.type === "Buffer" ? Buffer.from(value.data).toString() : value);
  assert.ok(!kept.includes(opened.code) && !kept.includes(pathOf(opened).split("/").pop()!));
});

Deno.test("the guest reads documents of his days, payments, closures, numbers, attestations, how-to", async () => {
  const guest = await enter(await openControl());
  const home = await guest.get(paths.guest());
  assert.equal(home.status, 200);
  assert.match(home.text, /Consultation en lecture seule/);
  assert.match(home.text, /guest-mark[^>]*>Contrôle · Vérificateur de la DDFiP/);
  const documents = await guest.get(paths.guest("factures"));
  assert.match(documents.text, new RegExp(`${issued.number}`));
  assert.match(documents.text, /Dupont SARL/);
  assert.ok(!documents.text.includes(quote.number ?? "none"), "a quote is no fiscal document");
  const pdf = await guest.get(paths.guestDocument(issued.id, "pdf"));
  assert.equal(pdf.headers.get("content-type"), "application/pdf");
  assert.match((await guest.get(paths.guestDocument(issued.id, "xml"))).text, /CrossIndustryInvoice/);
  assert.match((await guest.get(paths.guest("reglements"))).text, /10,00/);
  assert.match((await guest.get(paths.guest("numeros"))).text, /Aucun numéro ne manque/);
  for (const part of ["clotures", "attestations", "mode-d-emploi"] as const) {
    assert.equal((await guest.get(paths.guest(part))).status, 200, part);
  }
});

Deno.test("each look is told to the dossier; the log tells one an hour and kind of page", async () => {
  const opened = await openControl();
  const guest = await enter(opened);
  for (let n = 0; n < 3; n++) await guest.get(paths.guest("factures"));
  await guest.get(paths.guest("reglements"));
  const views = (await sealed("control_viewed")).filter((row) => row.subject_id === opened.id).map(({ text }) => text);
  assert.equal(views.length, 2);
  assert.match(views[0]!, /"view":"documents"/);
  const { controls } = (await alice.client.getJson(paths.controls(slug))).json<
    { controls: { id: string; views: { view: string; looks: number }[] }[] }
  >();
  const mine = controls.find(({ id }) => id === opened.id)!.views;
  assert.equal(mine.find(({ view }) => view === "documents")!.looks, 3);
  const acts = await world.owner.trial`select actor from cell.activity
    where tenant_id = ${tenantId} and subject_id = ${opened.id} and verb = 'viewControl'`;
  assert.equal(acts.length, 4);
  assert.equal(acts[0]!["actor"], FORM.label);
  const { text } = await alice.client.get(paths.controls(slug));
  assert.match(text, /la liste des factures et avoirs[^]*?Vérificateur de la DDFiP[^]*?>3</);
  await world.owner.trial`update cell.control_views set sealed_at = sealed_at - interval '61 minutes'
    where tenant_id = ${tenantId} and pass_id = ${opened.id} and view = 'documents'`;
  await guest.get(paths.guest("factures"));
  assert.equal((await sealed("control_viewed")).filter((row) => row.subject_id === opened.id).length, 3);
});

Deno.test("neither the link alone nor the code alone opens anything, and every miss is one answer", async () => {
  const opened = await openControl(), other = await openControl();
  const answers = new Set<string>();
  const misses = [
    [pathOf(opened), ""],
    [pathOf(opened), other.code],
    [paths.pass("x".repeat(43)), opened.code],
    [paths.pass("'; drop table control.passes --".replaceAll(" ", "_")), opened.code],
  ] as const;
  for (const [path, code] of misses) {
    const client = openClient(app);
    const reply = await client.postJson(path, { code });
    assert.equal(reply.status, 404, path);
    answers.add(reply.text.replace(/[0-9a-f-]{36}/g, ""));
    assert.equal(client.cookies(), "");
    assert.equal((await client.get(paths.guest())).status, 404);
  }
  assert.equal(answers.size, 1);
  const page = (path: string) => openClient(app).get(path).then(({ status, text }) => [status, text.length]);
  assert.deepEqual(
    await page(pathOf(opened)),
    await page(paths.pass("y".repeat(43))),
    "the page of a link tells nothing",
  );
});

Deno.test("five wrong codes close the link for good, and the right one comes too late", async () => {
  const opened = await openControl();
  for (let n = 0; n < 5; n++) {
    assert.equal((await openClient(app).postJson(pathOf(opened), { code: "wrongone" })).status, 404);
  }
  assert.equal((await openClient(app).postJson(pathOf(opened), { code: opened.code })).status, 404);
  assert.match((await alice.client.get(paths.controls(slug))).text, /fermé : cinq codes faux/);
});

Deno.test("one address may miss twenty times a minute", async () => {
  const client = openClient(app);
  const statuses: number[] = [];
  for (let n = 0; n < 21; n++) statuses.push((await client.postJson(paths.pass(`z${n}`), { code: "a" })).status);
  assert.deepEqual([statuses[19], statuses[20]], [404, 429]);
});

Deno.test("an access that is over, or taken back, opens nothing, and who was inside is outside at once", async () => {
  const opened = await openControl();
  const guest = await enter(opened);
  assert.equal((await alice.client.post(paths.controlClosing(slug, opened.id))).status, 303);
  assert.equal((await guest.get(paths.guest("factures"))).status, 404);
  assert.equal((await openClient(app).postJson(pathOf(opened), { code: opened.code })).status, 404);
  await alice.client.post(paths.controlClosing(slug, opened.id));
  const closed = (await sealed("control_closed")).filter((row) => row.subject_id === opened.id);
  assert.equal(closed.length, 1, "closed twice is closed once");
  const late = await openControl();
  const inside = await enter(late);
  await world.owner.control`update control.passes set created_at = created_at - interval '20 days',
    expires_at = now() - interval '1 second' where id = ${late.id}`;
  assert.equal((await inside.get(paths.guest())).status, 404);
  assert.equal((await openClient(app).postJson(pathOf(late), { code: late.code })).status, 404);
});

Deno.test("a guest has the numbers read from the first record again, and it is noted like a look", async () => {
  const guest = await enter(await openControl());
  const reread = await guest.post(paths.guest("numeros"));
  assert.deepEqual([reread.status, reread.location], [303, paths.guest("numeros")]);
  assert.match((await guest.get(paths.guest("numeros"))).text, /du premier enregistrement au dernier/);
  assert.equal((await openClient(app).post(paths.guest("numeros"))).status, 404);
});

Deno.test("a session lasts eight hours at most, and ends when the guest leaves", async () => {
  const opened = await openControl();
  const guest = await enter(opened);
  const [row] = await world.owner.control`
    select extract(epoch from expires_at - opened_at) as s from control.pass_sessions where pass_id = ${opened.id}`;
  assert.equal(Number(row!.s), 8 * 3_600);
  const cookie = guest.cookies();
  assert.equal((await guest.post(paths.guest("fin"))).status, 303);
  assert.equal((await openClient(app).get(paths.guest(), { headers: { cookie } })).status, 404);
});

Deno.test("a guest sees nothing outside of his days, no draft, no quote, nothing of another dossier", async () => {
  const past = { from: "2020-01-01", to: "2020-12-31" };
  const guest = await enter(await openControl(alice, atelier, past)), here = await enter(await openControl());
  assert.doesNotMatch((await guest.get(paths.guest("factures"))).text, new RegExp(`${issued.number}`));
  for (const file of ["pdf", "xml"] as const) {
    assert.equal((await guest.get(paths.guestDocument(issued.id, file))).status, 404);
    for (const id of [draft.id, quote.id, foreign.id, newId(), "x"]) {
      assert.equal((await here.get(paths.guestDocument(id, file))).status, 404, id);
    }
  }
  assert.equal((await here.get(paths.guestAttestation(newId()))).status, 404);
  assert.equal((await here.get(paths.guest("factures", { apres: "-1" }))).status, 404);
});

Deno.test("no route that changes something answers a guest with anything but that he may not, and nothing moves", async () => {
  const guest = await enter(await openControl());
  const before = await rowsOf();
  for (
    const route of ROUTES.filter((each) => each.startsWith("POST ") && !/^POST \/(controle|consultation)/.test(each))
  ) {
    if (["anyone", "link", "demo", "machine"].includes(ACCESS[route])) continue;
    const path = route.slice(5).replace(":slug", slug).replace(/:\w+/g, issued.id);
    assert.ok([401, 403, 404].includes((await guest.postJson(path)).status), route);
  }
  for (const route of ROUTES.filter((each) => each.startsWith("GET /d/"))) {
    const path = route.slice(4).replace(":slug", slug).replace(/:\w+/g, issued.id);
    assert.ok([401, 403, 404].includes((await guest.getJson(path)).status), route);
  }
  assert.deepEqual(await rowsOf(), before);
});

async function rowsOf(): Promise<unknown> {
  const [row] = await world.owner.trial`select
    (select count(*) from cell.sales_documents where tenant_id = ${tenantId}) as documents,
    (select count(*) from cell.activity where tenant_id = ${tenantId}) as acts,
    (select head_seq from cell.chains where tenant_id = ${tenantId}) as head`;
  return row;
}

Deno.test("pages of guests exist for nobody else: a visitor, a member and a forged token get 404", async () => {
  for (const route of GUEST_PAGES) {
    const path = route.slice(4).replace(/:\w+/g, issued.id);
    for (const client of [openClient(app), alice.client]) assert.equal((await client.get(path)).status, 404, route);
    const forged = { headers: { cookie: `paraphe_consultation=${"f".repeat(43)}` } };
    assert.equal((await openClient(app).get(path, forged)).status, 404, route);
  }
});

Deno.test("whoever may not open an access is refused, and bad wishes are refused at their field", async () => {
  for (const { client } of [bob, chloe]) {
    assert.equal((await client.postJson(paths.controls(slug), FORM)).status, 403);
    assert.equal((await client.get(paths.controls(slug))).status, 403);
    assert.equal((await client.get(paths.controlBundle(slug))).status, 403);
  }
  assert.equal((await denis.client.postJson(paths.controls(slug), FORM)).status, 404);
  for (
    const [over, field] of [
      [{ label: " " }, "label"],
      [{ label: "x".repeat(101) }, "label"],
      [{ from: "2026-02-31" }, "from"],
      [{ from: addToDate(today, { days: 1 }), to: addToDate(today, { days: 2 }) }, "from"],
      [{ to: "2019-01-01" }, "to"],
      [{ days: "0" }, "days"],
      [{ days: "31" }, "days"],
      [{ days: "1e1" }, "days"],
    ] as const
  ) {
    const reply = await alice.client.postJson(paths.controls(slug), { ...FORM, ...over });
    assert.equal(reply.status, 422, JSON.stringify(over));
    assert.ok(reply.text.includes(`"${field}"`), `${JSON.stringify(over)}: ${reply.text}`);
  }
  const page = await alice.client.post(paths.controls(slug), { ...FORM, days: "99" });
  assert.equal(page.status, 422);
  assert.match(page.text, /de 1 à 30/);
});

Deno.test("the same form sent twice opens one access, and its code is not shown again", async () => {
  const id = newId();
  await openControl(alice, atelier, { id });
  assert.equal((await alice.client.postJson(paths.controls(slug), { ...FORM, id })).status, 409);
});

Deno.test("somebody else's access is unknown, and is not closed", async () => {
  const his = await openControl(denis, garage);
  assert.equal((await alice.client.postJson(paths.controlClosing(slug, his.id))).status, 404);
  assert.equal((await alice.client.postJson(paths.controlClosing(slug, newId()))).status, 404);
  await enter(his);
});

Deno.test("opening an access and taking the file away want a proof of the last ten minutes", async () => {
  await world.owner.control`update control.sessions set proved_at = proved_at - interval '11 minutes'`;
  const asked = await alice.client.postJson(paths.controls(slug), FORM);
  assert.deepEqual([asked.status, asked.json<{ code: string }>().code], [403, "request.proof_wanted"]);
  assert.match((await alice.client.get(paths.controlBundle(slug))).location!, /\/compte\/preuve/);
  const prepared = await alice.client.postJson(paths.controlFile(slug), { du: FORM.from, au: FORM.to });
  assert.deepEqual([prepared.status, prepared.json<{ code: string }>().code], [403, "request.proof_wanted"]);
});
