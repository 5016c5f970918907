/** The life of a dossier when programs are killed, clocks are wrong, and everybody decides at once. */
import assert from "node:assert/strict";
import { paths } from "../../console/paths.ts";
import { addSeconds, addToDate, dayOf, startOfDay } from "../../lib/base/dates.ts";
import type { Uuid } from "../../lib/base/ids.ts";
import { watchTrials } from "../../lib/instances/life/watch_trials_job.ts";
import { now } from "../../lib/platform/clock.ts";
import { newId } from "../../lib/platform/random.ts";
import { paths as product } from "../../routes/paths.ts";
import { makeCast } from "../cast.ts";
import type { ActOrders } from "../lib/instances/life/_dying_act.ts";
import { openApp } from "../support/app.ts";
import { type Client, openClient } from "../support/client.ts";
import { ODILE, odilesCode, OMAR, omarsCode, openConsole } from "../support/console.ts";
import { openWorld, TRIAL_CELL } from "../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
const team = await openConsole();
const { alice, chloe, denis, atelier, cabinet, garage } = await makeCast(app);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { control, trial } = world.owner;
const START = now();
const WHY = "Le client l’a demandé par écrit.";

async function signedIn(fields: Record<string, string>): Promise<Client> {
  const client = openClient(team);
  assert.equal((await client.post(paths.signIn(), fields)).status, 303);
  return client;
}
const odile = await signedIn({ ...ODILE, code: odilesCode() });
const omar = await signedIn({ ...OMAR, code: omarsCode() });
const [operator] = await control`select id, name from control.operators where name = 'Odile'`;
const by = { operatorId: operator!.id as Uuid, name: operator!.name as string };

async function settle(): Promise<void> {
  for (let round = 0; round < 3; round++) await app.runJobs();
}

async function stateOf(tenantId: string): Promise<string> {
  const [row] = await control`select state from control.instances where tenant_id = ${tenantId}`;
  return row!.state;
}

async function subjectsTo(address: string): Promise<string[]> {
  return (await app.mailbox.list()).filter(({ to }) => to.includes(address)).map(({ subject }) => subject);
}

/** What control, the dossier's activity and its sealed log hold of its changes. */
async function told(tenantId: string): Promise<{ changes: string[]; sealed: string[]; acts: string[] }> {
  const changes = await control`select act from control.state_changes where tenant_id = ${tenantId} order by at, id`;
  const sealed = await trial`select convert_from(payload, 'UTF8')::jsonb ->> 'act' as act from cell.sealed_records
    where tenant_id = ${tenantId} and type = 'dossier_state_changed' order by seq`;
  const acts = await control`select act from control.operator_acts where subject_id = ${tenantId} order by at, id`;
  return {
    changes: changes.map(({ act }) => act),
    sealed: sealed.map(({ act }) => act),
    acts: acts.map(({ act }) => act),
  };
}

async function die(orders: Omit<ActOrders, "urls" | "by">): Promise<void> {
  const urls = { control: world.url("control", "console"), cell: world.url(TRIAL_CELL, "console") };
  const script = new URL("../lib/instances/life/_dying_act.ts", import.meta.url).pathname;
  const args = ["run", "-A", "--no-check", script, JSON.stringify({ urls, by, ...orders })];
  const { signal, stderr } = await new Deno.Command(Deno.execPath(), { args, stdout: "null", stderr: "piped" })
    .output();
  assert.equal(signal, "SIGKILL", new TextDecoder().decode(stderr));
}

