import assert from "node:assert/strict";
import { enterDossier, listDossiers } from "../../../lib/access/mod.ts";
import { signUp } from "../../../lib/identity/mod.ts";
import { aSignUp, CAST_PASSWORD } from "../../../lib/identity/testing.ts";
import { advanceProcedureJob } from "../../../lib/instances/advance_procedure_job.ts";
import { ADVANCE_PROCEDURE, confirmSignUp, hurryProcedure } from "../../../lib/instances/mod.ts";
import { CONTROL } from "../../../lib/platform/db/pools.ts";
import { controlJob, handlersByName, runDueJobs } from "../../../lib/platform/job_runner.ts";
import { randomToken } from "../../../lib/platform/random.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openWorld, TRIAL_CELL } from "../../support/world.ts";
import { aMailbox, aVisitor, linkMailedTo } from "../identity/_people.ts";
import { addCell, tracesOf, WHOLE, wireOpening } from "./_opening.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
openTestOutside();
wireOpening();
const { control } = world.owner;
await addCell(control, { id: TRIAL_CELL });

function runJobs(): Promise<number> {
  return runDueJobs({
    program: "product",
    databases: [CONTROL],
    handlers: handlersByName([controlJob(ADVANCE_PROCEDURE, advanceProcedureJob)]),
    budgetMs: 5_000,
    rights: new Set(),
  });
}

Deno.test("a sign-up, confirmed, leads into a dossier at once", async () => {
  const email = aMailbox();
  await signUp(aVisitor(), { email, companyName: "Atelier Dupré", password: CAST_PASSWORD });
  const { secret } = await linkMailedTo(control, email);
  assert.equal((await control`select 1 from control.instances`).length, 0, "no dossier before the click");
  const { session, procedure } = await confirmSignUp(aVisitor(), secret);
  assert.equal(await hurryProcedure(aVisitor(), procedure), true);
  const entered = await enterDossier(aVisitor(), { token: session.token, slug: "atelier-dupre" });
  assert.deepEqual([entered?.ctx.cell, entered?.isOwner, entered?.dossier.openness], [TRIAL_CELL, true, "open"]);
});

Deno.test("the job opens the dossier of a person who went away after the click", async () => {
  const { session, procedure } = await confirmSignUp(aVisitor(), await aSignUp(aVisitor(), { email: aMailbox() }));
  assert.deepEqual(await listDossiers(aVisitor({ personId: session.personId })), []);
  await control`update control.jobs set state = 'done' where kind <> 'instances.advance_procedure'`;
  await runJobs();
  assert.deepEqual(await tracesOf(world.owner, procedure), WHOLE);
  assert.equal((await listDossiers(aVisitor({ personId: session.personId }))).length, 1);
});

Deno.test("the job and the person's own request opening at once give one dossier", async () => {
  const { procedure } = await confirmSignUp(aVisitor(), await aSignUp(aVisitor(), { email: aMailbox() }));
  await control`update control.jobs set state = 'done' where kind <> 'instances.advance_procedure'`;
  await Promise.all([runJobs(), hurryProcedure(aVisitor(), procedure)]);
  assert.deepEqual(await tracesOf(world.owner, procedure), WHOLE);
});

Deno.test("a second dossier joins the first, under one person", async () => {
  const email = aMailbox();
  for (const companyName of ["Dupré Un", "Dupré Deux"]) {
    const { procedure } = await confirmSignUp(aVisitor(), await aSignUp(aVisitor(), { email, companyName }));
    await hurryProcedure(aVisitor(), procedure);
  }
  const [person] = await control`select id from control.people where email = ${email}`;
  const dossiers = await listDossiers(aVisitor({ personId: person!.id }));
  assert.deepEqual(dossiers.map((dossier) => dossier.companyName), ["Dupré Deux", "Dupré Un"]);
});

Deno.test("a link pressed twice opens one dossier, and the second press gets the answer of any dead link", async () => {
  const secret = await aSignUp(aVisitor(), { email: aMailbox() });
  const presses = await Promise.allSettled([1, 2, 3].map(() => confirmSignUp(aVisitor(), secret)));
  const opened = presses.filter((press) => press.status === "fulfilled");
  assert.equal(opened.length, 1);
  const { tenantId } = opened[0]!.value;
  const procedures = await control`select 1 from control.procedures where tenant_id = ${tenantId}`;
  assert.equal(procedures.length, 1);
  for (const dead of [secret, randomToken(), ""]) {
    await assert.rejects(confirmSignUp(aVisitor(), dead), { status: 410, message: "identity.link" });
  }
});
