import assert from "node:assert/strict";
import type { Uuid } from "../../../lib/base/ids.ts";
import { digitsOf, MAIL_CODE_MINUTES } from "../../../lib/identity/factors/mail_code.ts";
import { SECOND_STEP_TRIES } from "../../../lib/identity/factors/second_step.ts";
import {
  beginTotp,
  confirmTotp,
  finishSecondStep,
  listFactors,
  mailProof,
  mailSecondStep,
  newRecoveryCodes,
  peekSecondStep,
  peekTotpDraft,
  proveByFactor,
  removeTotp,
  SECOND_STEP_S,
  setMailCode,
  signIn,
} from "../../../lib/identity/mod.ts";
import { MAIL_CODES_PER_PERSON, SECOND_STEPS_PER_PERSON } from "../../../lib/identity/rate_limits.ts";
import { CAST_PASSWORD } from "../../../lib/identity/testing.ts";
import { randomToken } from "../../../lib/platform/random.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openWorld } from "../../support/world.ts";
import { awaited, isStrongIn, refusalOf, type Somebody, somebody, withTotp } from "./_factors.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
openTestOutside();
const { control } = world.owner;
const WRONG = "401 identity.wrong_code", OVER = "410 identity.second_step_over";

async function finish(person: Somebody, stepToken: string, code: string, after = 0): Promise<string> {
  const session = await finishSecondStep(person.visitor(after), { stepToken, proof: { code } });
  return session.token;
}

/** Six digits that are none of these. */
function otherThan(...codes: string[]): string {
  return ["000000", "111111", "222222", "333333"].find((digits) => !codes.includes(digits))!;
}

/** The digits of the last code mailed to somebody. */
async function mailed(person: Somebody): Promise<string> {
  const [code] = await control`
    select id from control.mail_codes where person_id = ${person.personId} order by id desc limit 1`;
  return digitsOf(code!.id as Uuid);
}

Deno.test("a person without a factor signs in by his password alone", async () => {
  const person = await somebody();
  const outcome = await signIn(person.visitor(), { email: person.email, password: CAST_PASSWORD });
  assert.ok("token" in outcome);
  assert.equal(await isStrongIn(person, outcome.token), false);
});

Deno.test("a drawn secret asks for nothing until a code of it was typed", async () => {
  const person = await somebody();
  await beginTotp(person.ctx());
  assert.ok("token" in await signIn(person.visitor(), { email: person.email, password: CAST_PASSWORD }));
  assert.equal((await listFactors(person.ctx())).any, false);
});

Deno.test("a wrong first code turns nothing on, and a page asked for again draws another secret", async () => {
  const person = await somebody();
  await beginTotp(person.ctx());
  const first = await peekTotpDraft(person.ctx(), person.email);
  const wrong = confirmTotp(person.ctx(), { code: "12345", token: person.token });
  assert.equal(await refusalOf(wrong), WRONG);
  await beginTotp(person.ctx());
  assert.notEqual((await peekTotpDraft(person.ctx(), person.email))!.secret, first!.secret);
  assert.equal((await listFactors(person.ctx())).totp, false);
});

Deno.test("the first right code makes the session strong, and the password alone opens nothing any more", async () => {
  const person = await somebody();
  const code = await withTotp(person);
  assert.equal(await isStrongIn(person, person.token), true);
  const stepToken = await awaited(person, 60);
  assert.equal(await isStrongIn(person, stepToken, 60), false);
  assert.deepEqual(await peekSecondStep(person.visitor(60), stepToken), {
    totp: true,
    mailCode: false,
    passkey: false,
    recovery: false,
  });
  assert.equal(await isStrongIn(person, await finish(person, stepToken, code(60), 60), 60), true);
});

for (const [drift, accepted] of [[-60, false], [-30, true], [0, true], [30, true], [60, false]] as const) {
  Deno.test(`a code of a clock that is ${drift} s off is ${accepted ? "accepted" : "refused"}`, async () => {
    const person = await somebody();
    const code = await withTotp(person);
    const stepToken = await awaited(person, 300);
    const answer = await refusalOf(finish(person, stepToken, code(300 + drift), 300));
    assert.equal(answer, accepted ? "done" : WRONG);
  });
}

Deno.test("a code works once: neither again, nor in another sign-in, nor an earlier one after it", async () => {
  const person = await somebody();
  const code = await withTotp(person);
  const one = await awaited(person, 90), two = await awaited(person, 90);
  await finish(person, one, code(90), 90);
  assert.equal(await refusalOf(finish(person, one, code(120), 120)), OVER);
  assert.equal(await refusalOf(finish(person, two, code(90), 90)), WRONG);
  assert.equal(await refusalOf(finish(person, two, code(60), 90)), WRONG);
  await finish(person, two, code(120), 120);
});

