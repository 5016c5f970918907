import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { paths as backOffice } from "../../console/paths.ts";
import { makeAnchors } from "../../lib/anchors/make_anchors_job.ts";
import { now } from "../../lib/platform/clock.ts";
import { newId } from "../../lib/platform/random.ts";
import { paths } from "../../routes/paths.ts";
import { makeCast } from "../cast.ts";
import { clearAlert, raiseAlert, startMove } from "../../lib/instances/operator.ts";
import { CONSOLE_PROCEDURES } from "../../lib/instances/procedures/kinds.ts";
import { runTurn } from "../../lib/instances/procedures/run_turn.ts";
import { withOperator } from "../../lib/platform/db/tenant.ts";
import { completeCompany, makeCustomer, makeDocument } from "../routes/d/_sales.ts";
import { serveApp } from "../support/app.ts";
import { assertAccessible } from "../support/axe.ts";
import { assertNoFaults, closeBrowser, closePage, openPage, WIDTHS } from "../support/browser.ts";
import { type Client, openClient } from "../support/client.ts";
import { ODILE, odilesCode, OMAR, omarsCode, serveTestConsole } from "../support/console.ts";
import { openWorld, TRIAL_CELL } from "../support/world.ts";

const world = await openWorld();
const app = await serveApp(world);
const operators = await serveTestConsole();
Deno.test.afterAll(async () => {
  await closeBrowser();
  await operators.close();
  await app.close();
  await world.close();
});
const { alice, atelier, cabinet, garage } = await makeCast(app);

/** A page to look at: of whom, under which address, and after which button. */
interface Look {
  readonly path: string;
  readonly by?: Client;
  readonly base?: string;
  readonly press?: string;
}

async function signedIn(fields: Record<string, string>): Promise<Client> {
  const client = openClient(operators);
  assert.equal((await client.post(backOffice.signIn(), fields)).status, 303);
  return client;
}

/** An erasure of contents that waits for the second operator, in a dossier whose log begins in 2011. */
async function anErasure(odile: Client): Promise<string> {
  const { trial } = world.owner, { tenantId } = garage;
  await trial.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`update cell.sealed_records set type = 'probe_sealed', at = '2011-05-04' where tenant_id = ${tenantId}`;
  });
  await trial`insert into cell.archives (tenant_id, id, is_whole, from_on, to_on, state, step, chain_id, company_name,
      first_seq, last_seq, prev_hash, head_hash, done_units, total_units, manifest_sha256, files, bytes, parts, asked_at,
      done_at, seal_seq)
    values (${tenantId}, ${newId()}, true, '2011-01-01', '2011-12-31', 'done', 1, ${newId()}, 'Garage', 1, 1,
      decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex'), 1, 1, repeat('0', 64), 1, 1, '[]', now(), now(), 1)`;
  const form = { until: "2014-12-31", reason: "Le client le demande." };
  const asked = await odile.post(backOffice.erasures(tenantId), form);
  assert.equal(asked.status, 303, asked.text);
  return asked.location!;
}

/** The console's page of keys, once an anchor was made. */
async function anAnchorsKey(): Promise<string> {
  await makeAnchors({ now: now(), personId: null, request: { id: newId(), ip: "" } });
  return backOffice.anchors();
}

/** The page of a cell with a day of samples behind it. */
async function aMeasuredCell(): Promise<string> {
  await world.owner.control`insert into control.cell_samples (cell_id, at, dossiers, database_bytes, storage_bytes,
      connections, transactions, blocks_hit, blocks_read, transactions_a_minute, cache_hits_bp)
    select ${TRIAL_CELL}, now() - n * interval '1 hour', 40 - n, 900000000 - n * 9000000, 4000000000 - n * 80000000,
      6 + n % 5, 1, 1, 1, 900 + 70 * (n % 7), 9900 + n from generate_series(0, 20) n`;
  return backOffice.cell(TRIAL_CELL);
}

/** The link that the last mail to somebody holds, as a path of ours. */
async function linkTo(email: string, link: RegExp): Promise<string> {
  await app.runJobs();
  for (const { to, text } of await app.mailbox.list()) {
    const [, path] = (to.includes(email) && link.exec(text)) || [];
    if (path) return path;
  }
  throw new Error(`no link mailed to ${email}`);
}

