import assert from "node:assert/strict";
import { paths } from "../../console/paths.ts";
import { openZip, verifyArchive } from "../../lib/archives/mod.ts";
import { KEEP_DOSSIER } from "../../lib/instances/keep/keep_dossier.ts";
import { watchKeeping, watchRetention } from "../../lib/instances/keep/watch_keeping_job.ts";
import { askPurge } from "../../lib/instances/operator.ts";
import type { ProcedureKey } from "../../lib/instances/procedure_store.ts";
import { addSeconds } from "../../lib/base/dates.ts";
import { now, shiftClock } from "../../lib/platform/clock.ts";
import { configureDatabases } from "../../lib/platform/db/pools.ts";
import { sha256Hex } from "../../lib/platform/crypto.ts";
import { newId } from "../../lib/platform/random.ts";
import { KEPT_STORE, storeOf } from "../../lib/platform/stores.ts";
import { ACCESS, OPEN_WHEN_KEPT, type RouteKey } from "../../routes/access.ts";
import { paths as product } from "../../routes/paths.ts";
import { makeCast } from "../cast.ts";
import type { Orders } from "../lib/instances/life/_dying_turn.ts";
import { completeCompany, makeCustomer, makeDocument } from "../routes/d/_sales.ts";
import { openApp } from "../support/app.ts";
import { type Client, openClient } from "../support/client.ts";
import { addStaff, ODILE, odilesCode, OLGA, olgasCode, OMAR, omarsCode, openConsole } from "../support/console.ts";
import { useFolder } from "../support/dying_program.ts";
import { openWorld, TRIAL_CELL } from "../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
const folder = await Deno.makeTempDir({ prefix: "paraphe-keep-" });
useFolder(folder);
const team = await openConsole();
await addStaff();
const { alice, bob, chloe, denis, atelier, garage, cabinet } = await makeCast(app);
Deno.test.afterAll(async () => {
  await app.close();
  await Deno.remove(folder, { recursive: true });
  await world.close();
});
const { control, trial } = world.owner;
const WHY = "Le client l’a demandé par écrit.";

async function signedIn(fields: Record<string, string>): Promise<Client> {
  const client = openClient(team);
  assert.equal((await client.post(paths.signIn(), fields)).status, 303);
  return client;
}
const odile = await signedIn({ ...ODILE, code: odilesCode() });
const omar = await signedIn({ ...OMAR, code: omarsCode() });
const olga = await signedIn({ ...OLGA, code: olgasCode() });

await completeCompany(alice, atelier);
const customerId = await makeCustomer(alice, atelier);
const invoice = await makeDocument(alice, atelier, { kind: "invoice", customerId, issue: true });
await makeDocument(alice, atelier, { kind: "quote", customerId });
const token = await mailed();

/** Mails the invoice and gives the token of the link that its customer receives. */
async function mailed(): Promise<string> {
  const to = "zoe@client.example";
  assert.equal((await alice.client.postJson(product.documentAct(atelier.slug, invoice, "envoi"), { to })).status, 202);
  await app.runJobs();
  const mail = (await app.mailbox.list()).find((one) => one.to.includes(to));
  return /\/document\/(\S+)/.exec(mail!.text)![1]!;
}

function aLook() {
  return { now: now(), personId: null, request: { id: newId(), ip: "" } };
}

/** The console's work, what it asks of the product, then what both leave. */
async function settle(): Promise<void> {
  for (let round = 0; round < 4; round++) await app.runJobs();
}

/** Its cooling-off is over. */
async function overIn(tenantId: string): Promise<void> {
  await control`update control.instances set reopen_until = now() - interval '1 hour' where tenant_id = ${tenantId}`;
}

async function stateOf(tenantId: string): Promise<string> {
  const [row] = await control`select state from control.instances where tenant_id = ${tenantId}`;
  return row!.state;
}

async function download(client: Client, path: string, headers: Record<string, string> = {}): Promise<Response> {
  const request = new Request(`${app.baseUrl}${path}`, { headers: { cookie: client.cookies(), ...headers } });
  return await app.app.fetch(request, { remoteAddr: { hostname: "192.0.2.9" } });
}

