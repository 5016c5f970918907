import assert from "node:assert/strict";
import { signIn } from "../../../lib/identity/mod.ts";
import { DEAD_DAYS, SECURITY_LOG_DAYS, sweepIdentity } from "../../../lib/identity/sweep_job.ts";
import { aPerson, aSignUp, CAST_PASSWORD } from "../../../lib/identity/testing.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openWorld } from "../../support/world.ts";
import { aMailbox, aVisitor } from "./_people.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
openTestOutside();
const DAY = 86_400;

async function counts() {
  const [counted] = await world.owner.control`
    select (select count(*)::integer from control.security_log) as log,
      (select count(*)::integer from control.sign_up_requests) as requests,
      (select count(*)::integer from control.one_time_tokens) as links,
      (select count(*)::integer from control.sessions) as sessions,
      (select count(*)::integer from control.rate_limits) as limits,
      (select count(*)::integer from control.people) as people`;
  return { ...counted };
}

Deno.test("the daily sweep drops what is over and nothing else, as often as it runs", async () => {
  const email = aMailbox();
  await aPerson(aVisitor(), { email });
  await aSignUp(aVisitor(), { email: aMailbox() });
  await signIn(aVisitor(), { email, password: "un tout autre mot secret" }).catch(() => {});
  const start = await counts();
  await sweepIdentity(aVisitor());
  assert.deepEqual(await counts(), start);
  // Two days: the counters are over; thirty-three days: links and sign-ups are; the session left alone is.
  for (const _ of [1, 2]) await sweepIdentity(aVisitor({ after: (DEAD_DAYS + 18) * DAY }));
  assert.deepEqual(await counts(), { log: 1, requests: 0, links: 0, sessions: 0, limits: 0, people: 1 });
  await sweepIdentity(aVisitor({ after: (SECURITY_LOG_DAYS + 1) * DAY }));
  assert.equal((await counts()).log, 0);
  await signIn(aVisitor(), { email, password: CAST_PASSWORD });
});