/** Alerts of every look, a webhook that was tried, jobs that wait, procedures done, stuck and undone. */
async function aBusyNight(): Promise<{ alert: string; over: string; stuck: string; moved: string }> {
  const { control } = world.owner, ctx = { now: now(), personId: null, request: { id: newId(), ip: "" } };
  const by = { operatorId: null, name: "Le programme" }, reason = "Sa cellule est trop lente pour lui";
  const at = now(), subject = { kind: "cell", id: TRIAL_CELL } as const;
  const made = await withOperator({ database: "control", role: "ops_control" }, async (tx) => {
    const figures = { percent: 71, limit: "dossiers" };
    const dossier = { kind: "dossier", id: cabinet.tenantId } as const;
    await raiseAlert(tx, { kind: "dossier_size", subject: dossier, at, level: "critical", figures: { percent: 96 } });
    const over = await raiseAlert(tx, { kind: "cell_down", subject, at, level: "critical", figures: {} });
    await clearAlert(tx, { kind: "cell_down", subject, at });
    const alert = await raiseAlert(tx, { kind: "cell_load", subject, at, level: "warning", figures });
    const asked = { to: { kind: "production" } as const, by, reason };
    const stuck = await startMove(tx, ctx, { tenantId: cabinet.tenantId, ...asked });
    const moved = await startMove(tx, ctx, { tenantId: atelier.tenantId, ...asked });
    return { alert, over, stuck, moved };
  });
  while (await runTurn({ ...ctx, now: now() }, made.moved, { kinds: CONSOLE_PROCEDURES }));
  const progress = { rows: 8_000, rowsTotal: 21_400, rowsMs: 9_000, filesTotal: 1_250, bytesTotal: 734_003_200 };
  await control`update control.procedures set step = 1, attempts = 3, last_error = '08006', progress = ${
    control.json(progress)
  }
    where id = ${made.stuck.id}`;
  await control`insert into control.procedure_log (tenant_id, procedure_id, id, at, step, event, reason, figures)
    values (${cabinet.tenantId}, ${made.stuck.id}, ${newId()}, now(), 'copy_rows', 'failed', '08006', '{"attempts": 3}')`;
  await control`insert into control.jobs (tenant_id, id, kind, dedupe_key, state, attempts, last_error)
    values (${atelier.tenantId}, ${newId()}, 'identity.welcome_mail', 'x', 'parked', 8,
      'the mail server refused the message for good')`;
  await control`insert into control.job_figures (tenant_id, cell_id, at, ready, running, parked)
    values (${atelier.tenantId}, ${TRIAL_CELL}, now(), 3, 1, 2)`;
  await control`insert into control.alert_channels (id, mail_from, webhook_url, webhook_secret, webhook_from, changed_at,
      tried_at, tried_by, tried_answer)
    values ('operators', 'warning', 'https://veille.example/alertes', '\\x00', 'critical', now(), now(), 'Odile', '503')`;
  return {
    alert: backOffice.alert(made.alert),
    over: backOffice.alert(made.over),
    stuck: backOffice.procedure(made.stuck),
    moved: backOffice.procedure(made.moved),
  };
}

/** The state of a dossier whose days are over, and where its erasure is decided. */
async function aClosedDossier(odile: Client): Promise<string> {
  const { tenantId } = garage, reason = "Le titulaire a pris sa retraite";
  const form = { id: newId(), act: "close", ending: "erase", reason };
  assert.equal((await odile.post(backOffice.instanceState(tenantId), form)).status, 303);
  await world.owner.control`update control.instances set erase_after = now() - interval '1 day'
    where tenant_id = ${tenantId}`;
  const page = backOffice.instancePurge(tenantId);
  assert.equal((await odile.post(page, { reason })).status, 303);
  return page;
}