async function faultOf(zip: Uint8Array<ArrayBuffer>) {
  const read = (start: number, end: number) => Promise.resolve(zip.slice(start, end));
  return (await verifyArchive(openZip({ size: zip.length, read }))).firstBad;
}

/** Rows of a dossier in its cell; the warrants left out, which outlive it. */
async function rowsIn(tenantId: string): Promise<number> {
  const tables = await trial<{ name: string }[]>`select c.relname as name from pg_class c
    join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
    where n.nspname = 'cell' and c.relkind in ('r', 'p') and c.relname <> 'purge_warrants'`;
  const counts = await Promise.all(tables.map(async ({ name }) => {
    return (await trial`select count(*)::int as n from cell.${trial(name)} where tenant_id = ${tenantId}`)[0]!.n;
  }));
  return counts.reduce((sum, n) => sum + n, 0);
}

async function openAlerts(subject: string): Promise<string[]> {
  const found = await control`select kind from control.alerts where subject = ${subject} and resolved_at is null`;
  return found.map(({ kind }) => kind);
}

Deno.test("an owner closes to be kept: his days over, the sealed archive is all that is left, and he reads it", async () => {
  const { tenantId, slug } = atelier;
  assert.equal((await alice.client.postJson(product.closing(slug), { ending: "keep", reason: "" })).status, 200);
  await settle();
  await watchKeeping(aLook());
  // A program whose clock is months early keeps nothing: the database's says when.
  await watchKeeping({ ...aLook(), now: addSeconds(now(), 90 * 86_400) });
  await settle();
  assert.equal(await stateOf(tenantId), "closed", "its days run");
  await overIn(tenantId);
  const rows = await rowsIn(tenantId);
  await Promise.all([watchKeeping(aLook()), watchKeeping(aLook())]);
  await watchKeeping(aLook());
  await settle();
  assert.deepEqual([await stateOf(tenantId), await rowsIn(tenantId)], ["kept", 0]);
  const begun =
    await control`select state from control.procedures where tenant_id = ${tenantId} and kind = 'keep_dossier'`;
  assert.deepEqual(begun.map(({ state }) => state), ["done"], "however often it was looked");
  assert.equal((await storeOf(TRIAL_CELL).list(`${tenantId}/`)).files.length, 0);
  const [kept] = await control`select k.*, i.erase_after = k.keep_until as is_until, i.bytes = k.bytes as weighs,
      (k.keep_until at time zone 'Europe/Paris')::text as until
    from control.kept_archives k join control.instances i using (tenant_id) where tenant_id = ${tenantId}`;
  assert.deepEqual([kept!.state, kept!.is_until, kept!.weighs], ["kept", true, true]);
  assert.equal(kept!.until, `${Number(now().slice(0, 4)) + 11}-01-01 00:00:00`, "ten years after its fiscal year");
  assert.ok(Math.abs(kept!.proof.rows - rows) < 10 && kept!.proof.files > 0, "what left is counted");
  const [warrant] = await trial`select reason, granted_by, seconded_by from cell.purge_warrants
    where tenant_id = ${tenantId}`;
  assert.deepEqual({ ...warrant }, {
    reason: "kept",
    granted_by: alice.personId,
    seconded_by: `sha256:${kept!.sha256}`,
  });
  const [object] = (await storeOf(KEPT_STORE).list(`control/kept/${tenantId}/${kept!.id}/`)).files;
  const sealed = await new Response((await storeOf(KEPT_STORE).get(object!.key))!.body).bytes();
  assert.ok(!new TextDecoder("latin1").decode(sealed).includes("MANIFEST.json"), "nobody reads it without its key");

  const page = await alice.client.get(product.subscription(slug));
  assert.match(page.text, /archive gardée.*Gardée jusqu’au/s);
  assert.ok(page.text.includes(kept!.manifest_sha256) && page.text.includes(kept!.sha256));
  const sent = await download(alice.client, product.keptZip(slug));
  const zip = new Uint8Array(await sent.arrayBuffer());
  assert.deepEqual([sha256Hex(zip), await faultOf(zip)], [kept!.sha256, null]);
  const part = await download(alice.client, product.keptZip(slug), { range: "bytes=65530-131080" });
  assert.deepEqual([part.status, new Uint8Array(await part.arrayBuffer())], [206, zip.slice(65_530, 131_081)]);
  const mails = (await app.mailbox.list()).filter(({ to }) => to.includes(alice.email));
  assert.match(
    mails.find(({ subject }) => /est gardée/.test(subject))!.text,
    /clé qui n’est qu’à elle.*ne s’ouvrent plus/s,
  );
});

