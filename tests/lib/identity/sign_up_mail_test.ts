import assert from "node:assert/strict";
import type { Uuid } from "../../../lib/base/ids.ts";
import { peekSignUp, SIGN_UP_MAIL, signUp, WELCOME_MAIL } from "../../../lib/identity/mod.ts";
import { hashOf, secretOf } from "../../../lib/identity/one_time_token.ts";
import { sendSignUpMail, sendWelcomeMail } from "../../../lib/identity/send_sign_up_mail_job.ts";
import { aPerson, CAST_PASSWORD } from "../../../lib/identity/testing.ts";
import { CONTROL } from "../../../lib/platform/db/pools.ts";
import { GiveUp } from "../../../lib/platform/jobs.ts";
import { controlJob, handlersByName, runDueJobs } from "../../../lib/platform/job_runner.ts";
import { openSmtpTransport } from "../../../lib/platform/mail.ts";
import { newId } from "../../../lib/platform/random.ts";
import { openTestOutside } from "../../support/outside.ts";
import { startSmtp } from "../../support/smtp.ts";
import { openWorld } from "../../support/world.ts";
import { aMailbox, aVisitor, linkMailedTo } from "./_people.ts";

const world = await openWorld();
const smtp = await startSmtp();
Deno.test.afterAll(async () => {
  await smtp.close();
  await world.close();
});
openTestOutside({ baseUrl: "https://paraphe.example" });
const { control } = world.owner;
const transport = openSmtpTransport(smtp.url);

async function runMails(): Promise<void> {
  await runDueJobs({
    program: "product",
    databases: [CONTROL],
    handlers: handlersByName([
      controlJob(SIGN_UP_MAIL, sendSignUpMail(() => transport)),
      controlJob(WELCOME_MAIL, sendWelcomeMail(() => transport)),
    ]),
    budgetMs: 5_000,
    rights: new Set(),
  });
}

/** The mails that a mailbox has received, decoded. */
async function mailbox(email: string): Promise<string[]> {
  await runMails();
  return smtp.messages.filter((message) => message.to.includes(email)).map((message) => decoded(message.raw));
}

function decoded(raw: string): string {
  const bytes = raw.replace(/=\r\n/g, "").replace(
    /=([0-9A-F]{2})/g,
    (_, hex: string) => String.fromCharCode(parseInt(hex, 16)),
  );
  return new TextDecoder().decode(Uint8Array.from(bytes, (character) => character.charCodeAt(0)));
}

Deno.test("a new address receives the link that confirms", async () => {
  const email = aMailbox();
  await signUp(aVisitor(), { email, companyName: "Dupré & <Fils>", password: CAST_PASSWORD });
  const [mail] = await mailbox(email);
  const { secret } = await linkMailedTo(control, email);
  assert.ok(mail!.includes(`https://paraphe.example/inscription/confirmation/${secret}`));
  assert.ok(mail!.includes("Dupré & <Fils>"), "as text");
  assert.ok(mail!.includes("Dupré &amp; &lt;Fils&gt;"), "as HTML");
  await peekSignUp(aVisitor(), secret);
});

Deno.test("the mail tells the owner of the mailbox, and him alone, which case it was", async () => {
  const email = aMailbox();
  await aPerson(aVisitor(), { email });
  const first = await mailbox(email);
  // Both leave in one round, whichever is faster.
  const welcome = first.find((mail) => /Bienvenue/.test(mail));
  assert.ok(first.length === 2 && first.some((mail) => /Confirmez votre adresse/.test(mail)));
  assert.ok(welcome!.includes(email), "the welcome recalls the address");
  await signUp(aVisitor(), { email, companyName: "SCI Dupré", password: CAST_PASSWORD });
  assert.match((await mailbox(email))[2]!, /Ouvrir ce dossier/);
  await signUp(aVisitor(), { email, companyName: "SCI Dupré", password: "un tout autre mot secret" });
  const refused = (await mailbox(email))[3]!;
  assert.match(refused, /Vous avez déjà un compte/);
  assert.ok(refused.includes("https://paraphe.example/connexion"));
  assert.ok(refused.includes("https://paraphe.example/mot-de-passe-oublie"));
  assert.ok(!refused.includes((await linkMailedTo(control, email)).secret), "and holds no secret");
});

Deno.test("the mail speaks the language of the page that was filled in", async () => {
  const email = aMailbox();
  await signUp(aVisitor(), { email, companyName: "Dupré Ltd", password: CAST_PASSWORD, language: "en" });
  const [mail] = await mailbox(email);
  assert.match(mail!, /Subject: Confirm your address to open your workspace/);
  assert.match(mail!, /<html lang="en">/);
  assert.doesNotMatch(mail!, /adresse/);
});

Deno.test("a mail that the server postpones leaves later with the same link and Message-ID", async () => {
  const email = aMailbox();
  await signUp(aVisitor(), { email, companyName: "Atelier", password: CAST_PASSWORD });
  smtp.fail({ dropAfterData: true });
  assert.equal((await mailbox(email)).length, 1);
  smtp.fail({});
  await control`update control.jobs set run_at = now() where state = 'ready'`;
  const [first, second] = await mailbox(email);
  const messageId = /^Message-ID: (.+)$/mi;
  assert.equal(messageId.exec(first!)?.[1], messageId.exec(second!)?.[1]);
  const link = /confirmation\/[\w-]{43}/;
  assert.equal(link.exec(first!)?.[0], link.exec(second!)?.[0]);
});

Deno.test("a mailbox that does not exist parks the mail, with a reason that names nobody", async () => {
  const email = aMailbox();
  await signUp(aVisitor(), { email, companyName: "Atelier", password: CAST_PASSWORD });
  smtp.fail({ recipients: { [email]: 550 } });
  await runMails();
  smtp.fail({});
  const [job] = await control`select state, last_error from control.jobs order by id desc limit 1`;
  assert.equal(job!.state, "parked");
  assert.ok(!String(job!.last_error).includes(email));
});

Deno.test("a mail about a sign-up that is gone is given up", async () => {
  const job = { id: newId(), attempt: 1, dedupeKey: "x" };
  const send = sendSignUpMail(() => transport);
  await assert.rejects(send(aVisitor(), { tokenId: newId() }, job), GiveUp);
});

Deno.test("the secret of a link follows from its id under the master key, and from nothing else", () => {
  const [one, two] = [newId(), newId()] as [Uuid, Uuid];
  const secret = secretOf(one);
  assert.match(secret, /^[\w-]{43}$/);
  assert.equal(secretOf(one), secret);
  assert.notEqual(secretOf(two), secret);
  assert.equal(hashOf(secret).length, 32);
});