/** A parked job of a cell, as it was sampled, with what was asked of it before. */
async function aParkedJob(): Promise<string> {
  const { control } = world.owner, { tenantId } = atelier, id = newId();
  await control`insert into control.parked_jobs (tenant_id, id, cell_id, kind, attempts, created_at, first_failure,
      first_failed_at, last_failure, last_failed_at, sampled_at)
    values (${tenantId}, ${id}, ${TRIAL_CELL}, 'sales.send_document', 8, now(), 'platform.mail_refused', now(), '57P03',
      now(), now())`;
  await control`insert into control.job_orders (tenant_id, id, job_id, place, kind, act, state, asked_by_name, asked_at,
      ended_at)
    values (${tenantId}, ${newId()}, ${id}, ${TRIAL_CELL}, 'sales.send_document', 'retry', 'done', 'Odile', now(), now())`;
  return backOffice.job({ place: TRIAL_CELL, tenantId, id });
}

/** A page of the console, as somebody sees it. */
function inConsole(path: string, by: Client, press?: string): Look {
  return { path, by, base: operators.baseUrl, ...(press ? { press } : {}) };
}

/** The pages that are about no single thing, some of them empty. */
function pagesOfAll(odile: Client): Look[] {
  return [
    inConsole(backOffice.instances(), odile),
    inConsole(backOffice.instances("?q=personne"), odile),
    inConsole(backOffice.reviews(), odile),
    inConsole(backOffice.reported(), odile),
    inConsole(backOffice.allRecoveries(), odile),
    inConsole(backOffice.allErasures(), odile),
    inConsole(backOffice.alerts(), odile),
    inConsole(backOffice.alerts("?etat=over&niveau=warning"), odile),
    inConsole(backOffice.thresholds(), odile, "Changer le seuil"),
    inConsole(backOffice.alertChannels(), odile, "Essayer le webhook"),
    inConsole(backOffice.procedures("?etat=all"), odile),
    inConsole(backOffice.cells(), odile, "Inscrire la cellule"),
    inConsole(backOffice.jobs(), odile),
    inConsole(backOffice.openings(), odile, "Ouvrir le dossier"),
    inConsole(backOffice.quietHour(), odile, "Changer l’heure creuse"),
    inConsole(backOffice.operators(), odile, "Inviter"),
    inConsole(backOffice.personSessions(), odile, "Terminer toutes ses sessions"),
    inConsole(backOffice.ownAccess(), odile),
    inConsole(backOffice.acts(), odile),
    inConsole(backOffice.acts("?acte=open_cell"), odile),
    inConsole(backOffice.signIn(), openClient(operators)),
  ];
}

