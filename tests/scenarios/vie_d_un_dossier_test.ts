/**
 * La vie d’un dossier, de l’inscription à l’effacement. Alice s’inscrit, essaie, est prévenue, laisse passer la fin de
 * l’essai, est activée ; son dossier déménage pendant qu’elle y travaille, grossit, déménage encore parce qu’il pèse,
 * est suspendu, réactivé, fermé par elle, puis effacé. À la fin, le journal des actes de la console et le journal
 * scellé du dossier racontent la même histoire.
 */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import postgres from "postgres";
import { paths as team } from "../../console/paths.ts";
import { verifyAgreement, verifyChain } from "../../lib/antifraud/mod.ts";
import type { Ctx } from "../../lib/base/ctx.ts";
import type { Uuid } from "../../lib/base/ids.ts";
import { findPlace } from "../../lib/instances/mod.ts";
import type { ProcedureKey } from "../../lib/instances/procedure_store.ts";
import { INCLUDED_BYTES } from "../../lib/instances/size/size.ts";
import { delay, shiftClock } from "../../lib/platform/clock.ts";
import { closeRenderWorkers } from "../../lib/platform/pdf/worker_pool.ts";
import { newId } from "../../lib/platform/random.ts";
import { paths } from "../../routes/paths.ts";
import { PASSWORD } from "../cast.ts";
import { toTheEnd } from "../lib/instances/moves/_moves.ts";
import { completeCompany, LINE, makeCustomer } from "../routes/d/_sales.ts";
import { serveApp } from "../support/app.ts";
import { closePage, openPage } from "../support/browser.ts";
import { type Client, openClient } from "../support/client.ts";
import { ODILE, odilesCode, OMAR, omarsCode, serveTestConsole } from "../support/console.ts";
import { aCtx, openWorld, PRODUCTION_CELL, TRIAL_CELL } from "../support/world.ts";

const ROOMY_CELL = "production-2";
const world = await openWorld({ moreCells: [ROOMY_CELL] });
const app = await serveApp(world, { moreCells: [ROOMY_CELL] });
const operators = await serveTestConsole();
Deno.test.afterAll(async () => {
  shiftClock(0);
  closeRenderWorkers();
  await operators.close();
  await app.close();
  await world.close();
});
const { control } = world.owner;
const ALICE = "alice@atelier-dupre.example";
const DAY_MS = 86_400_000;
const WHY = "Le client l’a demandé par écrit.";

// What one step hands to the next: each test goes on from where the one before ended.
let alice: Page, odile: Page, client: Client, tenantId: Uuid, slug: string, customerId: string, link: string;
const numbers: string[] = [];

/** Lets days pass, and the work of both programs be done. */
let days = 0;
async function pass(more: number): Promise<void> {
  turnClock(more);
  await work();
}

function turnClock(more: number): void {
  days += more;
  shiftClock(days * DAY_MS);
}

async function work(): Promise<void> {
  for (let round = 0; round < 2; round++) await app.runJobs();
}

/** Behind the programs' back, in whichever cell. */
function openOwner(cell: string): { sql: postgres.Sql; end(): Promise<void> } {
  const sql = postgres(world.url(cell, "owner"), { max: 1, onnotice: () => {} });
  return { sql, end: () => sql.end() };
}

/** Alice at her browser, signed in; her session may have ended while the days passed. */
async function go(path: string): Promise<number> {
  const shown = await alice.goto(path);
  if (!new URL(alice.url()).pathname.startsWith("/connexion")) return shown!.status();
  await alice.getByLabel("Adresse e-mail").fill(ALICE);
  await alice.getByLabel("Mot de passe").fill(PASSWORD);
  await alice.getByRole("button", { name: "Se connecter", exact: true }).click();
  await alice.waitForURL((url) => !url.pathname.startsWith("/connexion"));
  return (await alice.goto(path))!.status();
}

