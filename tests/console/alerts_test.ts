import assert from "node:assert/strict";
import type { Uuid } from "../../lib/base/ids.ts";
import { type Alarm, clearAlert, raiseAlert } from "../../lib/instances/operator.ts";
import { now, shiftClock } from "../../lib/platform/clock.ts";
import { withOperator } from "../../lib/platform/db/tenant.ts";
import { newId } from "../../lib/platform/random.ts";
import { paths } from "../../console/paths.ts";
import { signUpAs } from "../cast.ts";
import { openApp } from "../support/app.ts";
import { type Client, openClient } from "../support/client.ts";
import { ODILE, odilesCode, OMAR, omarsCode, openConsole } from "../support/console.ts";
import { openWorld } from "../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
const team = await openConsole();
const { dossier } = await signUpAs(app, { email: "alice@atelier-dupre.example", company: "Atelier Dupré" });
Deno.test.afterAll(async () => {
  shiftClock(0);
  await app.close();
  await world.close();
});
const { control } = world.owner;
const odile = await signedIn({ ...ODILE, code: odilesCode() });
const omar = await signedIn({ ...OMAR, code: omarsCode() });
const WHY = "Le disque est agrandi demain matin.";

async function signedIn(fields: Record<string, string>): Promise<Client> {
  const client = openClient(team);
  assert.equal((await client.post(paths.signIn(), fields)).status, 303);
  return client;
}

async function raised(id: string, wish: Partial<Alarm> = {}): Promise<Uuid> {
  const alarm = { at: now(), kind: "cell_load", subject: { kind: "cell", id }, level: "warning", figures: {}, ...wish };
  return await withOperator({ database: "control", role: "ops_control" }, (tx) => raiseAlert(tx, alarm as Alarm));
}

async function operatorId(name: string): Promise<string> {
  const [row] = await control`select id from control.operators where name = ${name}`;
  return row!["id"];
}

Deno.test("Odile sees what went wrong, takes note, gives it to Omar, mutes it and closes it, each with its reason", async () => {
  const id = await raised("trial-1", { figures: { percent: 71 } });
  const list = await odile.get(paths.alerts());
  for (const word of ["Une cellule dépasse un seuil", "trial-1", "part de la limite (%)", "à surveiller", "nouvelle"]) {
    assert.ok(list.text.includes(word), word);
  }
  const page = await odile.get(paths.alert(id));
  for (const word of ["J’en prends connaissance", "Le programme", "a levé l’alerte"]) {
    assert.ok(page.text.includes(word), word);
  }
  const steps = [
    ["lecture", {}],
    ["attribution", { to: await operatorId("Omar") }],
    ["sourdine", { hours: "4" }],
    ["cloture", {}],
  ] as const;
  for (const [act, fields] of steps) {
    const reply = await odile.post(paths.alert(id, act), { ...fields, reason: WHY });
    assert.equal(reply.location, paths.alert(id), reply.text);
  }
  const over = await omar.get(paths.alert(id));
  for (
    const word of ["en a pris connaissance", "Omar", "a mis l’alerte en sourdine", "a clos l’alerte", "Odile", WHY]
  ) assert.ok(over.text.includes(word), word);
  assert.ok(!over.text.includes("Agir"));
  assert.ok(!(await odile.get(paths.alerts())).text.includes(paths.alert(id)));
  assert.ok((await odile.get(paths.alerts("?etat=over"))).text.includes(paths.alert(id)));
  const noted = await control`select act, reason from control.operator_acts where subject_id = ${id} order by at, id`;
  assert.deepEqual(noted.map(({ act }) => act), ["acknowledge_alert", "assign_alert", "mute_alert", "resolve_alert"]);
  assert.ok(noted.every(({ reason }) => reason === WHY));
});

Deno.test("without a reason, or with a choice that is not there, the form comes back and nothing changed", async () => {
  const id = await raised("trial-2");
  const wrong = [
    ["lecture", { reason: "court" }, 422],
    ["attribution", { reason: WHY, to: newId() }, 422],
    ["attribution", { reason: WHY, to: "x" }, 422],
    ["sourdine", { reason: WHY, hours: "5000" }, 422],
    ["sourdine", { reason: WHY, hours: "-1" }, 422],
    ["sourdine", { reason: WHY, hours: "0" }, 409],
    ["cloture", { reason: "" }, 422],
  ] as const;
  for (const [act, fields, status] of wrong) {
    const reply = await odile.post(paths.alert(id, act), fields);
    assert.equal(reply.status, status, `${act} ${JSON.stringify(fields)}`);
  }
  const again = await odile.post(paths.alert(id, "lecture"), { reason: "court" });
  assert.ok(again.text.includes(">court</textarea>"));
  const [row] = await control`select count(*)::integer as n from control.alert_events where alert_id = ${id}`;
  assert.equal(row!["n"], 1);
});

