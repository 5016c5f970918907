import assert from "node:assert/strict";
import { watchTrials } from "../../lib/instances/life/watch_trials_job.ts";
import { clearAlert, raiseAlert, sampleSirets, sampleSizes } from "../../lib/instances/operator.ts";
import { now, shiftClock } from "../../lib/platform/clock.ts";
import { CONTROL } from "../../lib/platform/db/pools.ts";
import { withOperator } from "../../lib/platform/db/tenant.ts";
import { newId } from "../../lib/platform/random.ts";
import { paths } from "../../console/paths.ts";
import { makeCast } from "../cast.ts";
import { openApp } from "../support/app.ts";
import { openConsole } from "../support/console.ts";
import { openWorld, TRIAL_CELL } from "../support/world.ts";
import { aVisitor } from "../lib/identity/_people.ts";
import { completeCompany } from "../routes/d/_sales.ts";
import { signInOdile } from "./_operator.ts";

const world = await openWorld();
const app = await openApp(world);
const operators = await openConsole();
const { alice, atelier, cabinet } = await makeCast(app);
const odile = await signInOdile(operators);
Deno.test.afterAll(async () => {
  shiftClock(0);
  await app.close();
  await world.close();
});
const { control } = world.owner;
const WHY = "La gérante l’a demandé au téléphone";

interface Told {
  readonly story: readonly { source: string; what: string; at: string; reason: string | null; who: string | null }[];
  readonly next: string | null;
}

async function story(tenantId: string, query = ""): Promise<Told> {
  return (await odile.getJson(paths.instance(tenantId) + query)).json<Told>();
}

Deno.test("a dossier's life is told on one line of time: birth, states, acts, alerts, warnings, each once, the latest first", async () => {
  const { tenantId } = atelier, state = paths.instanceState(tenantId);
  const change = async (act: string) => {
    shiftClock(Date.parse(now()) - Date.now() + 60_000);
    assert.equal((await odile.postJson(state, { id: newId(), act, reason: WHY })).status, 200);
  };
  await change("suspend");
  await change("reactivate");
  await odile.post(paths.siret(tenantId), { siret: "73282932000074", reason: WHY });
  const subject = { kind: "dossier", id: tenantId } as const, kind = "dossier_size" as const;
  await withOperator({ database: CONTROL, role: "ops_control" }, async (tx) => {
    await raiseAlert(tx, { kind, subject, at: now(), level: "warning", figures: { percent: 82 } });
    await clearAlert(tx, { kind, subject, at: now() });
  });
  const { story: lines, next } = await story(tenantId);
  assert.deepEqual(lines.map(({ source, what }) => `${source} ${what}`).toSorted(), [
    "act confirm_siret",
    "alert cleared",
    "alert raised",
    "birth born",
    "procedure begun",
    "procedure ended",
    "state reactivate",
    "state suspend",
  ]);
  assert.equal(next, null);
  assert.deepEqual(lines.map(({ at }) => at), lines.map(({ at }) => at).toSorted().reverse());
  assert.deepEqual(lines.filter(({ what }) => what === "suspend").map(({ who, reason }) => [who, reason]), [
    ["Odile", WHY],
  ]);
  const page = (await odile.get(paths.instance(tenantId))).text;
  for (
    const words of [
      "a suspendu le dossier (suspendu)",
      "a ouvert le dossier",
      "a mené à son terme",
      "part de la limite",
      WHY,
    ]
  ) {
    assert.ok(page.includes(words), words);
  }
  assert.ok(!page.includes(alice.email));
});

Deno.test("a long story turns by pages without a gap, and a cursor that is none of ours is left aside", async () => {
  const { tenantId } = cabinet, before = (await story(tenantId)).story.length;
  await control`insert into control.instance_acts (tenant_id, id, at, operator, act, reason)
    select ${tenantId}, gen_random_uuid(), now() - make_interval(secs => n / 5), 'Odile', 'clear_abuse', 'Vu avec la gérante'
    from generate_series(1, 70) n`;
  const seen: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const { story: lines, next }: Told = await story(tenantId, `?apres=${encodeURIComponent(cursor)}`);
    seen.push(...lines.map(({ at }) => at));
    cursor = next;
  }
  assert.deepEqual([seen.length, seen], [before + 70, seen.toSorted().reverse()]);
  for (const odd of ["x", `~${newId()}`, `2026-13-01T00:00:00.000000Z~${newId()}`, "%00"]) {
    assert.equal((await odile.get(`${paths.instance(tenantId)}?apres=${odd}`)).status, 200, odd);
  }
});

Deno.test("what administrators were warned of, their dossier's size and their trial's end, stands on the line too", async () => {
  const { tenantId } = cabinet;
  await control`update control.instances set trial_ends_on = current_date + 3 where tenant_id = ${tenantId}`;
  await watchTrials(aVisitor());
  const { trial } = world.owner;
  await trial`insert into cell.people_labels (tenant_id, person_id, label)
    select ${tenantId}, gen_random_uuid(), ${"x".repeat(900)} from generate_series(1, 10) n`;
  await sampleSizes(aVisitor(), TRIAL_CELL);
  await control`insert into control.life_notices (tenant_id, notice, for_on, at)
    values (${tenantId}, 'size_80', current_date, now())`;
  const page = (await odile.get(paths.instance(tenantId))).text;
  for (const words of ["80\u00a0% de l’espace est utilisé", "dans 3 jours"]) assert.ok(page.includes(words), words);
});

Deno.test("a declared SIRET is read from the last sample: no page asks a cell, and one that is silent stops none", async () => {
  const { tenantId } = atelier;
  assert.match((await odile.get(paths.instance(tenantId))).text, /aucun, au dernier relevé/);
  await completeCompany(alice, atelier);
  await sampleSirets(aVisitor(), TRIAL_CELL);
  assert.match((await odile.get(paths.instance(tenantId))).text, /732\u00a0829\u00a0320\u00a000074, relevé le/);
  await sampleSirets(aVisitor(), "trial-nowhere");
  await world.owner.trial`update cell.companies set siret = null where tenant_id = ${tenantId}`;
  await sampleSirets(aVisitor(), TRIAL_CELL);
  assert.match((await odile.get(paths.instance(tenantId))).text, /aucun, au dernier relevé/);
});
