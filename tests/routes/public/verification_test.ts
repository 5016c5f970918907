import assert from "node:assert/strict";
import { newId } from "../../../lib/platform/random.ts";
import { paths } from "../../../routes/paths.ts";
import { makeCast } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { openClient } from "../../support/client.ts";
import { openWorld } from "../../support/world.ts";
import { completeCompany, makeCustomer, makeDocument } from "../d/_sales.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { alice, atelier } = await makeCast(app);
await completeCompany(alice, atelier);
const customerId = await makeCustomer(alice, atelier);

interface Facts {
  readonly verdict: string | null;
  readonly document: {
    readonly number: string;
    readonly grossCents: string | number;
    readonly ibanEnd: string;
    readonly fileSha256: string | null;
    readonly isSettled: boolean | null;
  };
}

/** An issued invoice, the token of its code as printed, and whether its file was made. */
async function issued({ rendered = true } = {}) {
  const made = await makeDocument(alice, atelier, { kind: "invoice", customerId, issue: true, subject: "Cuisine" });
  if (rendered) assert.equal((await alice.client.get(paths.documentAct(atelier.slug, made, "pdf"))).status, 200);
  const [row] = await world.owner.trial`
    select d.verification_code as code, d.tenant_id, o.public_id, d.file_sha256 from cell.sales_documents d
    join cell.dossiers o using (tenant_id) where d.id = ${made.id}`;
  return { made, token: `${row!.public_id}.${row!.code}`, sha256: row!.file_sha256 as string, code: row!.code };
}

function visitor() {
  return openClient(app);
}

async function factsOf(path: string): Promise<Facts> {
  const reply = await visitor().getJson(path);
  assert.equal(reply.status, 200, reply.text);
  return reply.json<Facts>();
}

const invoice = await issued();

Deno.test("whoever holds an invoice reads what was issued, and nothing about the customer", async () => {
  const { status, text } = await visitor().get(paths.verification(invoice.token));
  assert.equal(status, 200);
  for (const told of [/Atelier Dupré/, /288,00/, new RegExp(invoice.made.number!), /… \w{4}</]) {
    assert.match(text, told);
  }
  assert.match(text, new RegExp(`data-verify="${invoice.sha256}"`));
  assert.equal(/Dupont|Cuisine|FR14 2004/.test(text), false);
});

Deno.test("the very file is genuine, any other digest is not, and what is no digest is said to be none", async () => {
  const asked = (empreinte: string) => factsOf(paths.verification(invoice.token, { empreinte }));
  assert.equal((await asked(invoice.sha256)).verdict, "genuine");
  assert.equal((await asked(` ${invoice.sha256.toUpperCase()} `)).verdict, "genuine");
  const last = invoice.sha256.endsWith("0") ? "1" : "0";
  assert.equal((await asked(invoice.sha256.slice(0, -1) + last)).verdict, "altered");
  assert.equal((await asked("é".repeat(64))).verdict, "unreadable");
  assert.equal((await asked(invoice.sha256.slice(1))).verdict, "unreadable");
  const page = await visitor().get(paths.verification(invoice.token, { empreinte: "0".repeat(64) }));
  assert.match(page.text, /n’est pas celui qui a été émis/);
});

Deno.test("a code is read in capitals, with spaces, or with the address before it", async () => {
  for (
    const code of [invoice.token.toUpperCase(), ` ${invoice.token} `, `https://paraphe.example/v/${invoice.token}`]
  ) {
    const reply = await visitor().get(paths.verification(undefined, { code }));
    assert.deepEqual([reply.status, reply.location], [303, paths.verification(invoice.token)], code);
  }
  const capitals = await visitor().get(paths.verification(invoice.token.toUpperCase()));
  assert.equal(capitals.status, 200);
});

Deno.test("the payment is told only where the company wishes it", async () => {
  const own = await issued();
  assert.equal((await factsOf(paths.verification(own.token))).document.isSettled, null);
  await tellPayments("on");
  assert.equal((await factsOf(paths.verification(own.token))).document.isSettled, false);
  await alice.client.postJson(paths.documentAct(atelier.slug, own.made, "reglements"), { amount: "288" });
  assert.equal((await factsOf(paths.verification(own.token))).document.isSettled, true);
  await tellPayments("");
  assert.equal((await factsOf(paths.verification(own.token))).document.isSettled, null);
});

async function tellPayments(showsPaymentState: string): Promise<void> {
  const page = paths.company(atelier.slug);
  const { company } = (await alice.client.getJson(page)).json<{ company: { version: number } }>();
  const saved = await alice.client.postJson(page, { version: String(company.version), showsPaymentState });
  assert.equal(saved.status, 200, saved.text);
}

Deno.test("a document whose file was not made yet has no genuine file", async () => {
  const own = await issued({ rendered: false });
  const { text } = await visitor().get(paths.verification(own.token));
  assert.match(text, /pas encore été produit/);
  assert.equal(/data-verify/.test(text), false);
  const { verdict } = await factsOf(paths.verification(own.token, { empreinte: "0".repeat(64) }));
  assert.equal(verdict, "altered");
});

Deno.test("unknown, foreign, drafts' and malformed codes give one and the same answer", async () => {
  const [publicId, code] = invoice.token.split(".") as [string, string];
  const [other] = await world.owner.trial`select public_id from cell.dossiers where public_id <> ${publicId} limit 1`;
  const wrong = [
    `${publicId}.${"0".repeat(code.length)}`,
    `${other!.public_id}.${code}`,
    `zzzzzzzz.${code}`,
    code,
    `${publicId}.`,
    `${publicId}.${code}x`,
    `${publicId}.${code}' or 1=1`,
    newId(),
  ];
  const answers = [];
  for (const token of wrong) {
    const reply = await visitor().get(paths.verification(encodeURIComponent(token)));
    assert.equal(reply.status, 404, token);
    answers.push(reply.text.replace(/value="[^"]*"/g, "").replace(/"[0-9a-f-]{36}"/g, ""));
  }
  assert.equal(new Set(answers).size, 1);
  assert.match(answers[0]!, /d’aucun document/);
});

Deno.test("codes are not found by trying: twenty misses a minute close the door to an address", async () => {
  const trying = visitor();
  const [publicId] = invoice.token.split(".");
  const statuses: number[] = [];
  for (let n = 0; n < 22; n++) {
    const token = `${publicId}.${String(n).padStart(22, "0")}`;
    statuses.push((await trying.get(paths.verification(token))).status);
  }
  assert.deepEqual([statuses[0], statuses[19], statuses.at(-1)], [404, 404, 429]);
  assert.equal((await visitor().get(paths.verification(invoice.token))).status, 200);
});

Deno.test("the page works without a script and lets none but ours run", async () => {
  const { text, headers } = await visitor().get(paths.verification(invoice.token));
  assert.match(text, /sha256sum/);
  assert.match(text, new RegExp(`action="${paths.verification(invoice.token)}"`));
  assert.match(headers.get("content-security-policy") ?? "", /script-src 'self'/);
  assert.match(text, /<meta name="robots" content="noindex"/);
});
