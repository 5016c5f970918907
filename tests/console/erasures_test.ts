import assert from "node:assert/strict";
import { ACCESS } from "../../console/access.ts";
import { paths } from "../../console/paths.ts";
import { openChain, readLog, seal, verifyAgreement, verifyChain } from "../../lib/antifraud/mod.ts";
import type { Ctx } from "../../lib/base/ctx.ts";
import type { IsoInstant } from "../../lib/base/dates.ts";
import type { Uuid } from "../../lib/base/ids.ts";
import { withTenant } from "../../lib/platform/db/tenant.ts";
import { newId } from "../../lib/platform/random.ts";
import { paths as product } from "../../routes/paths.ts";
import { makeCast } from "../cast.ts";
import { attempt, connect } from "../tidy/catalogue/tries.ts";
import { openApp } from "../support/app.ts";
import { type Client, openClient } from "../support/client.ts";
import { ODILE, odilesCode, OMAR, omarsCode, openConsole } from "../support/console.ts";
import { aCtx, openWorld, TRIAL_CELL } from "../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
const team = await openConsole();
const { alice, bob, atelier, garage, cabinet } = await makeCast(app);
const operators = connect(world.url("control", "console")), productLogin = connect(world.url("control", "product"));
const inCell = connect(world.url(TRIAL_CELL, "console"));
/** What the second operator writes when he approves. */
const CHECKED = "Pièces vues et demande vérifiée";
Deno.test.afterAll(async () => {
  await Promise.all([operators.end(), productLogin.end(), inCell.end()]);
  await app.close();
  await world.close();
});
const { trial, control } = world.owner;

async function signedIn(fields: Record<string, string>): Promise<Client> {
  const client = openClient(team);
  assert.equal((await client.post(paths.signIn(), fields)).status, 303);
  return client;
}
const odile = await signedIn({ ...ODILE, code: odilesCode() });
const omar = await signedIn({ ...OMAR, code: omarsCode() });
const FORM = { until: "2014-12-31", reason: "Le client le demande ; conservation passée." };

/** Takes a dossier's log back to 2011: three records of then, one of today. */
async function makeOld(tenantId: Uuid): Promise<Ctx> {
  await trial.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    for (const table of ["sealed_records", "chains", "signing_keys"]) {
      await tx.unsafe(`delete from cell.${table} where tenant_id = '${tenantId}'`);
    }
  });
  const ctx = aCtx(tenantId), then = { ...ctx, now: "2011-05-04T10:00:00.000Z" as IsoInstant };
  const probe = (n: number) => ({ type: "probe_sealed", subjectId: null, payload: { n } });
  await withTenant(ctx, (tx) => openChain(tx, then));
  await withTenant(ctx, (tx) => seal(tx, then, [probe(1), probe(2)]));
  await withTenant(ctx, (tx) => seal(tx, ctx, [probe(3)]));
  return ctx;
}

/** An archive that holds the first records of a dossier, as if it had been made. */
async function archive(tenantId: Uuid, lastSeq: number): Promise<void> {
  await trial`insert into cell.archives (tenant_id, id, is_whole, from_on, to_on, state, step, chain_id, company_name,
      first_seq, last_seq, prev_hash, head_hash, done_units, total_units, manifest_sha256, files, bytes, parts, asked_at,
      done_at, seal_seq)
    values (${tenantId}, ${newId()}, true, '2011-01-01', '2011-12-31', 'done', 1, ${newId()}, 'Atelier', 1, ${lastSeq},
      decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex'), 1, 1, repeat('0', 64), 1, 1, '[]', now(), now(), 1)`;
}

/** The console's work, then what it asks of the product, then the acts that both leave. */
async function settle(): Promise<void> {
  for (let round = 0; round < 3; round++) await app.runJobs();
}

const ctx = await makeOld(atelier.tenantId);
const payloads = async (of: Ctx) => {
  const records = await readLog({ ...of, rights: new Set(["sealed_log:read"]) }, { after: 0n, limit: 9 });
  return records.map(({ payload }) => payload !== null);
};

