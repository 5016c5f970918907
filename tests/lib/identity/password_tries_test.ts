import assert from "node:assert/strict";
import postgres from "postgres";
import { liftBlock, peekBlock, resetPassword, signIn, unblockAccount } from "../../../lib/identity/mod.ts";
import { secretOf } from "../../../lib/identity/one_time_token.ts";
import { DEFAULT_PASSWORD_POLICY } from "../../../lib/identity/password_strength.ts";
import { UNBLOCK_LINK_HOURS } from "../../../lib/identity/password_tries.ts";
import { SIGN_INS_PER_ACCOUNT } from "../../../lib/identity/rate_limits.ts";
import { aPerson, CAST_PASSWORD } from "../../../lib/identity/testing.ts";
import type { Uuid } from "../../../lib/base/ids.ts";
import { withControl } from "../../../lib/platform/db/tenant.ts";
import { newId, randomBase32 } from "../../../lib/platform/random.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openWorld } from "../../support/world.ts";
import { aMailbox, anIp, aVisitor } from "./_people.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
openTestOutside();
const { control } = world.owner;
const WRONG = "un tout autre mot secret";
const IN_A_ROW = 5;

/** A person whose dossier blocks after five wrong passwords in a row. */
async function aStrictPerson(maxAttempts = IN_A_ROW): Promise<{ email: string; personId: Uuid }> {
  const email = aMailbox();
  const { personId } = await aPerson(aVisitor(), { email });
  await aDossierOf(personId, maxAttempts);
  return { email, personId };
}

async function aDossierOf(personId: Uuid, maxAttempts: number | null): Promise<void> {
  const tenantId = newId();
  await control`insert into control.cells (id, kind, region, max_dossiers) values ('trial-1', 'trial', 'eu', 9999)
    on conflict do nothing`;
  await control`insert into control.instances
    (tenant_id, public_id, slug, company_name, search, cell_id, state, time_zone)
    values (${tenantId}, ${randomBase32(8)}, ${newId()}, 'x', 'x', 'trial-1', 'trial', 'Europe/Paris')`;
  await control`insert into control.memberships (tenant_id, person_id, profile)
    values (${tenantId}, ${personId}, 'administrator')`;
  if (maxAttempts === null) return;
  await control`insert into control.password_policies
    values (${tenantId}, 12, false, false, false, false, ${maxAttempts}, now())`;
}

async function answerOf(email: string, password: string, options: { after?: number } = {}): Promise<string> {
  return await signIn(aVisitor(options), { email, password }).then(
    () => "in",
    (error) => `${error.status} ${error.message}`,
  );
}

/** Wrong passwords one after the other, each window of the account's limit in its turn. */
async function failTimes(email: string, times: number): Promise<string[]> {
  const answers: string[] = [];
  for (let i = 0; i < times; i++) answers.push(await answerOf(email, WRONG));
  return answers;
}

async function countOf(personId: Uuid): Promise<{ used: number; blocked: boolean }> {
  const [row] = await control`
    select used, blocked_at is not null as blocked from control.password_tries where person_id = ${personId}`;
  return { used: row!.used, blocked: row!.blocked };
}

async function mailsTo(personId: Uuid): Promise<Uuid[]> {
  const found = await control`
    select j.payload ->> 'blockId' as id from control.jobs j where j.kind = 'identity.blocked_mail' order by j.id`;
  const blocks: Uuid[] = [];
  for (const { id } of found) {
    const [row] = await control`select person_id from control.password_tries
      where link_hash = sha256(convert_to(${secretOf(id as Uuid)}, 'utf8')) and person_id = ${personId}`;
    if (row) blocks.push(id as Uuid);
  }
  return blocks;
}

async function linkOf(personId: Uuid): Promise<string> {
  const [block] = (await mailsTo(personId)).slice(-1);
  assert.ok(block, "a mail with a live link was asked for");
  return secretOf(block);
}

Deno.test("a blocked person gets in with his password once he has followed the link of the mail", async () => {
  const { email, personId } = await aStrictPerson();
  await failTimes(email, IN_A_ROW);
  assert.equal(await answerOf(email, CAST_PASSWORD), "401 identity.wrong_credentials");
  const secret = await linkOf(personId);
  assert.deepEqual(await peekBlock(aVisitor(), secret), { email });
  await unblockAccount(aVisitor(), secret);
  assert.equal(await answerOf(email, CAST_PASSWORD), "in");
});

