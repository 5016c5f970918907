import assert from "node:assert/strict";
import { Refusal } from "../../../lib/base/refusal.ts";
import { peekSignUp, signUp, type SignUpInput } from "../../../lib/identity/mod.ts";
import { takeAttempt } from "../../../lib/identity/attempt_store.ts";
import { addressKey, SIGN_UPS_PER_ADDRESS, SIGN_UPS_PER_MAILBOX } from "../../../lib/identity/rate_limits.ts";
import { aPerson, aSignUp, CAST_PASSWORD } from "../../../lib/identity/testing.ts";
import { now } from "../../../lib/platform/clock.ts";
import { withControl } from "../../../lib/platform/db/tenant.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openWorld } from "../../support/world.ts";
import { aMailbox, anIp, aVisitor, linkMailedTo } from "./_people.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
openTestOutside();
const { control } = world.owner;

function anInput(changes: Partial<SignUpInput> = {}): SignUpInput {
  return { email: aMailbox(), companyName: "Atelier Dupré", password: CAST_PASSWORD, ...changes };
}

async function refusalOf(input: SignUpInput): Promise<[number, string | undefined][]> {
  const error = await signUp(aVisitor(), input).then(() => null, (error) => error);
  assert.ok(error instanceof Refusal, `${JSON.stringify(input)} was accepted`);
  return error.issues.map((issue) => [error.status, issue.field]);
}

/** How many rows each table of the sign-up holds for an address, and how many mails were asked for. */
async function tracesOf(email: string) {
  const [traces] = await control`
    select count(distinct r.id)::integer as requests, count(distinct t.id)::integer as links,
      count(distinct j.id)::integer as mails
    from control.sign_up_requests r left join control.one_time_tokens t on t.subject_id = r.id
      left join control.jobs j on j.kind = 'identity.sign_up_mail' and j.payload ->> 'tokenId' = t.id::text
    where r.email_key = lower(${email})`;
  return traces!;
}

Deno.test("a new address gets a link that confirms, and no person before", async () => {
  const input = anInput();
  await signUp(aVisitor(), input);
  assert.equal((await linkMailedTo(control, input.email)).purpose, "confirm_signup");
  const people = await control`select 1 from control.people where email = ${input.email}`;
  assert.equal(people.length, 0);
});

Deno.test("a known address with its password gets a link that opens a second dossier", async () => {
  const email = aMailbox();
  await aPerson(aVisitor(), { email });
  await signUp(aVisitor(), anInput({ email: email.toUpperCase().replace("EXAMPLE.FR", "example.fr") }));
  const purposes = await control`select purpose from control.one_time_tokens t join control.sign_up_requests r
    on r.id = t.subject_id where r.email_key = ${email} order by t.id`;
  assert.deepEqual(purposes.map((row) => row.purpose), ["confirm_signup", "open_second_dossier"]);
});

Deno.test("a known address with another password gets a mail without a way in", async () => {
  const email = aMailbox();
  await aPerson(aVisitor(), { email });
  await signUp(aVisitor(), anInput({ email, password: "un tout autre mot secret" }));
  const { secret, purpose } = await linkMailedTo(control, email);
  assert.equal(purpose, "refused_signup");
  await assert.rejects(peekSignUp(aVisitor(), secret), { status: 410 });
});

Deno.test("the three cases answer nothing and leave the same rows: one request, one link, one mail", async () => {
  const known = aMailbox(), other = aMailbox(), unknown = aMailbox();
  await aPerson(aVisitor(), { email: known });
  await aPerson(aVisitor(), { email: other });
  const cases = [anInput({ email: unknown }), anInput({ email: known })];
  cases.push(anInput({ email: other, password: "un tout autre mot secret" }));
  const before = [0, 1, 1];
  for (const [index, input] of cases.entries()) {
    assert.equal(await signUp(aVisitor(), input), undefined);
    const count = before[index]! + 1;
    assert.deepEqual({ ...await tracesOf(input.email) }, { requests: count, links: count, mails: count });
  }
});

Deno.test("only hashes of the link's secret and of the password are kept", async () => {
  const email = aMailbox();
  const secret = await aSignUp(aVisitor(), { email });
  const [kept] = await control`
    select r::text as request, t::text as token, (select string_agg(j::text, '') from control.jobs j) as jobs
    from control.sign_up_requests r join control.one_time_tokens t on t.subject_id = r.id where r.email = ${email}`;
  const text = JSON.stringify(kept);
  assert.ok(!text.includes(secret) && !text.includes(CAST_PASSWORD));
  assert.ok(!String(kept!.jobs).includes(email), "a job holds ids, never an address");
  assert.match(String(kept!.request), /\$argon2id\$/);
});

Deno.test("each wrong field is refused by name, all together, before anything is counted", async () => {
  assert.deepEqual(await refusalOf({ email: "alice", companyName: "", password: "court" }), [
    [422, "email"],
    [422, "companyName"],
    [422, "password"],
  ]);
  for (
    const email of [
      "",
      "a@b",
      "a b@example.fr",
      "a@example.fr\r\nBcc: x@example.fr",
      "é@exa mple.fr",
      "@x.fr",
      "a\u0000@x.fr",
    ]
  ) {
    assert.deepEqual(await refusalOf(anInput({ email })), [[422, "email"]], email);
  }
  for (const companyName of ["   ", "x".repeat(101), "Dupré\u0000", "Dupré\u202Eervil"]) {
    assert.deepEqual(await refusalOf(anInput({ companyName })), [[422, "companyName"]], companyName);
  }
});

Deno.test("addresses with a plus, a quote or capitals are taken as they are", async () => {
  for (const local of ["alice+devis", "o'connor", "Alice.Dupre", "ÉLOÏSE"]) {
    const email = `${local}@${aMailbox().split("@")[0]}.fr`;
    await signUp(aVisitor(), anInput({ email }));
    assert.equal((await linkMailedTo(control, email)).purpose, "confirm_signup", email);
  }
});

Deno.test("a mailbox gets no more mails than the limit, and the page says the same", async () => {
  const email = aMailbox();
  for (let i = 0; i < SIGN_UPS_PER_MAILBOX.attempts + 2; i++) {
    assert.equal(await signUp(aVisitor(), anInput({ email })), undefined);
  }
  assert.equal((await tracesOf(email)).mails, SIGN_UPS_PER_MAILBOX.attempts);
});

Deno.test("an internet address that signs up too often is refused, and the log says so without a mail address", async () => {
  const ip = anIp();
  for (let i = 0; i < SIGN_UPS_PER_ADDRESS.attempts; i++) {
    const keyHash = addressKey(ip);
    assert.ok(await withControl({}, (tx) => takeAttempt(tx, SIGN_UPS_PER_ADDRESS, { keyHash, at: now() })));
  }
  const input = anInput();
  const ctx = aVisitor({ ip });
  await assert.rejects(signUp(ctx, input), { status: 429, message: "identity.too_many_sign_ups" });
  const [entry] = await control`select event, ip from control.security_log where request_id = ${ctx.request.id}`;
  assert.deepEqual({ ...entry }, { event: "sign_up_limited", ip });
  assert.equal((await tracesOf(input.email)).requests, 0);
});