Deno.test("within retention, without a reason, or without a day it comes back, every value kept", async () => {
  await archive(atelier.tenantId, 2);
  const tries: [Record<string, string>, RegExp][] = [
    [{ ...FORM, until: "2020-01-01" }, /se gardent dix ans/],
    [{ ...FORM, until: "2090-01-01" }, /se gardent dix ans/],
    [{ ...FORM, until: "hier" }, /dernier jour à effacer/],
    [{ ...FORM, reason: " " }, /Dites pourquoi/],
  ];
  for (const [form, says] of tries) {
    const reply = await odile.post(paths.erasures(atelier.tenantId), form);
    assert.equal(reply.status, 422, reply.text);
    assert.match(reply.text, says);
    assert.match(reply.text, /class="field-error"/);
  }
  assert.equal((await control`select 1 from control.erasures`).length, 0);
});

Deno.test("what no archive holds, what holds nothing old, and what does not exist is refused", async () => {
  const unarchived = await odile.post(paths.erasures(atelier.tenantId), FORM);
  assert.deepEqual([unarchived.status, /dans aucune archive \(1\)/.test(unarchived.text)], [409, true]);
  await archive(atelier.tenantId, 3);
  const nothing = await odile.post(paths.erasures(garage.tenantId), FORM);
  assert.deepEqual([nothing.status, /Aucun contenu scellé/.test(nothing.text)], [409, true]);
  for (const tenantId of [newId(), "x"]) {
    assert.equal((await odile.post(paths.erasures(tenantId), FORM)).status, 404);
  }
});

Deno.test("Odile asks, Omar approves, the purger erases; the dossier's page of proofs says so, the chain verifies", async () => {
  const asked = await odile.post(paths.erasures(atelier.tenantId), FORM);
  assert.equal(asked.status, 303, asked.text);
  const path = asked.location!;
  assert.match((await odile.post(paths.erasures(atelier.tenantId), FORM)).text, /déjà en cours/);
  assert.match((await odile.get(path)).text, /une autre personne de l’équipe en décide/);
  assert.equal(
    (await odile.post(`${path}/accord`, { checked: "on", reason: CHECKED })).status,
    409,
    "who asked does not decide",
  );
  assert.equal((await odile.post(`${path}/refus`, { reason: "Ce n’est pas clair." })).status, 409);
  assert.equal((await omar.post(`${path}/accord`, { reason: CHECKED })).status, 422, "unchecked");
  assert.equal((await omar.post(`${path}/refus`, { reason: " " })).status, 422);
  await app.runJobs();
  assert.deepEqual(await payloads(ctx), [true, true, true, true], "nothing goes before the second word");
  assert.doesNotMatch((await alice.client.get(product.proofs(atelier.slug))).text, /id="effacements"/);

  assert.equal((await omar.post(`${path}/accord`, { checked: "on", reason: CHECKED })).location, path);
  assert.equal((await omar.post(`${path}/accord`, { checked: "on", reason: CHECKED })).status, 409, "decided once");
  assert.equal((await odile.post(`${path}/annulation`, { reason: "Trop tard." })).status, 409);
  await settle();
  assert.deepEqual(await payloads(ctx), [true, false, false, true, true]);
  assert.match((await odile.get(path)).text, /Contenus effacés.*2 ; leurs empreintes/s);
  const page = await alice.client.get(product.proofs(atelier.slug));
  assert.match(page.text, /id="effacements".*2 contenus scellés.*mandat/s);
  assert.match(page.text, /Contenus hors conservation effacés/);
  const reader = { ...ctx, rights: new Set(["sealed_log:read"] as const) };
  const report = await verifyChain(reader, { allSignatures: true });
  assert.deepEqual([report.ok, report.erased], [true, 2]);
  assert.equal((await verifyAgreement(reader)).ok, true);
  const { text } = await alice.client.get(`/d/${atelier.slug}/activite`);
  for (
    const words of [
      "Effacement de contenus hors conservation demandé",
      "accordé par une autre",
      "hors conservation effacés",
    ]
  ) {
    assert.ok(text.includes(words), words);
  }
});