/** What her browser would send beside her clicks. */
async function asAlice(): Promise<Client> {
  const cookie = (await alice.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const own = openClient(app), options = { headers: { cookie } };
  return {
    ...own,
    get: (path) => own.get(path, options),
    getJson: (path) => own.getJson(path, options),
    post: (path, fields) => own.post(path, fields, options),
    postJson: (path, body) => own.postJson(path, body, options),
  };
}

/** An operator at a browser of his own. */
async function atConsole(who: { email: string; password: string }, code: string): Promise<Page> {
  const page = await openPage({ baseUrl: operators.baseUrl });
  await page.goto(team.signIn());
  await page.getByLabel("Adresse e-mail").fill(who.email);
  await page.getByLabel("Mot de passe").fill(who.password);
  await page.getByLabel("Code à six chiffres").fill(code);
  await page.getByRole("button", { name: "Se connecter", exact: true }).click();
  await page.waitForURL((url) => url.pathname !== team.signIn());
  return page;
}

/** Odile changes the state of the dossier, with her reason. */
async function change(label: string): Promise<void> {
  await odile.goto(team.instanceState(tenantId));
  const choice = odile.getByLabel(label, { exact: true });
  if (await choice.count() > 0) await choice.check();
  await odile.getByLabel("Raison").fill(WHY);
  await odile.getByRole("button", { name: "Changer l’état" }).click();
  await odile.getByText(WHY).first().waitFor();
  await work();
}

async function mailsTo(email: string): Promise<readonly { subject: string; text: string }[]> {
  return (await app.mailbox.list()).filter(({ to }) => to.includes(email));
}

async function assertTold(subject: RegExp): Promise<void> {
  const subjects = (await mailsTo(ALICE)).map((mail) => mail.subject);
  assert.ok(subjects.some((each) => subject.test(each)), `${subject} in ${subjects.join(" | ")}`);
}

async function procedureOf(kind: string): Promise<ProcedureKey> {
  const [row] = await control`select id from control.procedures where tenant_id = ${tenantId} and kind = ${kind}
    and state = 'running'`;
  assert.ok(row, `a ${kind} that runs`);
  return { tenantId, id: row.id };
}

/** Whether a procedure is due says the clock of the database, which no test can turn: its day has come. */
async function makeDue(kind: string): Promise<void> {
  await control`update control.procedures set not_before = now() where tenant_id = ${tenantId} and kind = ${kind}`;
  await control`update control.jobs set run_at = now() where tenant_id = ${tenantId} and state = 'ready'
    and kind = 'instances.advance_console_procedure'`;
}

/** The dossier's ctx where it lives now. */
async function here(): Promise<Ctx> {
  return { ...aCtx(tenantId), ...(await findPlace(tenantId))! };
}

async function recordsLeft(cell: string): Promise<number> {
  const { sql, end } = openOwner(cell);
  const left = await sql`select 1 from cell.sealed_records where tenant_id = ${tenantId}
    union all select 1 from cell.sales_documents where tenant_id = ${tenantId}`;
  await end();
  return left.length;
}

/** Invoices issued one after the other until told to stop; what she was told is kept. */
async function sellUntil(isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const body = { id: newId(), customerId, lines: [LINE], issue: true };
    const reply = await client.postJson(paths.documents(slug, "invoice"), body);
    // The page says « réessayez dans un instant », and nothing was written.
    if (reply.status !== 503) {
      assert.equal(reply.status, 201, reply.text);
      numbers.push(reply.json<{ number: string }>().number);
    }
    await delay(100);
  }
}

/** Carries out a move while Alice sells and looks at her pages; gives where the dossier is then. */
async function moveUnderHerHands(): Promise<string> {
  let isOver = false;
  const key = await procedureOf("move_dossier"), before = numbers.length;
  const selling = sellUntil(() => isOver && numbers.length >= before + 2);
  const moving = toTheEnd(key, 2_000).finally(() => isOver = true);
  const looking = (async () => {
    for (let looks = 0; looks < 3 || !isOver; looks++) {
      const shown = await alice.goto(paths.documents(slug, "invoice"));
      assert.ok([200, 503].includes(shown!.status()), String(shown!.status()));
      await delay(200);
    }
  })();
  await Promise.all([moving, selling, looking]);
  assert.equal(new Set(numbers).size, numbers.length, "no number twice");
  const ctx = await here();
  const issued = await client.getJson(paths.documents(slug, "invoice", { etat: "emises" }));
  assert.equal(issued.status, 200);
  assert.equal((await verifyChain(ctx)).ok, true);
  assert.equal((await verifyAgreement(ctx)).ok, true);
  return ctx.cell;
}