Deno.test("the code that set the application up cannot sign in", async () => {
  const person = await somebody();
  const code = await withTotp(person);
  assert.equal(await refusalOf(finish(person, await awaited(person), code(0))), WRONG);
});

Deno.test("one code shown in four sign-ins at once opens one session", async () => {
  const person = await somebody();
  const code = await withTotp(person);
  const tokens = await Promise.all(Array.from({ length: 4 }, () => awaited(person, 60)));
  const answers = await Promise.all(tokens.map((token) => refusalOf(finish(person, token, code(60), 60))));
  assert.equal(answers.filter((answer) => answer === "done").length, 1);
});

Deno.test("unknown, spent, expired and malformed waits get one answer", async () => {
  const person = await somebody();
  const code = await withTotp(person);
  const spent = await awaited(person, 60), old = await awaited(person, 60);
  await finish(person, spent, code(60), 60);
  const later = 60 + SECOND_STEP_S;
  for (const [token, at] of [["", 90], [randomToken(), 90], ["é\u0000", 90], [spent, 90], [old, later]] as const) {
    assert.equal(await refusalOf(finish(person, token, code(at), at)), OVER, token);
    assert.equal(await refusalOf(peekSecondStep(person.visitor(at), token)), OVER, token);
    assert.equal(await refusalOf(mailSecondStep(person.visitor(at), token)), OVER, token);
  }
});

Deno.test("a session's token is no wait, and a wait's token no session", async () => {
  const person = await somebody();
  const code = await withTotp(person);
  assert.equal(await refusalOf(finish(person, person.token, code(60), 60)), OVER);
});

Deno.test("the code of somebody else opens nothing", async () => {
  const alice = await somebody(), denis = await somebody();
  await withTotp(alice);
  const his = await withTotp(denis);
  assert.equal(await refusalOf(finish(alice, await awaited(alice, 60), his(60), 60)), WRONG);
});

Deno.test("however many wrong codes come at once, one sign-in compares no more than its tries", async () => {
  const person = await somebody();
  const code = await withTotp(person);
  const stepToken = await awaited(person, 60);
  const wrong = otherThan(code(30), code(60), code(90));
  const tries = Array.from({ length: 12 }, () => refusalOf(finish(person, stepToken, wrong, 60)));
  const answers = await Promise.all(tries);
  assert.equal(answers.filter((answer) => answer === WRONG).length, SECOND_STEP_TRIES);
  assert.equal(await refusalOf(finish(person, stepToken, code(60), 60)), OVER);
});

Deno.test("further sign-ins do not give further tries without end", async () => {
  const person = await somebody();
  const code = await withTotp(person);
  const wrong = otherThan(code(30), code(60), code(90));
  const answers: string[] = [];
  for (let round = 0; round < 3; round++) {
    const stepToken = await awaited(person, 60);
    for (let i = 0; i < SECOND_STEP_TRIES; i++) answers.push(await refusalOf(finish(person, stepToken, wrong, 60)));
  }
  assert.equal(answers.filter((answer) => answer === WRONG).length, SECOND_STEPS_PER_PERSON.attempts);
  assert.equal(answers.at(-1), "429 identity.too_many_attempts");
  const [log] = await control`select count(*)::integer as noted from control.security_log
    where event = 'second_step_limited' and person_id = ${person.personId}`;
  assert.equal(log!.noted, answers.length - SECOND_STEPS_PER_PERSON.attempts);
});

Deno.test("a code by mail is sent at sign-in to whom has nothing else, and works once, there alone", async () => {
  const person = await somebody();
  await setMailCode(person.ctx(), { isOn: true });
  const one = await awaited(person);
  const first = await mailed(person);
  const two = await awaited(person);
  assert.equal(await refusalOf(finish(person, two, first)), first === await mailed(person) ? "done" : WRONG);
  await finish(person, one, first);
  assert.equal(await refusalOf(finish(person, one, first)), OVER);
});

Deno.test("a code by mail dies after ten minutes, and when another is asked for", async () => {
  const person = await somebody();
  await setMailCode(person.ctx(), { isOn: true });
  const stepToken = await awaited(person);
  const first = await mailed(person);
  await mailSecondStep(person.visitor(), stepToken);
  const second = await mailed(person);
  if (first !== second) assert.equal(await refusalOf(finish(person, stepToken, first)), WRONG);
  const late = MAIL_CODE_MINUTES * 60;
  assert.equal(await refusalOf(finish(person, stepToken, second, late)), OVER);
  await finish(person, stepToken, second, late - 1);
});