Deno.test("one more wrong password than allowed is compared with nothing, and no more than one mail leaves", async () => {
  const { email, personId } = await aStrictPerson();
  await failTimes(email, IN_A_ROW - 1);
  assert.deepEqual(await mailsTo(personId), []);
  await failTimes(email, 3);
  assert.deepEqual(await countOf(personId), { used: IN_A_ROW, blocked: true });
  assert.equal((await mailsTo(personId)).length, 1);
});

Deno.test("known, blocked and unknown accounts answer alike at every try", async () => {
  const { email } = await aStrictPerson();
  const times = SIGN_INS_PER_ACCOUNT.attempts + 2;
  const known = await failTimes(email, times);
  assert.deepEqual(known, await failTimes(aMailbox(), times));
  assert.deepEqual(known.slice(-2), Array(2).fill("429 identity.too_many_attempts"));
});

Deno.test("a right password begins the count anew, a wait does not", async () => {
  const { email, personId } = await aStrictPerson();
  await failTimes(email, IN_A_ROW - 1);
  assert.equal(await answerOf(email, CAST_PASSWORD), "in");
  await failTimes(email, IN_A_ROW - 1);
  const later = SIGN_INS_PER_ACCOUNT.windowSeconds * 4;
  assert.equal(await answerOf(email, WRONG, { after: later }), "401 identity.wrong_credentials");
  assert.equal((await mailsTo(personId)).length, 1);
  assert.equal(await answerOf(email, CAST_PASSWORD, { after: later * 2 }), "401 identity.wrong_credentials");
});

Deno.test("looking at the link opens nothing; spending it twice, a forged and an old one give one answer", async () => {
  const { email, personId } = await aStrictPerson();
  await failTimes(email, IN_A_ROW);
  const secret = await linkOf(personId);
  const late = aVisitor({ after: UNBLOCK_LINK_HOURS * 3_600 + 60 });
  const gone = { code: "identity.unblock_link", status: 410 };
  await assert.rejects(peekBlock(late, secret), gone);
  await assert.rejects(unblockAccount(late, secret), gone);
  for (const forged of ["", "x", `${secret}x`, secret.slice(1), "\u0000", "' or 1=1 --", secretOf(newId())]) {
    await assert.rejects(peekBlock(aVisitor(), forged), gone, forged);
    await assert.rejects(unblockAccount(aVisitor(), forged), gone, forged);
  }
  await peekBlock(aVisitor(), secret);
  assert.equal(await answerOf(email, CAST_PASSWORD), "401 identity.wrong_credentials");
  await unblockAccount(aVisitor(), secret);
  await assert.rejects(unblockAccount(aVisitor(), secret), gone);
  await assert.rejects(peekBlock(aVisitor(), secret), gone);
});

Deno.test("a link is spent once, however many press its button at the same time", async () => {
  const { email, personId } = await aStrictPerson();
  await failTimes(email, IN_A_ROW);
  const secret = await linkOf(personId);
  const presses = await Promise.allSettled(Array.from({ length: 12 }, () => unblockAccount(aVisitor(), secret)));
  assert.equal(presses.filter(({ status }) => status === "fulfilled").length, 1);
});

Deno.test("a try after the link has ended sends another, and the first stays dead", async () => {
  const { email, personId } = await aStrictPerson();
  await failTimes(email, IN_A_ROW);
  const first = await linkOf(personId);
  const after = UNBLOCK_LINK_HOURS * 3_600 + 60;
  await answerOf(email, WRONG, { after });
  const second = await linkOf(personId);
  assert.notEqual(second, first);
  await assert.rejects(unblockAccount(aVisitor({ after }), first), { code: "identity.unblock_link" });
  await unblockAccount(aVisitor({ after }), second);
});

Deno.test("the strictest of a person's dossiers holds, and without any the program's own", async () => {
  const { email, personId } = await aStrictPerson(8);
  await aDossierOf(personId, 3);
  await aDossierOf(personId, null);
  await failTimes(email, 6);
  assert.deepEqual(await countOf(personId), { used: 3, blocked: true });

  const free = aMailbox();
  const nobody = await aPerson(aVisitor(), { email: free });
  await failTimes(free, SIGN_INS_PER_ACCOUNT.attempts);
  assert.equal((await mailsTo(nobody.personId)).length, 0, "the wait of the account comes first");
  const after = SIGN_INS_PER_ACCOUNT.windowSeconds + 1;
  for (let i = 0; i < SIGN_INS_PER_ACCOUNT.attempts; i++) await answerOf(free, WRONG, { after });
  assert.equal(DEFAULT_PASSWORD_POLICY.maxAttempts, 2 * SIGN_INS_PER_ACCOUNT.attempts);
  assert.equal((await mailsTo(nobody.personId)).length, 1);
});

