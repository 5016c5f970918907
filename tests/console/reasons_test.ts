import assert from "node:assert/strict";
import { ACT_REASON } from "../../lib/identity/operator.ts";
import { shiftClock } from "../../lib/platform/clock.ts";
import { newId } from "../../lib/platform/random.ts";
import { signUpAs } from "../cast.ts";
import { openApp } from "../support/app.ts";
import { openConsole } from "../support/console.ts";
import { openWorld, TRIAL_CELL } from "../support/world.ts";
import { signInOdile } from "./_operator.ts";
import { ACTING } from "./_reasoned.ts";

const world = await openWorld();
const product = await openApp(world);
const operators = await openConsole();
const { dossier } = await signUpAs(product, { email: "alice@atelier-dupre.example", company: "Atelier Dupré" });
const odile = await signInOdile(operators);
Deno.test.afterAll(async () => {
  shiftClock(0);
  await product.close();
  await world.close();
});

/** What a form holds besides its reason, where something else would be refused before it. */
const SOUND = { decision: "released", siret: "73282932000074", act: "suspend" };

const SHORT = "x".repeat(ACT_REASON.min - 1), LONG = "é".repeat(ACT_REASON.max + 1);

for (const route of ACTING) {
  const path = route.slice("POST ".length).replace(":dossier", dossier.tenantId).replace(":cell", TRIAL_CELL)
    .replace(/:\w+/g, newId());
  Deno.test(`${route} refuses, at its field, a reason that is too short, too long or not to be seen`, async () => {
    for (const reason of ["", SHORT, `${SHORT} \n `, LONG, `${SHORT} \u0000 a`]) {
      const reply = await odile.postJson(path, { ...SOUND, reason });
      assert.equal(reply.status, 422, reply.text);
      const { issues } = reply.json<{ issues: { field?: string; sentence: string }[] }>();
      const said = issues.find(({ field }) => field === "reason");
      assert.match(said?.sentence ?? reply.text, /en 10 à 1.000 caractères/);
    }
  });
}

Deno.test("every act that is refused for its reason leaves no line in the journal", async () => {
  assert.equal((await world.owner.control`select act from control.operator_acts`).length, 0);
});