Deno.test("run again by a process that died, it erases, seals and says nothing twice", async () => {
  const [row] = await control`select id from control.erasures where state = 'done'`;
  await control`update control.jobs set state = 'ready', run_at = now(), done_at = null
    where kind in ('access.carry_out_erasure', 'access.seal_erasure')`;
  await settle();
  const sealed = await trial`select 1 from cell.sealed_records where type = 'contents_erased'
    and tenant_id = ${atelier.tenantId}`;
  assert.deepEqual([sealed.length, row !== undefined], [1, true]);
});

Deno.test("Omar refuses with a reason; Odile takes back what nobody has decided; both may be asked again", async () => {
  await makeOld(cabinet.tenantId);
  await archive(cabinet.tenantId, 9);
  const first = (await odile.post(paths.erasures(cabinet.tenantId), FORM)).location!;
  assert.equal((await omar.post(`${first}/refus`, { reason: "Un contrôle est en cours." })).location, first);
  assert.match((await odile.get(first)).text, /Un contrôle est en cours/);
  const again = (await odile.post(paths.erasures(cabinet.tenantId), FORM)).location!;
  assert.equal((await odile.post(`${again}/annulation`, { reason: "Erreur de dossier." })).location, again);
  assert.match((await omar.post(`${again}/accord`, { checked: "on", reason: CHECKED })).text, /déjà été décidé/);
  await app.runJobs();
  assert.deepEqual(await payloads(aCtx(cabinet.tenantId)), [true, true, true, true]);
});

Deno.test("the same in JSON: list, page, form, refusals with their codes", async () => {
  const asking = await odile.postJson(paths.erasures(cabinet.tenantId), FORM);
  const { id } = asking.json<{ id: string }>(), key = { tenantId: cabinet.tenantId, id };
  const own = await odile.postJson(paths.erasure(key, "accord"), { checked: true, reason: CHECKED });
  assert.deepEqual([own.status, own.json().code], [409, "access.erasure_own"]);
  const { erasures } = (await odile.getJson(paths.allErasures())).json<{ erasures: { id: string }[] }>();
  assert.ok(erasures.some((erasure) => erasure.id === id));
  assert.equal((await odile.getJson(paths.erasure(key))).json().state, "asked");
  assert.match((await omar.get(paths.allErasures())).text, /à décider/);
  assert.deepEqual((await omar.postJson(paths.erasure(key, "refus"), { reason: "Ce n’est pas clair." })).json(), key);
});

Deno.test("an erasure that does not exist, or is another dossier's, is 404 whatever is asked of it", async () => {
  const [row] = await control`select id from control.erasures where tenant_id = ${atelier.tenantId}`;
  const wrong = [
    { tenantId: cabinet.tenantId, id: row!.id },
    { tenantId: atelier.tenantId, id: newId() },
    { tenantId: atelier.tenantId, id: "x" },
  ];
  for (const key of wrong) {
    assert.equal((await omar.get(paths.erasure(key))).status, 404);
    for (const act of ["accord", "refus", "annulation"] as const) {
      assert.equal(
        (await omar.post(paths.erasure(key, act), { checked: "on", reason: "Ce n’est pas clair." })).status,
        404,
      );
    }
  }
});

Deno.test("neither a visitor nor a member of the dossier reaches any of it", async () => {
  const routes = Object.keys(ACCESS).filter((route) => route.includes("effacements"));
  assert.equal(routes.length, 9);
  for (const route of routes) {
    const [method, pattern] = route.split(" ") as ["GET" | "POST", string];
    const path = pattern.replace(":dossier", atelier.tenantId).replace(":erasure", newId());
    for (const cookie of ["", alice.client.cookies(), bob.client.cookies()]) {
      const client = openClient(team), options = { headers: { cookie } };
      const reply = method === "GET" ? await client.get(path, options) : await client.post(path, FORM, options);
      assert.deepEqual([reply.status, reply.location], [303, paths.signIn()], route);
    }
  }
});