Deno.test("the queue and the rows hold no digits, and mails are few", async () => {
  const person = await somebody();
  await setMailCode(person.ctx(), { isOn: true });
  const stepToken = await awaited(person);
  const digits = await mailed(person);
  const [kept] = await control`select string_agg(j::text, ' ') as jobs from control.jobs j
    where payload ->> 'personId' = ${person.personId} and kind = 'identity.mail_code_mail'`;
  assert.ok(!String(kept!.jobs).replace(/[0-9a-f-]{36}|\d{4}-\d\d-\d\d \S+/g, "").includes(digits));
  for (let i = 1; i < MAIL_CODES_PER_PERSON.attempts; i++) await mailSecondStep(person.visitor(), stepToken);
  assert.equal(await refusalOf(mailSecondStep(person.visitor(), stepToken)), "429 identity.too_many_mail_codes");
});

Deno.test("no code is mailed to whom has not asked for such codes", async () => {
  const person = await somebody();
  await withTotp(person);
  assert.equal(await refusalOf(mailSecondStep(person.visitor(), await awaited(person))), "409 identity.no_factor");
  assert.equal(await refusalOf(mailProof(person.ctx(), person.personId)), "409 identity.no_factor");
});

Deno.test("ten recovery codes are given once, each opens once, however it is spelled", async () => {
  const person = await somebody();
  await withTotp(person);
  const codes = await newRecoveryCodes(person.ctx());
  assert.equal(new Set(codes).size, 10);
  const [kept] = await control`select string_agg(r::text, ' ') as rows from control.recovery_codes r`;
  assert.ok(codes.every((code) => !String(kept!.rows).includes(code.replace("-", ""))));
  const spelled = codes[0]!.toUpperCase().replace("-", " ").replaceAll("0", "O").replaceAll("1", "I");
  await finish(person, await awaited(person), spelled);
  assert.equal(await refusalOf(finish(person, await awaited(person), codes[0]!)), WRONG);
  await finish(person, await awaited(person), codes[1]!);
  assert.equal((await listFactors(person.ctx())).recoveryLeft, 8);
});

Deno.test("a new set voids the old one, and nobody else's code opens", async () => {
  const alice = await somebody(), denis = await somebody();
  await withTotp(alice);
  await withTotp(denis);
  const [old] = await newRecoveryCodes(alice.ctx());
  await newRecoveryCodes(alice.ctx());
  const [his] = await newRecoveryCodes(denis.ctx());
  const stepToken = await awaited(alice);
  for (const code of [old!, his!, "", "0000000000"]) {
    assert.equal(await refusalOf(finish(alice, stepToken, code)), WRONG);
  }
});

Deno.test("without a second step there are no recovery codes, and the last factor takes them along", async () => {
  const person = await somebody();
  assert.equal(await refusalOf(newRecoveryCodes(person.ctx())), "409 identity.no_factor");
  await withTotp(person);
  await newRecoveryCodes(person.ctx());
  await removeTotp(person.ctx());
  assert.equal((await listFactors(person.ctx())).recoveryLeft, 0);
  assert.ok("token" in await signIn(person.visitor(), { email: person.email, password: CAST_PASSWORD }));
});

Deno.test("each change and each recovery is told by a mail, once", async () => {
  const person = await somebody();
  const code = await withTotp(person);
  const [recovery] = await newRecoveryCodes(person.ctx());
  await finish(person, await awaited(person, 60), code(60), 60);
  await finish(person, await awaited(person, 60), recovery!, 60);
  await setMailCode(person.ctx(), { isOn: true });
  await setMailCode(person.ctx(), { isOn: true });
  await removeTotp(person.ctx());
  await removeTotp(person.ctx());
  const told = await control`select payload ->> 'event' as event from control.jobs
    where kind = 'identity.factor_mail' and payload ->> 'personId' = ${person.personId} order by id`;
  assert.deepEqual(told.map(({ event }) => event), [
    "totp_added",
    "recovery_codes_drawn",
    "recovery_code_used",
    "mail_code_added",
    "totp_removed",
  ]);
});

Deno.test("a factor proves a session that is open, once for each code", async () => {
  const person = await somebody();
  const code = await withTotp(person);
  const sessionId = person.personId;
  const proof = { code: code(60) };
  const proved = await proveByFactor(person.ctx(60), { session: { token: person.token, sessionId }, proof });
  assert.equal(await isStrongIn(person, proved.token, 60), true);
  const again = proveByFactor(person.ctx(60), { session: { token: proved.token, sessionId }, proof });
  assert.equal(await refusalOf(again), WRONG);
  const gone = proveByFactor(person.ctx(90), {
    session: { token: person.token, sessionId },
    proof: { code: code(90) },
  });
  assert.equal(await refusalOf(gone), "401 identity.session_over");
});
