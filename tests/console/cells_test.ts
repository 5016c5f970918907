import assert from "node:assert/strict";
import { shiftClock } from "../../lib/platform/clock.ts";
import { sampleCellsJob } from "../../lib/instances/cells/sample_cells_job.ts";
import { paths } from "../../console/paths.ts";
import { openApp } from "../support/app.ts";
import { openConsole } from "../support/console.ts";
import { openWorld, TRIAL_CELL } from "../support/world.ts";
import { aVisitor } from "../lib/identity/_people.ts";
import { signInOdile } from "./_operator.ts";

const world = await openWorld();
const app = await openApp(world);
const operators = await openConsole();
Deno.test.afterAll(async () => {
  shiftClock(0);
  await app.close();
  await world.close();
});
const odile = await signInOdile(operators);
const LIMITS = {
  region: "eu-west-3",
  maxDossiers: "2 000",
  maxDatabase: "8",
  maxStorage: "100",
  maxConnections: "60",
  maxTransactions: "60000",
};
const reason = "Une nouvelle base à Paris";

Deno.test("a cell is registered, waits, and its page says which setting holds its address", async () => {
  const made = await odile.post(paths.cells(), { id: "trial-2", ...LIMITS, reason });
  assert.deepEqual([made.status, made.location], [303, paths.cell("trial-2")], made.text);
  const page = await odile.get(paths.cell("trial-2"));
  for (const word of ["en réserve", "CELL_TRIAL_2_URL", "eu-west-3", "ne répond pas", "2\u00a0000", "100\u00a0Go"]) {
    assert.ok(page.text.includes(word), word);
  }
  assert.ok((await odile.get(paths.cells())).text.includes("trial-2"));
});

Deno.test("what is wrong is said at its field, and nothing typed is lost", async () => {
  const wrong = { id: "paris", ...LIMITS, maxDossiers: "beaucoup", region: "", reason: "" };
  const reply = await odile.post(paths.cells(), wrong);
  assert.equal(reply.status, 422);
  assert.match(reply.text, /Dites pourquoi/, "the reason is asked for first");
  const second = await odile.post(paths.cells(), { ...wrong, reason });
  assert.equal(second.status, 422);
  for (const word of ["commence par son usage", "nombre entier", "Indiquez la région", "beaucoup"]) {
    assert.ok(second.text.includes(word), word);
  }
  const again = await odile.post(paths.cells(), { id: "trial-2", ...LIMITS, reason });
  assert.equal(again.status, 409);
  assert.ok(again.text.includes("déjà inscrite"));
});

Deno.test("a cell is closed, opened and given other limits, each with its reason", async () => {
  const act = (name: "ouverture" | "fermeture" | "limites", fields: Record<string, string>) =>
    odile.post(paths.cellAct(TRIAL_CELL, name), fields);
  assert.equal((await act("fermeture", { reason: "" })).status, 422);
  assert.equal((await act("fermeture", { reason: "Maintenance de la base" })).status, 303);
  assert.ok((await odile.get(paths.cell(TRIAL_CELL))).text.includes("fermée à la main"));
  assert.equal((await act("fermeture", { reason: "Maintenance de la base" })).status, 409);
  assert.equal((await act("ouverture", { reason: "La base est revenue" })).status, 303);
  assert.equal((await act("limites", { ...LIMITS, maxDossiers: "x", reason })).status, 422);
  assert.equal((await act("limites", { ...LIMITS, maxDossiers: "750", reason })).status, 303);
  assert.ok((await odile.get(paths.cell(TRIAL_CELL))).text.includes("750"));
  const acts = await world.owner.control`select act from control.operator_acts
    where subject_kind = 'cell' and subject_id = ${TRIAL_CELL} order by at`;
  assert.deepEqual(acts.map((row) => row["act"]), ["close_cell", "open_cell", "change_cell"]);
});

Deno.test("a cell that is full refuses to open, and its page says why", async () => {
  await world.owner.control`update control.cells set max_database_bytes = 1000000 where id = ${TRIAL_CELL}`;
  await sampleCellsJob(aVisitor());
  assert.ok((await odile.get(paths.cell(TRIAL_CELL))).text.includes("fermée à 65"));
  const refused = await odile.post(paths.cellAct(TRIAL_CELL, "ouverture"), { reason });
  assert.equal(refused.status, 409);
  assert.match(refused.text, /a atteint \d+ % d’une de ses limites/);
});

Deno.test("curves are drawn over a day and a month, each with its sentence and its figures", async () => {
  for (const [query, label] of [["", "Heure"], ["?periode=mois", "Jour"]] as const) {
    const page = await odile.get(paths.cell(TRIAL_CELL, query));
    assert.equal(page.text.match(/<figure class="chart">/g)?.length, 6);
    assert.equal(page.text.match(/Voir les chiffres/g)?.length, 6);
    assert.ok(page.text.includes(`<th scope="col">${label}</th>`), label);
    assert.ok(page.text.includes("le plus haut de la période"));
  }
  const view = (await odile.getJson(paths.cell(TRIAL_CELL))).json();
  assert.equal((view["curve"] as unknown[]).length, 24);
});

Deno.test("unknown cells lead to no page, whatever is asked of them", async () => {
  for (const id of ["trial-9", "x", "%27", "a".repeat(500)]) {
    assert.equal((await odile.get(paths.cell(id))).status, 404, id);
    for (const act of ["ouverture", "fermeture"] as const) {
      assert.equal((await odile.post(paths.cellAct(id, act), { reason })).status, 404, id);
    }
    assert.equal((await odile.post(paths.cellAct(id, "limites"), { ...LIMITS, reason })).status, 404, id);
  }
});
