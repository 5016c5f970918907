import assert from "node:assert/strict";
import { watchKeeping } from "../../lib/instances/keep/watch_keeping_job.ts";
import { INCLUDED_BYTES } from "../../lib/instances/size/size.ts";
import { newId } from "../../lib/platform/random.ts";
import { paths } from "../../routes/paths.ts";
import { makeCast } from "../cast.ts";
import { aVisitor } from "../lib/identity/_people.ts";
import { completeCompany, makeCustomer, makeDocument } from "../routes/d/_sales.ts";
import { serveApp } from "../support/app.ts";
import { assertAccessible } from "../support/axe.ts";
import { closePage, openPage, WIDTHS } from "../support/browser.ts";
import { openWorld } from "../support/world.ts";

const world = await openWorld();
const app = await serveApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { alice, bob, atelier } = await makeCast(app);
const { slug, tenantId } = atelier;
const { control, trial } = world.owner;

/** A page to look at: after what was done to the dossier, of whom, and after which button. */
interface Look {
  readonly name: string;
  readonly path: string;
  readonly set?: () => Promise<unknown>;
  readonly by?: "alice" | "bob" | "nobody";
  readonly press?: string;
  /** What it says. */
  readonly says: RegExp;
}

function put(state: string, ends = "2999-12-31"): () => Promise<unknown> {
  return () =>
    control`update control.instances set state = ${state}, trial_ends_on = ${ends}
    where tenant_id = ${tenantId}`;
}

async function sentQuote(): Promise<string> {
  await completeCompany(alice, atelier);
  const customerId = await makeCustomer(alice, atelier);
  const quote = await makeDocument(alice, atelier, { kind: "quote", customerId });
  await alice.client.postJson(paths.documentAct(slug, quote, "envoi"), { to: "zoe@client.fr" });
  await app.runJobs();
  const mail = (await app.mailbox.list()).find(({ to }) => to.includes("zoe@client.fr"));
  return /\/document\/(\S+)/.exec(mail!.text)![1]!;
}

const token = await sentQuote();

async function makeBoth(): Promise<void> {
  await alice.client.postJson(paths.exit(slug), { exitId: newId() });
  await alice.client.postJson(paths.archives(slug), { archiveId: newId(), period: "tout" });
  await app.runJobs();
}

async function close(): Promise<void> {
  await put("trial")();
  const form = { ending: "keep", digest: "", reason: "" };
  assert.equal((await alice.client.postJson(paths.closing(slug), form)).status, 200);
}

async function keep(): Promise<void> {
  await app.runJobs();
  await control`update control.instances set reopen_until = now() - interval '1 hour' where tenant_id = ${tenantId}`;
  await watchKeeping(aVisitor());
  await app.runJobs();
}

const area = paths.subscription(slug), closing = paths.closing(slug);
const LOOKS: readonly Look[] = [
  { name: "essai", path: area, says: /Demander l’activation/ },
  { name: "membre", path: area, by: "bob", says: /Un administrateur du dossier peut exporter/ },
  { name: "sortie-vide", path: paths.exit(slug), says: /Préparer l’archive/ },
  { name: "sortie-prete", path: paths.exit(slug), set: makeBoth, says: /Empreinte \(SHA-256\)/ },
  { name: "fermeture", path: closing, says: /voir l’archive et son empreinte/ },
  { name: "fermeture-refusee", path: closing, press: "Fermer l’instance", says: /Recopiez au moins/ },
  { name: "espace", path: paths.size(slug), says: /De quoi cela se compose/ },
  {
    name: "espace-plein",
    path: paths.size(slug),
    set: () => trial`update cell.file_usage set bytes = ${String(INCLUDED_BYTES)} where tenant_id = ${tenantId}`,
    says: /L’espace compris est dépassé/,
  },
  { name: "expire", path: area, set: put("trial", "2020-01-01"), says: /essai terminé/ },
  { name: "verrou-expire", path: paths.items(slug), says: /L’essai est terminé/ },
  { name: "suspendu", path: area, set: put("suspended"), says: /Nous écrire pour le rouvrir/ },
  { name: "devis-verrouille", path: paths.publicDocument(token), by: "nobody", says: /ne se répond pas en ligne/ },
  { name: "ferme", path: area, set: close, says: /Rouvrir le dossier/ },
  { name: "garde", path: area, set: keep, says: /Télécharger l’archive/ },
  { name: "garde-membre", path: area, by: "bob", says: /Un titulaire ou un administrateur/ },
  { name: "verrou-garde", path: paths.items(slug), says: /seule son archive est gardée/ },
];

Deno.test("the subscriber's area and the pages of a lock break no rule of accessibility, in each state, at either width", async () => {
  for (const { name, path, set, by = "alice", press, says } of LOOKS) {
    await set?.();
    for (const width of Object.keys(WIDTHS) as (keyof typeof WIDTHS)[]) {
      const page = await openPage({ width, baseUrl: app.baseUrl });
      const cookies = by === "nobody" ? "" : { alice, bob }[by].client.cookies();
      const [cookie = "", value = ""] = cookies.split("; ")[0]!.split(/=(.*)/s);
      if (cookie) await page.context().addCookies([{ name: cookie, value, url: app.baseUrl }]);
      await page.goto(path);
      if (press) {
        await page.getByLabel("J’ai mon archive : effacez tout").check();
        await page.getByRole("button", { name: press }).click();
        await page.getByRole("alert").first().waitFor();
      }
      assert.match(await page.locator("main").innerText(), says, name);
      await assertAccessible(page);
      assert.ok(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), `${name} at ${width}`);
      await closePage(page);
    }
  }
});