Deno.test("200 sign-ins at once give no more comparisons than the policy, and the rightful person gets in", async () => {
  const { email, personId } = await aStrictPerson();
  // From many addresses over many windows: only the count of the person is left to stop them.
  const answers = await Promise.all(Array.from({ length: 200 }, async (_, i) => {
    const after = Math.floor(i / SIGN_INS_PER_ACCOUNT.attempts) * (SIGN_INS_PER_ACCOUNT.windowSeconds + 1);
    const ctx = aVisitor({ ip: anIp(), after });
    return await signIn(ctx, { email, password: WRONG }).then(() => "in", (error) => String(error.code));
  }));
  assert.equal(answers.filter((answer) => answer === "in").length, 0);
  assert.deepEqual(await countOf(personId), { used: IN_A_ROW, blocked: true });
  await unblockAccount(aVisitor(), await linkOf(personId));
  assert.equal(await answerOf(email, CAST_PASSWORD), "in");
});

Deno.test("10,000 tries over six pools of connections are given no more than the policy allows", async () => {
  const { personId } = await aStrictPerson();
  const url = world.url("control", "product");
  const pools = Array.from({ length: 6 }, () => postgres(url, { max: 4, onnotice: () => {} }));
  let tries = 0, given = 0;
  // Each try is a transaction of its own, as those of so many processes would be.
  await Promise.all(pools.flatMap((pool) =>
    Array.from({ length: 4 }, async () => {
      const connection = await pool.reserve();
      await connection`set role app_user`;
      while (tries++ < 10_000) {
        const [answer] = await connection`select control.take_password_try(${personId}, ${IN_A_ROW}) as taken`;
        if (answer!.taken) given++;
      }
      connection.release();
    })
  ));
  await Promise.all(pools.map((pool) => pool.end()));
  assert.equal(given, IN_A_ROW);
});

Deno.test("16 who sign in, unblock and set passwords at the same time wait for each other, never in a ring", async () => {
  const { email, personId } = await aStrictPerson();
  const outcomes: string[] = [];
  for (let round = 0; round < 4; round++) {
    await failTimes(email, IN_A_ROW);
    const [secret = ""] = (await mailsTo(personId)).slice(-1).map(secretOf);
    const reset = await aReset(personId);
    const kinds: readonly (() => Promise<unknown>)[] = [
      () => signIn(aVisitor(), { email, password: WRONG }),
      () => withControl({}, (tx) => liftBlock(tx, personId)),
      () => unblockAccount(aVisitor(), secret),
      () => signIn(aVisitor(), { email, password: CAST_PASSWORD }),
      () => resetPassword(aVisitor(), { secret: reset, password: CAST_PASSWORD }),
      () => withControl({}, (tx) => liftBlock(tx, personId)),
      () => signIn(aVisitor(), { email, password: WRONG }),
      () => withControl({}, (tx) => liftBlock(tx, personId)),
    ];
    const all = await Promise.allSettled(Array.from({ length: 16 }, (_, at) => kinds[at % kinds.length]!()));
    outcomes.push(...all.map((one) => one.status === "fulfilled" ? "done" : String(one.reason.code)));
  }
  const expected = [
    "done",
    "identity.wrong_credentials",
    "identity.too_many_attempts",
    "identity.unblock_link",
    "account.link",
  ];
  assert.deepEqual(outcomes.filter((outcome) => !expected.includes(outcome)), []);
  assert.ok(outcomes.filter((outcome) => outcome === "done").length >= 16);
});

async function aReset(personId: Uuid): Promise<string> {
  const id = newId();
  await control`insert into control.account_links (id, purpose, token_hash, person_id, created_at, expires_at) values
    (${id}, 'reset_password', sha256(convert_to(${
    secretOf(id)
  }, 'utf8')), ${personId}, now(), now() + interval '1 hour')`;
  return secretOf(id);
}