/** A sent document, a mail that is held, an abuse reported, a recovery whose days run: something on every page. */
async function pagesToLookAt(): Promise<Look[]> {
  await completeCompany(alice, atelier);
  const customerId = await makeCustomer(alice, atelier);
  const invoice = await makeDocument(alice, atelier, { kind: "invoice", customerId, issue: true });
  const sent = paths.documentAct(atelier.slug, invoice, "envoi"), heldId = newId();
  await alice.client.postJson(sent, { to: "compta@dupont.fr", sendingId: newId() });
  const token = await linkTo("compta@dupont.fr", /\/document\/([^\s/]+)\s/);
  const message = "Payez sur https://paie.evil.example/x";
  await alice.client.postJson(sent, { to: "compta@dupont.fr", sendingId: heldId, message });
  await app.runJobs();
  await openClient(app).post(paths.publicDocument(token, "signalement"), { kind: "fraud" });
  const odile = await signedIn({ ...ODILE, code: odilesCode() });
  const omar = await signedIn({ ...OMAR, code: omarsCode() });
  const ticks = { register_extract: "on", identity_document: "on", register_call: "on", despite: "on" };
  const form = { name: "Paul Héritier", email: "paul@heritier.example", reason: "La gérante est décédée.", ...ticks };
  const recovery = (await odile.post(backOffice.recoveries(atelier.tenantId), form)).location!;
  const undecided = (await odile.post(backOffice.recoveries(cabinet.tenantId), form)).location!;
  const word = { checked: "on", reason: "Pièces vues et demande vérifiée" };
  assert.equal((await omar.post(`${recovery}/accord`, word)).status, 303);
  const night = await aBusyNight(), erasure = await anErasure(odile), closed = await aClosedDossier(odile);
  const [row] = await world.owner.control`select id from control.operators where name = 'Omar'`;
  const omarsId = String(row!["id"]);
  return [
    inConsole(backOffice.instance(atelier.tenantId), odile),
    inConsole(backOffice.instance(cabinet.tenantId), odile),
    inConsole(backOffice.instanceState(cabinet.tenantId), odile, "Changer l’état"),
    inConsole(backOffice.siret(atelier.tenantId), odile, "Confirmer le SIRET"),
    inConsole(backOffice.move(atelier.tenantId), odile, "Déménager le dossier"),
    inConsole(backOffice.move(cabinet.tenantId), odile),
    inConsole(backOffice.heldMail(atelier.tenantId, heldId), odile, "Refuser l’envoi"),
    inConsole(backOffice.reports(atelier.tenantId), odile, "Marquer comme examiné"),
    inConsole(backOffice.recoveries(garage.tenantId), odile, "Demander la reprise"),
    inConsole(recovery, odile, "Annuler la reprise"),
    inConsole(undecided, omar, "Accorder la reprise"),
    inConsole(backOffice.erasures(atelier.tenantId), odile, "Demander l’effacement"),
    inConsole(erasure, omar, "Accorder l’effacement"),
    inConsole(backOffice.instancePurge(atelier.tenantId), odile),
    inConsole(closed, omar, "Décider"),
    inConsole(backOffice.instance(garage.tenantId), odile),
    inConsole(await anAnchorsKey(), odile, "Changer la clé des ancrages"),
    inConsole(night.alert, odile, "Clore l’alerte"),
    inConsole(night.over, odile),
    inConsole(night.stuck, odile, "Annuler la procédure"),
    inConsole(night.moved, odile),
    inConsole(await aParkedJob(), odile, "Abandonner"),
    inConsole(await aMeasuredCell(), odile, "Enregistrer les limites"),
    inConsole(backOffice.operator(omarsId), odile, "Changer le rôle"),
    ...pagesOfAll(odile),
    { path: paths.anchors() },
    { path: await linkTo(alice.email, /(\/reprise\/[\w-]+)/) },
    { path: paths.recoveryStopped() },
    { path: paths.publicDocument(token) },
    { path: paths.publicDocument(token, "signalement") },
    { path: paths.publicDocument(token, "signalement/recu") },
    { path: paths.document(atelier.slug, invoice), by: alice.client },
  ];
}

/** Opens a tab in the browser of whoever looks; each person has one for each width and program. */
async function openTab(browsers: Map<string, Page>, { by, base = app.baseUrl }: Look, width: keyof typeof WIDTHS) {
  const cookie = (by?.cookies() ?? "").split("; ")[0]!;
  const known = browsers.get(`${base} ${cookie}`);
  if (known) return await known.context().newPage();
  const page = await openPage({ width, baseUrl: base });
  const [name = "", value = ""] = cookie.split(/=(.*)/s);
  if (name) await page.context().addCookies([{ name, value, url: base }]);
  browsers.set(`${base} ${cookie}`, page);
  return await page.context().newPage();
}

Deno.test("the console and the pages for reports and objections break no rule of accessibility at either width", async () => {
  const looks = await pagesToLookAt();
  for (const width of Object.keys(WIDTHS) as (keyof typeof WIDTHS)[]) {
    const browsers = new Map<string, Page>();
    for (const look of looks) {
      const { path, press } = look;
      const page = await openTab(browsers, look, width);
      const shown = await page.goto(path);
      assert.equal(shown!.status(), 200, path);
      // A form that is refused is looked at below, and on a phone it is what is looked at.
      if (!press || width === "desktop") await assertAccessible(page);
      assert.ok(
        await page.evaluate("document.documentElement.scrollWidth <= innerWidth"),
        `${path} is wider than a ${width}`,
      );
      assertNoFaults(page);
      // A refused form is the same page with its summary, at both widths.
      if (press) {
        await page.getByRole("button", { name: press }).click();
        await page.getByRole("alert").first().waitFor();
        await assertAccessible(page);
      }
      await page.close();
    }
    for (const page of browsers.values()) await closePage(page);
  }
});