Deno.test("nothing else of it opens, to anybody: pages and writes say so, links are dead, others take no archive", async () => {
  const { slug } = atelier, wrong: string[] = [];
  for (const route of (Object.keys(ACCESS) as RouteKey[]).filter((each) => each.includes(" /d/:slug"))) {
    const [method, pattern] = route.split(" ") as ["GET" | "POST", string];
    const path = pattern.replace(":slug", slug).replace(/:\w+/g, () => newId());
    const reply = await (method === "GET" ? alice.client.getJson(path) : alice.client.postJson(path));
    const code = reply.headers.get("content-type")?.includes("json") ? reply.json()["code"] : null;
    const isRight = OPEN_WHEN_KEPT.has(route) ? reply.status === 200 : code === "request.dossier_kept";
    if (!isRight) wrong.push(`${route} → ${reply.status} ${code}`);
  }
  assert.deepEqual(wrong, []);
  assert.equal((await alice.client.get(product.dossier(slug))).location, product.subscription(slug));
  const locked = await alice.client.get(product.items(slug));
  assert.match(locked.text, /Dossier fermé.*seule son archive est gardée/s);
  const area = await alice.client.get(product.subscription(slug));
  assert.doesNotMatch(
    area.text,
    new RegExp(`href="/d/${slug}/(factures|archives|abonnement/(sortie|fermeture|espace))`),
  );
  const visitor = openClient(app);
  for (const path of [product.publicDocument(token), product.publicDocument(token, "pdf")]) {
    const dead = await visitor.get(path);
    assert.deepEqual([dead.status, /ne mène plus à rien/.test(dead.text)], [404, true]);
  }
  for (const { client } of [bob, chloe]) {
    assert.equal((await client.getJson(product.keptZip(slug))).json().code, "instances.kept_owners");
    const seen = await client.get(product.subscription(slug));
    assert.match(seen.text, /Un titulaire ou un administrateur/);
    assert.ok(!seen.text.includes(product.keptZip(slug)));
  }
  assert.equal((await denis.client.get(product.keptZip(slug))).status, 404);
  assert.equal((await visitor.getJson(product.keptZip(slug))).status, 401);
});

Deno.test("no cell is asked for it: with its cell down the area and the archive answer as ever", async () => {
  const down = () => "postgres://product_login:x@127.0.0.1:1/nothing";
  const addresses = (login: "product" | "console", cell: (id: string) => string) => {
    return { control: world.url("control", login), cell };
  };
  const team = addresses("console", (id) => world.url(id, "console"));
  configureDatabases({ product: addresses("product", down), console: team, maxConnections: 8 });
  for (const path of [product.subscription(atelier.slug), product.keptZip(atelier.slug)]) {
    assert.equal((await alice.client.get(path)).status, 200, path);
  }
  assert.equal((await openClient(app).get(product.publicDocument(token))).status, 404);
  configureDatabases({
    product: addresses("product", (id) => world.url(id, "product")),
    console: team,
    maxConnections: 8,
  });
});

