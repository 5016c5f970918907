import assert from "node:assert/strict";
import { sampleSizes } from "../../../lib/instances/operator.ts";
import { shiftClock } from "../../../lib/platform/clock.ts";
import { paths } from "../../../routes/paths.ts";
import { makeCast } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { openClient } from "../../support/client.ts";
import { openWorld, TRIAL_CELL } from "../../support/world.ts";
import { aVisitor } from "../../lib/identity/_people.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  shiftClock(0);
  await app.close();
  await world.close();
});
const { alice, bob, denis, atelier, garage } = await makeCast(app);
const { control, trial } = world.owner;
const GIGABYTE = 1_073_741_824;
/** Alice reads English, whoever else administers reads French. */
await control`update control.people set language = 'en' where email = ${alice.email}`;

/** Files of the atelier, as their counter says, then one night's look. */
async function weigh(bytes: number): Promise<void> {
  await trial`insert into cell.file_usage (tenant_id, files, bytes) values (${atelier.tenantId}, 12, ${
    Math.round(bytes)
  })
    on conflict (tenant_id) do update set bytes = excluded.bytes`;
  shiftClock(++nights * 86_400_000);
  await sampleSizes(aVisitor(), TRIAL_CELL);
  await app.runJobs();
}
let nights = 0;

async function mailsOf(email: string): Promise<string[]> {
  const mails = (await app.mailbox.list()).filter(({ to, subject }) => to.includes(email) && /8[0]|95/.test(subject));
  return mails.map(({ subject }) => subject).sort();
}

async function alertLevels(): Promise<string[]> {
  const found = await control`select level from control.alerts where kind = 'dossier_size' and resolved_at is null`;
  return found.map(({ level }) => level);
}

Deno.test("a dossier sees what it weighs and what makes it up, as a chart and as a table, counted now", async () => {
  await alice.client.postJson(paths.customers(atelier.slug), { kind: "person", lastName: "Renard", country: "FR" });
  const page = await alice.client.get(paths.size(atelier.slug));
  assert.equal(page.status, 200);
  for (const word of ["Espace utilisé", "1\u00a0Go", "Clients et contacts", "Poids par sorte", "Voir les chiffres"]) {
    assert.ok(page.text.includes(word), word);
  }
  assert.doesNotMatch(page.text, /€/);
  type Size = { rowBytes: string; fileBytes: string; parts: { part: string; rows: string; bytes: string }[] };
  const size = (await alice.client.getJson(paths.size(atelier.slug))).json<Size>();
  const [exact] = await trial`select count(*)::integer as n, sum(pg_column_size(t))::integer as bytes
    from cell.parties t where tenant_id = ${atelier.tenantId}`;
  const parties = size.parts.find(({ part }) => part === "parties")!;
  assert.deepEqual([Number(parties.rows), Number(parties.bytes)], [exact!["n"], exact!["bytes"]]);
  const sum = size.parts.filter(({ part }) => part !== "(files)").reduce((all, { bytes }) => all + Number(bytes), 0);
  assert.equal(Number(size.rowBytes), sum);
  assert.ok(!size.parts.some(({ part }) => part === "jobs" || part.startsWith("journal")));
});

Deno.test("nobody sees what another dossier weighs, and a stranger is shown to sign in", async () => {
  assert.equal((await denis.client.get(paths.size(atelier.slug))).status, 404);
  assert.equal((await openClient(app).get(paths.size(atelier.slug))).status, 303);
  const own = (await denis.client.getJson(paths.size(garage.slug))).json<{ parts: { part: string }[] }>();
  assert.ok(!own.parts.some(({ part }) => part === "(files)"));
});

Deno.test("past 80 and 95 % each administrator is written to once, in his language, and the pages say so", async () => {
  await weigh(GIGABYTE * 0.5);
  assert.deepEqual(await mailsOf(alice.email), []);
  assert.doesNotMatch((await alice.client.get(paths.dossier(atelier.slug))).text, /compris dans son prix/);

  await weigh(GIGABYTE * 0.82);
  assert.equal((await mailsOf(alice.email)).length, 1);
  assert.match((await mailsOf(alice.email))[0]!, /uses more than 80% of its space/);
  assert.match((await alice.client.get(paths.dossier(atelier.slug))).text, /plus de 80\u00a0% de l’espace compris/);
  assert.deepEqual(await alertLevels(), ["warning"]);

  await weigh(GIGABYTE * 0.83);
  await weigh(GIGABYTE * 0.79);
  await weigh(GIGABYTE * 0.83);
  assert.equal((await mailsOf(alice.email)).length, 1, "around a share it warns once");

  await weigh(GIGABYTE * 0.96);
  assert.equal((await mailsOf(alice.email)).length, 2);
  assert.match(
    (await alice.client.get(paths.size(atelier.slug))).text,
    /plus de 95\u00a0%.*L’espace compris s’épuise/s,
  );
  assert.deepEqual(await alertLevels(), ["critical"]);
  assert.deepEqual(await mailsOf(denis.email), []);
  assert.deepEqual(await mailsOf(bob.email), [], "who keeps nothing is not written to");
});

Deno.test("having become smaller the dossier is left alone, its alert is over, and it may be warned again", async () => {
  await weigh(GIGABYTE * 0.3);
  assert.doesNotMatch((await alice.client.get(paths.dossier(atelier.slug))).text, /compris dans son prix/);
  assert.deepEqual(await alertLevels(), []);
  await weigh(GIGABYTE * 1.2);
  assert.equal((await mailsOf(alice.email)).length, 3);
  assert.match((await alice.client.get(paths.size(atelier.slug))).text, /L’espace compris est dépassé/);
});

Deno.test("the night's figures are near the exact ones", async () => {
  const exact = (await denis.client.getJson(paths.size(garage.slug))).json<{ rowBytes: string; rowCount: string }>();
  const [kept] = await control`select row_count::integer as rows, row_bytes::integer as bytes
    from control.instance_figures where tenant_id = ${garage.tenantId}`;
  assert.ok(Math.abs(kept!["rows"] - Number(exact.rowCount)) <= 5);
  assert.ok(Math.abs(kept!["bytes"] / Number(exact.rowBytes) - 1) < 0.35, `${kept!["bytes"]} for ${exact.rowBytes}`);
});
