/** SUB-02: what a dossier that is expired, suspended or closed still opens, and that everything else says so. */
import assert from "node:assert/strict";
import type { Uuid } from "../../lib/base/ids.ts";
import { findOpenness } from "../../lib/instances/mod.ts";
import { now } from "../../lib/platform/clock.ts";
import { newId } from "../../lib/platform/random.ts";
import { sendIbanNotice } from "../../lib/sales/send_iban_notice_job.ts";
import { ACCESS, OPEN_WHEN_CLOSED, type RouteKey } from "../../routes/access.ts";
import type { DocumentSummary } from "../../routes/d/documents_save.tsx";
import { paths } from "../../routes/paths.ts";
import { makeCast } from "../cast.ts";
import { openApp } from "../support/app.ts";
import { openClient, type Reply } from "../support/client.ts";
import { aCtx, openWorld } from "../support/world.ts";
import { completeCompany, makeCustomer, makeDocument } from "./d/_sales.ts";

const world = await openWorld();
const app = await openApp(world);
const { alice, atelier } = await makeCast(app);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { slug, tenantId } = atelier;
await completeCompany(alice, atelier);
const customerId = await makeCustomer(alice, atelier);
const invoice = await makeDocument(alice, atelier, { kind: "invoice", customerId, issue: true });
const quote = await makeDocument(alice, atelier, { kind: "quote", customerId });
const [invoiceToken, quoteToken] = [await mailed(invoice), await mailed(quote)];
const archiveId = newId();
assert.equal((await alice.client.postJson(paths.archives(slug), { archiveId, period: "tout" })).status, 202);
const exitId = newId();
assert.equal((await alice.client.postJson(paths.exit(slug), { exitId })).status, 202);
await app.runJobs();
assert.equal((await alice.client.postJson(paths.exit(slug), { exitId: newId() })).status, 202);

/** Mails a document and gives the token of the link that its customer receives. */
async function mailed(document: DocumentSummary): Promise<string> {
  const to = `${newId()}@client.fr`;
  assert.equal((await alice.client.postJson(paths.documentAct(slug, document, "envoi"), { to })).status, 202);
  await app.runJobs();
  const mail = (await app.mailbox.list()).find((one) => one.to.includes(to));
  return /\/document\/(\S+)/.exec(mail!.text)![1]!;
}

const LOCKED = [
  { openness: "expired", state: "trial", ends: "2020-01-01", title: "L’essai est terminé" },
  { openness: "suspended", state: "suspended", ends: "2999-12-31", title: "Dossier suspendu" },
  { openness: "closed", state: "closed", ends: "2999-12-31", title: "Dossier fermé" },
] as const;

async function put({ state, ends }: { state: string; ends: string }): Promise<void> {
  await world.owner.control`update control.instances set state = ${state}, trial_ends_on = ${ends}
    where tenant_id = ${tenantId}`;
}

/** What a locked dossier opens: the subscriber's area, export, the legal archive. A route more is a decision. */
const OPEN: Readonly<Record<string, number>> = {
  "GET /d/:slug/abonnement": 200,
  "GET /d/:slug/abonnement/espace": 200,
  "GET /d/:slug/abonnement/fermeture": 200,
  "POST /d/:slug/abonnement/fermeture": 422,
  "POST /d/:slug/abonnement/reouverture": 409,
  "GET /d/:slug/abonnement/sortie": 200,
  // One is under way.
  "POST /d/:slug/abonnement/sortie": 409,
  "GET /d/:slug/abonnement/sortie/:exit/zip": 200,
  "GET /d/:slug/factures/export": 200,
  "GET /d/:slug/avoirs/export": 200,
  "GET /d/:slug/devis/export": 200,
  "GET /d/:slug/clients/export": 200,
  "GET /d/:slug/articles/export": 200,
  "GET /d/:slug/archives": 200,
  "POST /d/:slug/archives": 422,
  "GET /d/:slug/archives/:archive": 200,
  "GET /d/:slug/archives/:archive/zip": 200,
};
/** Leads to the subscriber's area. */
const HOME = "GET /d/:slug";

async function ask(route: string, as: "page" | "json"): Promise<Reply> {
  const [method, pattern] = route.split(" ") as ["GET" | "POST", string];
  const path = pattern.replace(":slug", slug).replace(":archive", archiveId).replace(":exit", exitId).replace(
    /:\w+/g,
    () => newId(),
  );
  const { client } = alice;
  if (method === "GET") return as === "json" ? await client.getJson(path) : await client.get(path);
  return as === "json" ? await client.postJson(path) : await client.post(path);
}

Deno.test("the routes that a locked dossier leaves open are these and no others", () => {
  assert.deepEqual([...OPEN_WHEN_CLOSED].sort(), Object.keys(OPEN).sort());
});