Deno.test("who lost every access takes it over through two operators, and downloads the archive", async () => {
  const form = {
    name: "Paul Héritier",
    email: "paul@heritier.example",
    reason: WHY,
    despite: "on",
    owners_leave: "on",
  };
  const seen = { register_extract: "on", identity_document: "on", register_call: "on" };
  const asked = await odile.post(paths.recoveries(atelier.tenantId), { ...form, ...seen });
  assert.equal(asked.status, 303, asked.text);
  assert.equal((await omar.post(`${asked.location}/accord`, { checked: "on", reason: WHY })).status, 303);
  await app.runJobs();
  shiftClock(73 * 3_600_000);
  await control`update control.jobs set run_at = now() where kind = 'access.finish_recovery' and state = 'ready'`;
  await app.runJobs();
  const mail = (await app.mailbox.list()).find(({ to }) => to.includes(form.email));
  shiftClock(0);
  const paul = openClient(app), link = /\/invitation\/[\w-]+/.exec(mail!.text)![0];
  await paul.post(link, { name: form.name, password: "cinq grands chevaux gris" });
  assert.equal((await download(paul, product.keptZip(atelier.slug))).status, 200);
  await app.runJobs();
  const parked = await control`select kind, last_error from control.jobs where state in ('parked', 'ready')
    and kind = 'access.record_access_act' and tenant_id = ${atelier.tenantId}`;
  assert.deepEqual([...parked], [], "no job waits for a cell that has nothing of it");
});

Deno.test("a byte that the store has changed or lost breaks the download: nothing false is handed over", async () => {
  const { tenantId, slug } = atelier, store = storeOf(KEPT_STORE);
  const [row] = await control`select id from control.kept_archives where tenant_id = ${tenantId}`;
  const [{ key } = { key: "" }] = (await store.list(`control/kept/${tenantId}/${row!.id}/`)).files;
  const whole = new Uint8Array(await new Response((await store.get(key))!.body).arrayBuffer());
  const contentType = "application/octet-stream";
  for (const bytes of [whole.with(1_000, whole[1_000]! ^ 1), whole.slice(0, -20)]) {
    await store.put(key, bytes, { contentType, overwrite: true });
    await assert.rejects((await download(alice.client, product.keptZip(slug))).arrayBuffer());
  }
  await store.remove([key]);
  await assert.rejects((await download(alice.client, product.keptZip(slug))).arrayBuffer());
  await store.put(key, whole, { contentType, overwrite: true });
  assert.equal((await download(alice.client, product.keptZip(slug))).status, 200);
});

Deno.test("the console tells its state, size, dates and story, to support too, and opens no contents", async () => {
  const { tenantId } = atelier;
  const standing = await olga.get(paths.instanceState(tenantId));
  assert.match(standing.text, /archive gardée.*Archive conservée.*Taille.*Conservée jusqu’au.*Retiré de la cellule/s);
  const json = (await olga.getJson(paths.instanceState(tenantId))).text;
  assert.ok(json.includes('"kept"') && !/wrapped/i.test(json));
  assert.match(
    (await olga.get(paths.instance(tenantId))).text,
    /a gardé l’archive du dossier.*Conservation de l’archive/s,
  );
  assert.match((await olga.get(paths.instances("?etat=kept"))).text, /Atelier Dupré/);
  for (const act of ["reopen", "close", "activate", "suspend", "keep", "erase"]) {
    const reply = await odile.postJson(paths.instanceState(tenantId), { act, ending: "erase", reason: WHY });
    assert.ok([409, 422].includes(reply.status), act);
  }
  assert.equal((await odile.postJson(paths.move(tenantId), { to: "production", reason: WHY })).status >= 400, true);
});