Deno.test("Alice s’inscrit, confirme son adresse et vend pendant son essai", async () => {
  alice = await openPage({ baseUrl: app.baseUrl });
  await alice.goto(paths.signUp());
  await alice.getByLabel("Adresse e-mail").fill(ALICE);
  await alice.getByLabel("Nom de l’entreprise").fill("Atelier Dupré");
  await alice.getByLabel("Mot de passe").fill(PASSWORD);
  await alice.getByRole("button", { name: "Créer mon dossier" }).click();
  await alice.getByRole("heading", { name: "Regardez vos mails" }).waitFor();
  await work();
  const [mail] = await mailsTo(ALICE);
  await alice.goto(/\/inscription\/confirmation\/[\w-]+/.exec(mail!.text)![0]);
  await alice.getByRole("button", { name: "Confirmer et ouvrir mon dossier" }).click();
  await alice.waitForURL(/\/d\/[^/]+$/);
  slug = new URL(alice.url()).pathname.split("/")[2]!;
  const [row] = await control`select tenant_id from control.instances where slug = ${slug}`;
  tenantId = row!.tenant_id;
  client = await asAlice();
  const me = {
    player: { email: ALICE, personId: newId(), client },
    dossier: { tenantId, slug, name: "Atelier Dupré" },
  };
  await completeCompany(me.player, me.dossier);
  customerId = await makeCustomer(me.player, me.dossier);
  const body = { customerId, lines: [LINE], issue: true };
  const invoice = (await client.postJson(paths.documents(slug, "invoice"), body)).json<
    { id: string; number: string }
  >();
  numbers.push(invoice.number);
  const sending = paths.documentAct(slug, { kind: "invoice", id: invoice.id }, "envoi");
  assert.equal((await client.postJson(sending, { to: "compta@dupont.fr" })).status, 202);
  await work();
  link = /\/document\/[\w.-]+/.exec((await mailsTo("compta@dupont.fr"))[0]!.text)![0];
});

Deno.test("elle est prévenue, laisse passer la fin, et ne trouve plus que l’espace abonné", async () => {
  await pass(23);
  await assertTold(/se termine dans 7 jours/);
  await pass(8);
  await assertTold(/votre essai est terminé/);
  await go(paths.dossier(slug));
  await alice.getByRole("heading", { name: "Espace abonné" }).waitFor();
  await alice.getByText("Demander l’activation").waitFor();
  const locked = await alice.goto(paths.documents(slug, "invoice"));
  assert.equal(locked!.status(), 423);
  await alice.getByRole("heading", { name: "L’essai est terminé" }).waitFor();
  assert.equal((await openClient(app).get(link)).status, 200, "what was sent is still read");
});

Deno.test("Odile l’active ; la nuit suivante le dossier déménage en production pendant qu’elle y travaille", async () => {
  odile = await atConsole(ODILE, odilesCode());
  await change("L’activer");
  await go(paths.subscription(slug));
  await alice.getByText(/change de serveur à partir du/).waitFor();
  const told = (await mailsTo(ALICE)).find(({ subject }) => /activé/.test(subject));
  assert.match(told!.text, /nous le déplaçons sur un serveur de production/);
  client = await asAlice();
  turnClock(1);
  await makeDue("move_dossier");
  const cell = await moveUnderHerHands();
  assert.ok(cell.startsWith("production-"), cell);
  await go(paths.subscription(slug));
  assert.equal(await alice.getByText(/change de serveur/).count(), 0);
  assert.equal((await openClient(app).get(link)).status, 200, "a link survives the move");
});

