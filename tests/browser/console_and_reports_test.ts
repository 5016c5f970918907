import assert from "node:assert/strict";
import { paths as backOffice } from "../../console/paths.ts";
import { newId } from "../../lib/platform/random.ts";
import { paths } from "../../routes/paths.ts";
import { makeCast } from "../cast.ts";
import { completeCompany, makeCustomer, makeDocument } from "../routes/d/_sales.ts";
import { serveApp } from "../support/app.ts";
import { assertAccessible } from "../support/axe.ts";
import { assertNoFaults, closeBrowser, closePage, openPage, WIDTHS } from "../support/browser.ts";
import { type Client, openClient } from "../support/client.ts";
import { ODILE, odilesCode, OMAR, omarsCode, serveTestConsole } from "../support/console.ts";
import { openWorld } from "../support/world.ts";

const world = await openWorld();
const app = await serveApp(world);
const operators = await serveTestConsole();
Deno.test.afterAll(async () => {
  await closeBrowser();
  await operators.close();
  await app.close();
  await world.close();
});
const { alice, atelier, cabinet } = await makeCast(app);

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

/** The link that the last mail to somebody holds, as a path of ours. */
async function linkTo(email: string, link: RegExp): Promise<string> {
  await app.runJobs();
  for (const { to, text } of await app.mailbox.list()) {
    const [, path] = (to.includes(email) && link.exec(text)) || [];
    if (path) return path;
  }
  throw new Error(`no link mailed to ${email}`);
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
  const form = { name: "Paul Héritier", email: "paul@heritier.example", why: "La gérante est décédée.", ...ticks };
  const recovery = (await odile.post(backOffice.recoveries(atelier.tenantId), form)).location!;
  const undecided = (await odile.post(backOffice.recoveries(cabinet.tenantId), form)).location!;
  assert.equal((await omar.post(`${recovery}/accord`, { checked: "on" })).status, 303);
  const inConsole = (path: string, by: Client, press?: string): Look => {
    return { path, by, base: operators.baseUrl, ...(press ? { press } : {}) };
  };
  return [
    inConsole(backOffice.instances(), odile),
    inConsole(backOffice.instance(atelier.tenantId), odile),
    inConsole(backOffice.instance(cabinet.tenantId), odile),
    inConsole(backOffice.reviews(), odile),
    inConsole(backOffice.heldMail(atelier.tenantId, heldId), odile, "Refuser l’envoi"),
    inConsole(backOffice.reports(atelier.tenantId), odile, "Marquer comme examiné"),
    inConsole(backOffice.recoveries(), odile),
    inConsole(recovery, odile),
    inConsole(undecided, omar, "Accorder la reprise"),
    { path: await linkTo(alice.email, /(\/reprise\/[\w-]+)/) },
    { path: paths.recoveryStopped() },
    { path: paths.publicDocument(token) },
    { path: paths.publicDocument(token, "signalement") },
    { path: paths.publicDocument(token, "signalement/recu") },
    { path: paths.document(atelier.slug, invoice), by: alice.client },
  ];
}

Deno.test("the console and the pages for reports and objections break no rule of accessibility at either width", async () => {
  const looks = await pagesToLookAt();
  for (const width of Object.keys(WIDTHS) as (keyof typeof WIDTHS)[]) {
    for (const { path, by, base = app.baseUrl, press } of looks) {
      const page = await openPage({ width, baseUrl: base });
      const [name = "", value = ""] = (by?.cookies() ?? "").split("; ")[0]!.split(/=(.*)/s);
      if (name) await page.context().addCookies([{ name, value, url: base }]);
      const shown = await page.goto(path);
      assert.equal(shown!.status(), 200, path);
      await assertAccessible(page);
      assert.ok(
        await page.evaluate("document.documentElement.scrollWidth <= innerWidth"),
        `${path} is wider than a ${width}`,
      );
      assertNoFaults(page);
      if (press) {
        await page.getByRole("button", { name: press }).click();
        await page.getByRole("alert").first().waitFor();
        await assertAccessible(page);
      }
      await closePage(page);
    }
  }
});