Deno.test("closed by an operator it waits for another one's word: neither he nor a look begins, and once is once", async () => {
  const { tenantId } = garage, path = paths.keeping(tenantId);
  const form = { act: "close", ending: "keep", reason: WHY };
  assert.equal((await odile.postJson(path, { reason: WHY })).json().code, "instances.keep_refused", "it is open");
  assert.equal((await odile.postJson(paths.instanceState(tenantId), form)).status, 200);
  await settle();
  assert.equal((await omar.postJson(path, { reason: WHY })).json().code, "instances.keep_refused", "its days run");
  await overIn(tenantId);
  await watchKeeping(aLook());
  await settle();
  assert.deepEqual([await stateOf(tenantId), await openAlerts(tenantId)], ["closed", ["keep_to_second"]]);
  assert.equal((await odile.postJson(path, { reason: WHY })).json().code, "instances.keep_own");
  assert.equal((await omar.postJson(path, { reason: "court" })).status, 422);
  assert.equal((await olga.postJson(path, { reason: WHY })).status, 403);
  assert.equal((await omar.postJson(paths.keeping(newId()), { reason: WHY })).status, 404);
  assert.match((await omar.get(paths.instanceState(tenantId))).text, /Accorder la conservation/);
  const words = await Promise.all([omar, omar].map((who) => who.postJson(path, { reason: WHY })));
  assert.deepEqual(words.map(({ status }) => status).sort(), [200, 409]);
  await settle();
  assert.deepEqual([await stateOf(tenantId), await openAlerts(tenantId)], ["kept", []]);
  const [warrant] = await trial`select granted_by <> seconded_by as two, seconded_by from cell.purge_warrants
    where tenant_id = ${tenantId}`;
  assert.ok(warrant!.two && !warrant!.seconded_by.startsWith("sha256"));
  assert.equal((await omar.postJson(path, { reason: WHY })).json().code, "instances.keep_refused", "it is done");
});

Deno.test("before its years are over nobody asks for its end, whatever a program's clock says, and no look prepares it", async () => {
  const { tenantId } = atelier, path = paths.instancePurge(tenantId);
  await watchRetention(aLook());
  assert.deepEqual(await openAlerts(tenantId), []);
  assert.equal((await odile.postJson(path, { reason: WHY })).json().code, "instances.purge_too_early");
  const late = { ...aLook(), now: addSeconds(now(), 12 * 366 * 86_400) };
  const [operator] = await control`select id from control.operators where email = ${ODILE.email}`;
  const asked = askPurge(late, { operatorId: operator!.id, name: "Odile" }, {
    tenantId: atelier.tenantId,
    reason: WHY,
  });
  await assert.rejects(asked, { code: "instances.purge_too_early" });
  await watchRetention(late);
  assert.equal((await control`select 1 from control.purges where tenant_id = ${tenantId}`).length, 0);
  assert.match((await odile.get(path)).text, /Le délai court jusqu/);
  assert.equal(await stateOf(tenantId), "kept");
});

Deno.test("ten years on, a prepared erasure and two operators: archive and key are destroyed, the proof stays", async () => {
  const { tenantId, slug } = atelier, path = paths.instancePurge(tenantId);
  await control`update control.instances set erase_after = now() - interval '1 hour' where tenant_id = ${tenantId}`;
  await Promise.all([watchRetention(aLook()), watchRetention(aLook())]);
  await watchRetention(aLook());
  assert.deepEqual(await openAlerts(tenantId), ["retention_over"]);
  const [purge, ...others] = await control`select id, state from control.purges where tenant_id = ${tenantId}`;
  assert.deepEqual([purge!.state, others.length], ["prepared", 0]);
  const decision = paths.instancePurge(tenantId, purge!.id), word = { decision: "approve", reason: WHY };
  assert.match((await omar.get(path)).text, /préparé, à demander/);
  assert.equal((await omar.postJson(decision, word)).json().code, "instances.purge_decided", "nobody has asked yet");
  assert.equal((await odile.postJson(path, { reason: WHY })).json().id, purge!.id);
  assert.equal((await omar.postJson(path, { reason: WHY })).json().code, "instances.purge_under_way");
  assert.equal((await odile.postJson(decision, word)).json().code, "instances.purge_own");
  assert.equal((await olga.postJson(decision, word)).status, 403);
  assert.equal((await download(alice.client, product.keptZip(slug))).status, 200, "until it is decided");
  assert.equal((await omar.postJson(decision, word)).status, 200);
  const [row] = await control`select id from control.procedures where tenant_id = ${tenantId} and kind = 'erase_kept'`;
  for (const step of ["destroy_key", "objects", "forget"]) {
    await control`update control.jobs set state = 'done' where kind in ('instances.tell_life', 'instances.life_mail')`;
    await runAndDie({ key: { tenantId, id: row!.id }, step });
  }
  await control`update control.jobs set run_at = now() where tenant_id = ${tenantId} and state = 'ready'`;
  await settle();

  const [gone] = await control`select k.state, k.wrapped_key, k.sha256, p.state as purge, p.proof
    from control.kept_archives k join control.purges p using (tenant_id) where k.tenant_id = ${tenantId}`;
  assert.deepEqual([gone!.state, gone!.wrapped_key, gone!.purge], ["destroyed", null, "done"]);
  assert.deepEqual([gone!.proof.archive, gone!.proof.files > 0, /^[0-9a-f]{64}$/.test(gone!.proof.chain.hash)], [
    gone!.sha256,
    true,
    true,
  ]);
  assert.equal((await storeOf(KEPT_STORE).list(`control/kept/${tenantId}/`)).files.length, 0);
  assert.deepEqual([await stateOf(tenantId), await openAlerts(tenantId)], ["erased", []]);
  for (const dead of [product.subscription(slug), product.keptZip(slug)]) {
    assert.equal((await alice.client.get(dead)).status, 404);
  }
  assert.match((await odile.get(path)).text, /Archive détruite/);
  assert.match((await odile.get(paths.instanceState(tenantId))).text, /Détruite le/);
});

