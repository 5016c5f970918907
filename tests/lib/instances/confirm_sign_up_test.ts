import assert from "node:assert/strict";
import { addOwner } from "../../../lib/access/on_dossier_ready.ts";
import { enterDossier } from "../../../lib/access/mod.ts";
import { CAST_PASSWORD } from "../../../lib/identity/testing.ts";
import { signUp } from "../../../lib/identity/mod.ts";
import { confirmSignUp, dossierReady, hurryProcedure } from "../../../lib/instances/mod.ts";
import { eventsAreWired, subscribe } from "../../../lib/platform/events.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openWorld, TRIAL_CELL } from "../../support/world.ts";
import { aMailbox, aVisitor, linkMailedTo } from "../identity/_people.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
openTestOutside();
subscribe(dossierReady, addOwner);
eventsAreWired();
await world.owner.control`insert into control.cells (id, kind, region, max_dossiers)
  values (${TRIAL_CELL}, 'trial', 'eu-west-3', 1000)`;

Deno.test("a sign-up, confirmed, leads into a dossier", async () => {
  const ctx = aVisitor();
  const email = aMailbox();
  await signUp(ctx, { email, companyName: "Atelier Dupré", password: CAST_PASSWORD });
  const { secret } = await linkMailedTo(world.owner.control, email);
  const { session, procedure } = await confirmSignUp(ctx, secret);
  assert.equal(await hurryProcedure(ctx, procedure), true);
  const entered = await enterDossier(ctx, { token: session.token, slug: "atelier-dupre" });
  assert.equal(entered?.ctx.cell, TRIAL_CELL);
});
