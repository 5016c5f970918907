import assert from "node:assert/strict";
import { ACCESS_DEAD_DAYS } from "../../../lib/access/sweep_access.ts";
import { shiftClock } from "../../../lib/platform/clock.ts";
import { newId } from "../../../lib/platform/random.ts";
import { paths } from "../../../routes/paths.ts";
import { makeCast } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { openClient } from "../../support/client.ts";
import { openWorld } from "../../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { alice, denis, atelier } = await makeCast(app);
const { control } = world.owner;
const DAY_MS = 86_400_000;

/** What is left of invitations and links that were used. */
async function left() {
  const [counted] = await control`
    select (select count(*)::integer from control.invitations where email = 'jamais@example.fr') as invitations,
      (select count(*)::integer from control.sso_attempts) as attempts,
      (select count(*)::integer from control.one_time_tokens where spent_at is not null) > 0 as links,
      (select count(*)::integer from control.account_links where spent_at is not null) as resets,
      (select count(*)::integer from control.captchas) as captchas,
      (select count(*)::integer from control.memberships where tenant_id = ${atelier.tenantId}) as members`;
  return { ...counted };
}

/** Runs the job that the schedule runs each day, so many days from now. */
async function sweepAfter(days: number): Promise<void> {
  shiftClock(days * DAY_MS);
  try {
    await app.runJobs();
  } finally {
    shiftClock(0);
  }
}

Deno.test("the daily sweep takes what is over thirty days after its end, and not a day before", async () => {
  const invited = await alice.client.postJson(paths.invitations(atelier.slug), {
    email: "jamais@example.fr",
    profile: "reader",
  });
  assert.equal(invited.status, 201, invited.text);
  await control`insert into control.sso_attempts (tenant_id, id, state_hash, started_at, expires_at)
    values (${atelier.tenantId}, ${newId()}, sha256('state'), now(), now())`;
  await control`insert into control.account_links (id, purpose, token_hash, person_id, created_at, expires_at, spent_at)
    values (${newId()}, 'reset_password', sha256('spent'), ${denis.personId}, now(), now() + interval '72 hours', now())`;
  await control`insert into control.captchas (id, code_hash, created_at, expires_at)
    values (${newId()}, sha256('code'), now(), now())`;
  const all = { invitations: 1, attempts: 1, links: true, resets: 1, captchas: 1, members: 3 };
  await sweepAfter(0);
  assert.deepEqual(await left(), all);
  // Seven days of life, thirty of waiting.
  await sweepAfter(ACCESS_DEAD_DAYS - 1);
  assert.deepEqual(await left(), { ...all, captchas: 0 });
  await sweepAfter(ACCESS_DEAD_DAYS + 1);
  assert.deepEqual(await left(), { ...all, captchas: 0, attempts: 0, links: false, resets: 0 });
  await sweepAfter(7 + ACCESS_DEAD_DAYS - 1);
  assert.equal((await left())["invitations"], 1);
  const { text } = await alice.client.get(paths.members(atelier.slug));
  assert.ok(text.includes("jamais@example.fr"), "it can still be renewed");
  await sweepAfter(7 + ACCESS_DEAD_DAYS + 1);
  assert.deepEqual(await left(), { ...all, captchas: 0, attempts: 0, links: false, resets: 0, invitations: 0 });
  assert.equal((await openClient(app).get(paths.signIn())).status, 200);
});