Deno.test("what is over, unknown or seen already takes no act; two at once, one of them is told so", async () => {
  assert.equal((await odile.get(paths.alert(newId()))).status, 404);
  assert.equal((await odile.get(paths.alert("x"))).status, 404);
  assert.equal((await odile.post(paths.alert(newId(), "cloture"), { reason: WHY })).status, 404);
  const id = await raised("trial-3");
  const both = await Promise.all([odile, omar].map((who) => who.post(paths.alert(id, "lecture"), { reason: WHY })));
  assert.deepEqual(both.map(({ status }) => status).sort(), [303, 409]);
  await withOperator(
    { database: "control", role: "ops_control" },
    (tx) => clearAlert(tx, { kind: "cell_load", subject: { kind: "cell", id: "trial-3" }, at: now() }),
  );
  for (const act of ["lecture", "attribution", "sourdine", "cloture"] as const) {
    const late = await odile.post(paths.alert(id, act), { reason: WHY, to: "", hours: "4" });
    assert.equal(late.status, 409);
    assert.match(late.text, /Cette alerte est close/);
  }
});

Deno.test("an alert about a dossier leads to it, and what is done of it stands on its page too", async () => {
  const id = await raised(dossier.tenantId, {
    kind: "dossier_size",
    subject: { kind: "dossier", id: dossier.tenantId },
    level: "critical",
    figures: { percent: 97 },
  });
  assert.ok((await odile.get(paths.alert(id))).text.includes(paths.instance(dossier.tenantId)));
  await odile.post(paths.alert(id, "lecture"), { reason: WHY });
  const page = await odile.get(paths.instance(dossier.tenantId));
  assert.match(page.text, /a pris connaissance d’une alerte/);
});

Deno.test("alerts are filtered by state, kind, level, subject and who has them, and turned by pages", async () => {
  const mine = await raised("filter-1", { level: "critical" });
  await odile.post(paths.alert(mine, "attribution"), { reason: WHY, to: await operatorId("Odile") });
  const has = async (query: string) => (await odile.get(paths.alerts(query))).text.includes(paths.alert(mine));
  assert.equal(await has("?a=moi"), true);
  assert.equal(await has("?niveau=critical&sorte=cell_load&sujet=filter-1"), true);
  assert.equal(await has("?niveau=warning"), false);
  assert.equal(await has("?sorte=dossier_size"), false);
  assert.equal(await has("?sujet=filter-2"), false);
  assert.equal(await has("?etat=over"), false);
  assert.equal(await has("?etat=%27&sorte=toString&niveau=x&apres=x"), true);
  for (let n = 0; n < 51; n++) await raised(`page-${n}`);
  const first = await odile.get(paths.alerts());
  const [, next] = /href="(\/alertes\?[^"]*apres=[^"]*)"/.exec(first.text)!;
  const second = await odile.get(next!.replaceAll("&amp;", "&"));
  assert.ok(second.text.includes(paths.alert(mine)) && !first.text.includes(paths.alert(mine)));
});

Deno.test("the same in JSON: list, one alert, an act and its refusals with their codes", async () => {
  const id = await raised("json");
  const { alerts } = (await odile.getJson(paths.alerts("?sujet=json"))).json<{ alerts: { id: string }[] }>();
  assert.deepEqual(alerts.map((alert) => alert.id), [id]);
  assert.deepEqual((await odile.postJson(paths.alert(id, "lecture"), { reason: WHY })).json(), { id });
  const twice = await odile.postJson(paths.alert(id, "lecture"), { reason: WHY });
  assert.deepEqual([twice.status, twice.json().code], [409, "instances.alert_acknowledged"]);
  const { events } = (await odile.getJson(paths.alert(id))).json<{ events: { act: string }[] }>();
  assert.deepEqual(events.map(({ act }) => act), ["acknowledged", "raised"]);
});

Deno.test("thresholds and channels are changed on their pages, each with its reason; refused, the form comes back", async () => {
  const threshold = { metric: "jobs_late", subject: "trial-1", warning: "30", critical: "90", reason: WHY };
  assert.equal((await odile.post(paths.thresholds(), threshold)).location, paths.thresholds());
  assert.match((await odile.get(paths.thresholds())).text, /trial-1.*30 minutes.*90 minutes.*par Odile/s);
  const again = await odile.post(paths.thresholds(), { ...threshold, warning: "trente" });
  assert.equal(again.status, 422);
  assert.ok(again.text.includes('value="trente"'));
  assert.equal((await odile.post(paths.thresholdDrop(), threshold)).status, 303);
  assert.doesNotMatch((await odile.get(paths.thresholds())).text, /par Odile/);
  const channels = { mail_from: "critical", url: "", secret: "", webhook_from: "warning", reason: WHY };
  assert.equal((await odile.post(paths.alertChannels(), channels)).status, 303);
  assert.match((await odile.get(paths.alertChannels())).text, /value="critical" selected/);
  const secret = "s3cret-s3cret-s3cret-s3cret-s3cret";
  const refused = await odile.post(paths.alertChannels(), { ...channels, url: "http://ailleurs.example", secret });
  assert.equal(refused.status, 422);
  assert.ok(refused.text.includes("http://ailleurs.example") && !refused.text.includes(secret));
});