Deno.test("killed before the commit an act never was, killed after it it is done; the same form again is that one act", async () => {
  const { tenantId } = atelier;
  const acts = [["activate", "trial", "active"], ["close", "active", "closed"]] as const;
  for (const [act, from, to] of acts) {
    const form = { tenantId, id: newId(), act, reason: WHY, ending: "keep" };
    await die({ form, dies: "before" });
    assert.equal(await stateOf(tenantId), from);
    assert.equal((await told(tenantId)).acts.includes(act), false);
    await die({ form, dies: "after" });
    assert.equal(await stateOf(tenantId), to);
    const again = await Promise.all([odile, omar].map((who) => who.postJson(paths.instanceState(tenantId), form)));
    assert.deepEqual(again.map(({ status, json }) => [status, json().state]), [[200, to], [200, to]]);
    const other = { ...form, act: act === "close" ? "reopen" : "suspend" };
    assert.equal((await odile.postJson(paths.instanceState(tenantId), other)).json().code, "instances.life_refused");
  }
  await settle();
  // Whoever ran these jobs has died before he could say that they were done.
  await control`update control.jobs set state = 'ready', run_at = now(), done_at = null
    where kind in ('instances.seal_state', 'instances.tell_life', 'access.record_access_act')`;
  await settle();
  const { changes, sealed, acts: noted } = await told(tenantId);
  assert.deepEqual([changes, sealed], [["activate", "close"], ["activate", "close"]]);
  assert.deepEqual(noted, ["activate", "move_dossier", "close"]);
  const mails = (await subjectsTo(alice.email)).filter((subject) => /activé|fermé/.test(subject));
  assert.deepEqual(mails.sort(), [
    "Atelier Dupré : votre dossier est activé",
    "Atelier Dupré : votre dossier est fermé",
  ]);
  const moves = await control`select state from control.procedures where tenant_id = ${tenantId}
    and kind = 'move_dossier'`;
  assert.deepEqual(moves.map(({ state }) => state), ["running"]);
  const activity = await trial`select summary from cell.activity where tenant_id = ${tenantId} and verb ~ 'Dossier$'`;
  assert.deepEqual(activity.map(({ summary }) => summary).sort(), ["Dossier activé", "Dossier fermé"]);
});

Deno.test("whoever decides at once, each change follows from the one before, and who comes too late is told", async () => {
  const { tenantId, slug } = cabinet;
  const state = paths.instanceState(tenantId);
  const team = (act: string, who: Client) => who.postJson(state, { act, reason: WHY, ending: "keep" });
  const rounds: [() => Promise<{ status: number }>[], string[]][] = [
    [() => [team("activate", odile), team("activate", omar), team("suspend", omar)], ["active", "suspended"]],
    [() => [team("suspend", odile), team("reactivate", omar), team("close", odile)], ["closed"]],
    [() => [team("reopen", odile), team("reopen", omar)], ["trial", "active", "suspended"]],
    [() => [
      chloe.client.postJson(product.closing(slug), { ending: "keep", digest: "", reason: "" }),
      team("close", odile),
      team("close", omar),
    ], ["closed"]],
  ];
  for (const [ask, ends] of rounds) {
    const replies = await Promise.all(ask());
    for (const { status } of replies) assert.ok(status === 200 || status === 409, String(status));
    assert.ok(replies.some(({ status }) => status === 200));
    assert.ok(ends.includes(await stateOf(tenantId)), await stateOf(tenantId));
  }
  const changes = await control`select act, from_state, to_state from control.state_changes
    where tenant_id = ${tenantId} order by at, id`;
  // Instants are those of the requests: the chain of states says the order.
  let present = "trial", left = changes.map(({ from_state: from, to_state: to }) => ({ from, to }));
  while (left.length > 0) {
    const next = left.find(({ from }) => from === present);
    assert.ok(next, `nothing follows ${present}: ${JSON.stringify(left)}`);
    left = left.filter((change) => change !== next);
    present = next.to;
  }
  assert.equal(present, await stateOf(tenantId));
});

Deno.test("under a clock an hour ahead, back and right again a trial is warned once of each day, and closed once", async () => {
  const { tenantId } = garage, ends = addToDate(dayOf(now()), { days: 10 });
  await control`update control.instances set trial_ends_on = ${ends}, state = 'trial' where tenant_id = ${tenantId}`;
  await settle();
  const before = (await subjectsTo(denis.email)).length;
  for (const day of [3, 7, 9, 11, 40, 70, 93, 100]) {
    const midnight = startOfDay(addToDate(dayOf(START), { days: day }));
    // Half an hour before midnight by the right clock: ahead it is the day already, back it is not.
    const wrong = [-1800, 1800, -5400, 1800, -1800, 3600].map((seconds) => addSeconds(midnight, seconds));
    for (const at of wrong) await watchTrials({ now: at, personId: null, request: { id: "watch", ip: "" } });
    await settle();
  }
  const subjects = await subjectsTo(denis.email);
  const told = subjects.slice(0, subjects.length - before).map((subject) => subject.replace("Garage Morel : ", ""));
  assert.deepEqual(told.reverse(), [
    "votre essai se termine dans 7 jours",
    "votre essai se termine dans 3 jours",
    "votre essai se termine demain",
    "votre essai est terminé",
    "vos données d’essai s’exportent encore 60 jours",
    "vos données d’essai s’exportent encore 30 jours",
    "vos données d’essai s’exportent encore 7 jours",
    "votre dossier est fermé",
  ]);
  const changes = await control`select act from control.state_changes where tenant_id = ${tenantId}`;
  assert.deepEqual(changes.map(({ act }) => act), ["close"]);
});