Deno.test("il grossit au-delà de 80 % : elle le lit, l’équipe aussi, et il déménage vers une cellule plus au large", async () => {
  const { cell } = await here(), heavy = INCLUDED_BYTES * 86n / 100n;
  const { sql, end } = openOwner(cell);
  // The scans of ten years, as the counter of files has them.
  await sql`update cell.file_usage set bytes = ${String(heavy)} where tenant_id = ${tenantId}`;
  await end();
  await pass(1);
  await assertTold(/80/);
  await go(paths.size(slug));
  await alice.getByText("L’espace compris s’épuise.").waitFor();
  odile = await atConsole(ODILE, odilesCode());
  await odile.goto(team.alerts());
  await odile.locator("table").getByText("Un dossier approche de sa place").first().waitFor();
  const roomy = cell === ROOMY_CELL ? PRODUCTION_CELL : ROOMY_CELL;
  await odile.goto(team.move(tenantId));
  await odile.getByLabel("Destination").selectOption(roomy);
  await odile.getByLabel("Départ").selectOption("now");
  await odile.getByLabel("Raison").fill("Il pèse : une cellule plus au large.");
  await odile.getByRole("button", { name: "Déménager le dossier" }).click();
  await odile.waitForURL(/\/procedures\//);
  client = await asAlice();
  assert.equal(await moveUnderHerHands(), roomy);
});

Deno.test("suspendu, il se verrouille sauf l’espace abonné et les liens ; réactivé, il est comme avant", async () => {
  await change("Le suspendre");
  await go(paths.dossier(slug));
  await alice.getByText("Nous écrire pour le rouvrir").waitFor();
  assert.equal((await client.getJson(paths.documents(slug, "invoice"))).status, 423);
  assert.equal((await openClient(app).get(link)).status, 200);
  await change("Le réactiver");
  await go(paths.dossier(slug));
  assert.equal(new URL(alice.url()).pathname, paths.dossier(slug));
});

Deno.test("elle prend son archive, et ferme en demandant que tout soit effacé", async () => {
  await go(paths.archives(slug));
  await alice.getByLabel("Période").selectOption("tout");
  await alice.getByRole("button", { name: "Préparer l’archive" }).click();
  await alice.getByLabel("Votre mot de passe").fill(PASSWORD);
  await alice.getByRole("button", { name: "C’est moi" }).click();
  await alice.getByRole("button", { name: "Reprendre où j’en étais" }).click();
  await alice.waitForURL(`**${paths.archives(slug)}*`);
  await work();
  client = await asAlice();
  const { archives } = (await client.getJson(paths.archives(slug))).json<{ archives: { id: string }[] }>();
  await go(paths.archive(slug, archives[0]!.id));
  const [, digest] = /([0-9a-f]{64})/.exec(await alice.locator("main").innerText()) ?? [];
  await go(paths.closing(slug));
  await alice.getByLabel("J’ai mon archive : effacez tout").check();
  await alice.getByLabel("Début de l’empreinte de l’archive").fill(digest!.slice(0, 12));
  await alice.getByRole("button", { name: "Fermer l’instance" }).click();
  await alice.getByText("Le dossier est fermé.").first().waitFor();
  await work();
  await assertTold(/votre dossier est fermé/);
});

Deno.test("le délai passé, deux personnes de l’équipe l’effacent ; les deux journaux racontent la même histoire", async () => {
  const { cell } = await here(), { sql, end } = openOwner(cell);
  const sealed = await sql`select convert_from(payload, 'UTF8')::jsonb as told, seq from cell.sealed_records
    where tenant_id = ${tenantId} and type = 'dossier_state_changed' order by seq`;
  await pass(31);
  // The days of a cooling-off are counted by the database's clock, which no test moves.
  await control`update control.instances set erase_after = now() where tenant_id = ${tenantId}`;
  odile = await atConsole(ODILE, odilesCode());
  await odile.goto(team.instancePurge(tenantId));
  await odile.getByLabel("Raison").fill(WHY);
  await odile.getByRole("button", { name: "Demander l’effacement" }).click();
  await odile.getByText(WHY).first().waitFor();
  const omar = await atConsole(OMAR, omarsCode());
  await omar.goto(team.instancePurge(tenantId));
  await omar.getByLabel("Accorder").check();
  await omar.getByLabel("Raison").fill(WHY);
  await omar.getByRole("button", { name: "Décider" }).click();
  await omar.getByText("Décidé par").first().waitFor();
  await makeDue("purge_moved");
  for (let round = 0; round < 3; round++) {
    await work();
    // Its last turn waits for the mails, which have left by now.
    await control`update control.jobs set run_at = now() where tenant_id = ${tenantId} and state = 'ready'`;
  }
  await work();
  await end();
  for (const each of [TRIAL_CELL, PRODUCTION_CELL, ROOMY_CELL]) assert.equal(await recordsLeft(each), 0, each);
  assert.equal(await go(paths.dossier(slug)), 404);

  const story = await control`select act, from_state, to_state from control.state_changes
    where tenant_id = ${tenantId} order by at, id`;
  const acts = story.map(({ act, from_state: from, to_state: to }) => [act, from, to]);
  assert.deepEqual(acts.slice(0, -1), sealed.map(({ told }) => [told.act, told.from, told.to]));
  assert.deepEqual(acts.map(([act]) => act), ["activate", "suspend", "reactivate", "close", "erase"]);
  await omar.goto(team.acts());
  const log = await omar.locator("main").innerText();
  const told = [
    "a activé le dossier",
    "a demandé le déménagement",
    "a suspendu",
    "a réactivé",
    "a accordé l’effacement",
  ];
  const places = told.map((words) => log.lastIndexOf(words));
  assert.ok(!places.includes(-1), log);
  assert.deepEqual([...places].sort((a, b) => b - a), places, "the latest first");
  for (const page of [alice, odile, omar]) await closePage(page);
});