Deno.test("no role of the product asks, decides or ends; the console's role decides through the functions alone", async () => {
  const { tenantId } = cabinet,
    [odileId] = (await control`select id from control.operators where name = 'Odile'`).map(({ id }) => id);
  const asking = (more = "", value = "") =>
    `insert into control.erasures (tenant_id, id, reason, until_on, contents_before, reaches, asked_by, asked_by_name,
      asked_at${more}) values ('${tenantId}', '${newId()}', 'x', '2011-12-31', '2012-01-01', 1, '${odileId}', 'O', now()${value})`;
  const tries = [
    "update control.erasures set state = 'approved'",
    "delete from control.erasures",
    asking(", state", ", 'approved'"),
  ];
  const functions = [
    asking(),
    `select control.decide_erasure('${tenantId}', '${newId()}', '${odileId}', 'O', true, null, now())`,
    `select control.finish_erasure('${tenantId}', '${newId()}', 1, now())`,
    `select control.cancel_erasure('${tenantId}', '${newId()}', 'x', now())`,
  ];
  const DENIED = { refused: "42501" };
  for (const role of ["app_user", "app_reader", "app_queue"]) {
    for (const act of [...tries, ...functions]) {
      assert.deepEqual(await attempt(productLogin, { role, tenantId }, act), DENIED, `${role} ${act}`);
    }
  }
  for (const act of tries) assert.deepEqual(await attempt(operators, { role: "ops_control" }, act), DENIED, act);
  const young = asking().replace("'2012-01-01'", "now()");
  assert.deepEqual(await attempt(operators, { role: "ops_control" }, young), { refused: "23514" });
  const [waiting] = await control`select id from control.erasures where tenant_id = ${tenantId} limit 1`;
  const alone = `select 1 from (select control.decide_erasure('${tenantId}', '${
    waiting!.id
  }', '${odileId}', 'O', true, null,
    now()) as yes) found where yes`;
  assert.deepEqual(await attempt(operators, { role: "ops_control" }, alone), { rows: 0 });
});

Deno.test("the purger writes down no warrant but one for contents, of two people, ten years back, for a week", async () => {
  const tenantId = garage.tenantId;
  const warrant = (over: Readonly<Record<string, string>> = {}) => {
    const values = {
      reason: "'contents_retention_ended'",
      granted: "'op1'",
      seconded: "'op2'",
      expires: "now() + interval '7 days'",
      before: "'2012-01-01'",
      ...over,
    };
    return `insert into cell.purge_warrants (tenant_id, id, reason, granted_by, seconded_by, expires_at, contents_before)
      values ('${tenantId}', gen_random_uuid(), ${Object.values(values).join(", ")})`;
  };
  const purger = { role: "ops_purger", tenantId };
  const refused: [string, string][] = [
    [warrant({ reason: "'retention_ended'", before: "null" }), "42501"],
    [warrant({ reason: "'moved'", before: "null" }), "42501"],
    [warrant({ expires: "'2099-01-01'" }), "42501"],
    [warrant({ before: "now()" }), "42501"],
    [warrant({ seconded: "null" }), "23514"],
    [warrant({ seconded: "'op1'" }), "23514"],
    ["update cell.purge_warrants set expires_at = '2099-01-01'", "42501"],
  ];
  for (const [act, code] of refused) assert.deepEqual(await attempt(inCell, purger, act), { refused: code }, act);
  assert.deepEqual(await attempt(inCell, { ...purger, tenantId: newId() }, warrant()), { refused: "42501" });
  assert.deepEqual(await attempt(inCell, purger, warrant()), { rows: 1 });
});
