import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  acknowledgeAlert,
  type Alarm,
  assignAlert,
  changeChannels,
  clearAlert,
  muteAlert,
  raiseAlert,
  resolveAlert,
  tryWebhook,
  viewChannels,
} from "../../../../lib/instances/operator.ts";
import { listActiveOperators } from "../../../../lib/identity/mod.ts";
import { now } from "../../../../lib/platform/clock.ts";
import { withOperator } from "../../../../lib/platform/db/tenant.ts";
import type { Uuid } from "../../../../lib/base/ids.ts";
import { openApp } from "../../../support/app.ts";
import { ODILE, OMAR, openConsole } from "../../../support/console.ts";
import { openWorld } from "../../../support/world.ts";
import { aVisitor } from "../../identity/_people.ts";

/** A call as the receiver saw it. */
interface Received {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

const SECRET = "un-secret-partagé-de-trente-deux-signes".normalize("NFD").replace(/[^\x21-\x7e]/g, "");
const REASON = "Le disque est agrandi demain matin.";
const received: Received[] = [];
let answer = 204;
const receiver = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
  response.writeHead(answer).end();
});
await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/alertes`;

const world = await openWorld();
const app = await openApp(world);
await openConsole();
const { control } = world.owner;
Deno.test.afterAll(async () => {
  await new Promise((resolve) => receiver.close(resolve));
  await app.close();
  await world.close();
});
const team = await withOperator({ database: "control", role: "ops_control" }, listActiveOperators);
const odile = team.find(({ name }) => name === "Odile")!, omar = team.find(({ name }) => name === "Omar")!;
const FORM = { mailFrom: "warning", url, secret: SECRET, webhookFrom: "warning", reason: REASON };

async function raised(id: string, wish: Partial<Alarm> = {}): Promise<Uuid> {
  const figures = { percent: 71 };
  const alarm = { at: now(), kind: "cell_load", subject: { kind: "cell", id }, level: "warning", figures, ...wish };
  return await withOperator({ database: "control", role: "ops_control" }, (tx) => raiseAlert(tx, alarm as Alarm));
}

/** Who was written to about a subject, in order. */
async function mailsAbout(id: string): Promise<string[]> {
  await app.runJobs();
  const mails = (await app.mailbox.list()).filter(({ subject }) => subject.includes(`cellule ${id}`));
  return mails.flatMap(({ to }) => to).sort();
}

function callsAbout(id: string): { act: string; level: string; figures: unknown; event: string }[] {
  return received.map(({ body }) => JSON.parse(body)).filter(({ alert }) => alert.subject.id === id);
}

Deno.test("by default each operator is written to once, with the figures and where to act; no webhook is called", async () => {
  const id = await raised("mail-1");
  assert.deepEqual(await mailsAbout("mail-1"), [ODILE.email, OMAR.email]);
  assert.deepEqual(await mailsAbout("mail-1"), [ODILE.email, OMAR.email]);
  const mail = (await app.mailbox.list()).find(({ subject }) => subject.includes("mail-1"))!;
  assert.match(mail.subject, /^\[à surveiller\] Une cellule dépasse un seuil/);
  for (const words of ["a levé l’alerte", "part de la limite (%)", "71", `/alertes/${id}`]) {
    assert.ok(mail.text.includes(words), words);
  }
  assert.equal(received.length, 0);
});

Deno.test("the webhook is called with a signature that its receiver can make again, and once an event", async () => {
  await changeChannels(aVisitor(), odile, FORM);
  await raised("hook-1", { level: "critical" });
  await app.runJobs();
  await app.runJobs();
  const [call] = received.filter(({ body }) => body.includes("hook-1"));
  assert.equal(callsAbout("hook-1").length, 1);
  const { "paraphe-timestamp": seconds, "paraphe-signature": signature, "paraphe-event": event } = call!.headers;
  const expected = createHmac("sha256", SECRET).update(`${seconds}.${call!.body}`).digest("hex");
  assert.equal(signature, `v1=${expected}`);
  assert.ok(Math.abs(Number(seconds) - Date.parse(now()) / 1000) < 120);
  const body = JSON.parse(call!.body);
  assert.deepEqual([body.event, body.act, body.level, body.figures], [event, "raised", "critical", { percent: 71 }]);
  assert.equal(body.alert.kind, "cell_load");
  await withOperator(
    { database: "control", role: "ops_control" },
    (tx) => clearAlert(tx, { kind: "cell_load", subject: { kind: "cell", id: "hook-1" }, at: now() }),
  );
  await app.runJobs();
  assert.deepEqual(callsAbout("hook-1").map(({ act }) => act), ["raised", "cleared"]);
});

Deno.test("a receiver that fails is called again later, under the same event", async () => {
  answer = 500;
  await raised("hook-2");
  await app.runJobs();
  assert.equal(callsAbout("hook-2").length, 1);
  const [job] = await control`select state, attempts, last_error from control.jobs
    where kind = 'instances.call_webhook' and state = 'ready'`;
  assert.deepEqual([job!["attempts"], /answered 500/.test(job!["last_error"])], [1, true]);
  answer = 200;
  await control`update control.jobs set run_at = now() where kind = 'instances.call_webhook'`;
  await app.runJobs();
  const calls = callsAbout("hook-2");
  assert.equal(calls.length, 2);
  assert.equal(calls[0]!.event, calls[1]!.event);
});

Deno.test("a redirect of the receiver is not followed, and counts as a failure", async () => {
  answer = 302;
  await raised("hook-3");
  await app.runJobs();
  assert.equal(callsAbout("hook-3").length, 1);
  const [job] = await control`select last_error from control.jobs where kind = 'instances.call_webhook'
    and state = 'ready'`;
  assert.match(job!["last_error"], /answered 302/);
  answer = 204;
  await control`update control.jobs set run_at = now() where kind = 'instances.call_webhook'`;
  await app.runJobs();
});

Deno.test("levels hold: mails for critical ones alone, and the webhook hears of none below its own", async () => {
  await changeChannels(aVisitor(), odile, { ...FORM, mailFrom: "critical", webhookFrom: "critical", secret: "" });
  await raised("level-1");
  assert.deepEqual(await mailsAbout("level-1"), []);
  assert.equal(callsAbout("level-1").length, 0);
  await raised("level-1", { level: "critical" });
  assert.deepEqual(await mailsAbout("level-1"), [ODILE.email, OMAR.email]);
  assert.deepEqual(callsAbout("level-1").map(({ act }) => act), ["worsened"]);
  await changeChannels(aVisitor(), odile, { ...FORM, mailFrom: "never", secret: "" });
  await raised("level-2", { level: "critical" });
  assert.deepEqual(await mailsAbout("level-2"), []);
});

Deno.test("whom an alert is given to is written to, and nobody else; seen, muted and closed write to nobody", async () => {
  const id = await raised("given-1");
  await assignAlert(aVisitor(), odile, { id, to: omar.operatorId, reason: REASON });
  assert.deepEqual(await mailsAbout("given-1"), [OMAR.email]);
  await assignAlert(aVisitor(), omar, { id, to: omar.operatorId, reason: REASON });
  await acknowledgeAlert(aVisitor(), omar, { id, reason: REASON });
  await muteAlert(aVisitor(), omar, { id, hours: 4, reason: REASON });
  await resolveAlert(aVisitor(), omar, { id, reason: REASON });
  assert.deepEqual(await mailsAbout("given-1"), [OMAR.email]);
  assert.deepEqual(callsAbout("given-1").map(({ act }) => act).sort(), ["assigned", "raised", "resolved"]);
});

Deno.test("channels refuse levels that are none, addresses that anybody overhears, short secrets and no reason", async () => {
  const wrong: [Partial<typeof FORM>, string][] = [
    [{ mailFrom: "toString" }, "instances.channel_level"],
    [{ webhookFrom: "never" }, "instances.channel_level"],
    [{ url: "http://alertes.example/x" }, "instances.webhook_url"],
    [{ url: "ftp://127.0.0.1/x" }, "instances.webhook_url"],
    [{ url: "https://moi:mot@alertes.example" }, "instances.webhook_url"],
    [{ url: "alertes" }, "instances.webhook_url"],
    [{ secret: "court" }, "instances.webhook_secret"],
    [{ secret: "x".repeat(201) }, "instances.webhook_secret"],
    [{ reason: "court" }, "identity.act_reason"],
  ];
  for (const [wish, code] of wrong) {
    await assert.rejects(changeChannels(aVisitor(), odile, { ...FORM, ...wish }), { status: 422, code });
  }
  await changeChannels(aVisitor(), odile, { ...FORM, url: "", secret: "" });
  assert.equal((await viewChannels(aVisitor())).webhookUrl, null);
  await assert.rejects(changeChannels(aVisitor(), odile, { ...FORM, secret: "" }), {
    code: "instances.webhook_secret",
  });
});

Deno.test("the secret stands wrapped, and in no page and no log of acts", async () => {
  await changeChannels(aVisitor(), odile, FORM);
  const [row] = await control`select webhook_secret from control.alert_channels`;
  assert.ok(!Buffer.from(row!["webhook_secret"]).includes(SECRET));
  const acts = await control`select act, subject_id, reason from control.operator_acts
    where act = 'change_alert_channels'`;
  assert.ok(acts.length >= 4 && !JSON.stringify(acts).includes(SECRET));
});

Deno.test("a trial of the webhook is one signed call about no alert; what was answered is kept, and nothing tries again", async () => {
  const asked = async (): Promise<(string | null)[]> => {
    received.length = 0;
    await tryWebhook(aVisitor(), omar, { reason: REASON });
    const before = (await viewChannels(aVisitor())).triedAnswer;
    await app.runJobs();
    const { triedBy, triedAnswer } = await viewChannels(aVisitor());
    return [before, triedBy, triedAnswer];
  };
  await changeChannels(aVisitor(), odile, FORM);
  answer = 204;
  assert.deepEqual(await asked(), [null, "Omar", "204"]);
  const [call] = received, seconds = call!.headers["paraphe-timestamp"];
  const signature = createHmac("sha256", SECRET).update(`${seconds}.${call!.body}`).digest("hex");
  assert.equal(call!.headers["paraphe-signature"], `v1=${signature}`);
  const { act, alert, event } = JSON.parse(call!.body);
  assert.deepEqual([act, alert, event], ["trial", null, call!.headers["paraphe-event"]]);
  answer = 500;
  assert.deepEqual(await asked(), [null, "Omar", "500"]);
  assert.equal(received.length, 1);
  answer = 204;
  await changeChannels(aVisitor(), odile, { ...FORM, url: "http://127.0.0.1:1/" });
  assert.deepEqual((await asked())[2], "unreachable");
  const [parked] = await control`select count(*)::integer as n from control.jobs
    where kind = 'instances.try_webhook' and state <> 'done'`;
  assert.equal(parked!["n"], 0);
});

Deno.test("a trial without a webhook, or without a reason, is refused", async () => {
  await assert.rejects(tryWebhook(aVisitor(), omar, { reason: "court" }), { code: "identity.act_reason" });
  await changeChannels(aVisitor(), odile, { ...FORM, url: "" });
  await assert.rejects(tryWebhook(aVisitor(), omar, { reason: REASON }), { code: "instances.no_webhook" });
});