for (const locked of LOCKED) {
  const { openness, title } = locked;
  Deno.test(`${openness}: what stays open answers, all else is the page of the lock, in JSON its code`, async () => {
    await put(locked);
    const wrong: string[] = [];
    for (const route of (Object.keys(ACCESS) as RouteKey[]).filter((each) => each.includes(" /d/:slug"))) {
      const [page, json] = [await ask(route, "page"), await ask(route, "json")];
      const code = json.headers.get("content-type")?.includes("json") ? json.json()["code"] : null;
      const isRight = route in OPEN
        ? page.status === OPEN[route] && json.status === OPEN[route]
        : json.status === 423 && code === `request.dossier_${openness}` &&
          (route === HOME
            ? page.location === paths.subscription(slug)
            : page.status === 423 && page.text.includes(title) && page.text.includes(paths.subscription(slug)));
      if (!isRight) wrong.push(`${route} → ${page.status}, ${json.status} ${code}`);
    }
    assert.deepEqual(wrong, []);
    for (const route of ["GET /d/:slug/archives/:archive/zip", "GET /d/:slug/abonnement/sortie/:exit/zip"]) {
      assert.equal((await ask(route, "page")).headers.get("content-type"), "application/zip");
    }
    const area = await ask("GET /d/:slug/abonnement", "page");
    for (const path of [`/d/${slug}/factures/export`, paths.archives(slug), paths.exit(slug)]) {
      assert.ok(area.text.includes(path), path);
    }
    // Nothing of the frame leads to the page of the lock.
    for (const path of [paths.items(slug), paths.company(slug), paths.newDocument(slug, "invoice")]) {
      assert.ok(!area.text.includes(`href="${path}"`), path);
    }
  });

  Deno.test(`${openness}: links already sent are read to the last byte; a quote is not answered, and says what to do`, async () => {
    await put(locked);
    const visitor = openClient(app);
    for (const token of [invoiceToken, quoteToken]) {
      assert.equal((await visitor.get(paths.publicDocument(token))).status, 200);
      assert.equal(
        (await visitor.get(paths.publicDocument(token, "pdf"))).headers.get("content-type"),
        "application/pdf",
      );
    }
    assert.match((await visitor.get(paths.publicDocument(invoiceToken))).text, /À payer/);
    const page = await visitor.get(paths.publicDocument(quoteToken));
    assert.match(page.text, /ne se répond pas en ligne.*écrivez-lui ou téléphonez-lui/s);
    assert.doesNotMatch(page.text, /name="agree"|verrouillé|suspendu|fermé|essai/);
    const answers = [{ answer: "accepted", signer: "Zoé", agree: "on" }, {
      answer: "declined",
      signer: "Zoé",
      reason: "Non",
    }];
    for (const form of answers) {
      const refused = await visitor.post(paths.publicDocument(quoteToken, "reponse"), form);
      assert.equal(refused.status, 423);
      assert.match(refused.text, /ne reçoit pas de réponse en ligne/);
      const json = await visitor.postJson(paths.publicDocument(quoteToken, "reponse"), form);
      assert.deepEqual([json.status, json.json()["code"]], [423, "sales.not_answered_here"]);
    }
    const [row] = await world.owner.trial`select state from cell.sales_documents where id = ${quote.id}`;
    assert.equal(row!.state, "sent");
  });
}

Deno.test("a mail that was asked for before the lock does not leave, now or once it is open again", async () => {
  const to = "tard@client.fr";
  for (const locked of LOCKED) {
    await put({ state: "trial", ends: "2999-12-31" });
    assert.equal((await alice.client.postJson(paths.documentAct(slug, invoice, "envoi"), { to })).status, 202);
    await put(locked);
    await app.runJobs();
  }
  await put({ state: "trial", ends: "2999-12-31" });
  await app.runJobs();
  assert.ok(!(await app.mailbox.list()).some((mail) => mail.to.includes(to)));
  const sendings = await world.owner.trial`select state, outcome from cell.sendings
    where tenant_id = ${tenantId} and ${to} = any (recipients)`;
  assert.deepEqual(sendings.map(({ state }) => state), ["failed", "failed", "failed"]);
  assert.match(sendings[0]!.outcome, /verrouillé/);
  assert.match((await alice.client.get(paths.document(slug, invoice))).text, /n’est pas parti/);
});

Deno.test("the notices of another IBAN wait for the morrow while it is locked, and are dropped once it is closed", async () => {
  const { trial } = world.owner, changeId = newId();
  const [company] = await trial`select iban from cell.companies where tenant_id = ${tenantId}`;
  await trial`insert into cell.iban_changes (tenant_id, id, iban, asked_at, effective_at, state, way, decided_at)
    values (${tenantId}, ${changeId}, ${company!.iban}, now(), now(), 'effective', 'first', now())`;
  const notice = sendIbanNotice(() => assert.fail("nothing is mailed"));
  for (const [locked, waiting] of [[LOCKED[0], 1], [LOCKED[1], 1], [LOCKED[2], 0]] as const) {
    await put(locked);
    assert.equal(await findOpenness(tenantId, now()), locked.openness);
    const job = { id: newId(), attempt: 1, dedupeKey: "x" };
    await notice(aCtx(tenantId), { changeId, customerId: customerId as Uuid }, job);
    const asked = await trial`delete from cell.jobs where kind = 'sales.send_iban_notice'
      and run_at > now() + interval '23 hours' returning id`;
    assert.equal(asked.length, waiting, locked.openness);
  }
});