/** Steps that write nothing yet, and those of every erasure: purges_test.ts kills them. */
const TRIED_ELSEWHERE = new Set(["archive", "read_archive", "files", "check"]);

/** A process of the console that is killed once it has done a step; whoever is next finds no turn held. */
async function runAndDie(
  orders: Omit<Orders, "urls" | "folder" | "key"> & { key: ProcedureKey | Record<string, string> },
) {
  const urls = { control: world.url("control", "console"), cell: world.url(TRIAL_CELL, "console") };
  const script = new URL("../lib/instances/keep/_dying_keeping.ts", import.meta.url).pathname;
  const args = ["run", "-A", "--no-check", script, JSON.stringify({ urls, folder, ...orders })];
  const { signal, stderr } = await new Deno.Command(Deno.execPath(), { args, stdout: "null", stderr: "piped" })
    .output();
  assert.equal(signal, "SIGKILL", `${orders.step}: ${new TextDecoder().decode(stderr)}`);
  await control`update control.procedures set busy_until = null where id = ${orders.key.id}`;
}

Deno.test("killed at the end of each step, before anybody knows, a keeping goes on by itself and keeps one archive", async () => {
  const { tenantId, slug } = cabinet;
  assert.equal((await chloe.client.postJson(product.closing(slug), { ending: "keep", reason: "" })).status, 200);
  await settle();
  await overIn(tenantId);
  await watchKeeping(aLook());
  const [row] =
    await control`select id from control.procedures where tenant_id = ${tenantId} and kind = 'keep_dossier'`;
  const rows = await rowsIn(tenantId), decided = KEEP_DOSSIER.steps.findIndex(({ name }) => name === "keep");
  for (const [n, { name: step }] of KEEP_DOSSIER.steps.entries()) {
    if (TRIED_ELSEWHERE.has(step)) continue;
    await runAndDie({ key: { tenantId, id: row!.id }, step });
    assert.equal(await stateOf(tenantId), n <= decided ? "closed" : "kept", step);
    if (n <= decided) assert.equal(await rowsIn(tenantId), rows, `${step}: the directory has not decided`);
  }
  await control`update control.jobs set run_at = now() where tenant_id = ${tenantId} and state = 'ready'`;
  await settle();
  const kept = await control`select state, sha256 from control.kept_archives where tenant_id = ${tenantId}`;
  assert.deepEqual(kept.map(({ state }) => state), ["kept"]);
  assert.equal(await rowsIn(tenantId), 0);
  const zip = new Uint8Array(await (await download(chloe.client, product.keptZip(slug))).arrayBuffer());
  assert.deepEqual([sha256Hex(zip), await faultOf(zip)], [kept[0]!.sha256, null]);
  const changes = await control`select 1 from control.state_changes where tenant_id = ${tenantId} and act = 'keep'`;
  assert.equal(changes.length, 1);
});
