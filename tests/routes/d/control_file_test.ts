import assert from "node:assert/strict";
import { addToDate, dayOf } from "../../../lib/base/dates.ts";
import { now } from "../../../lib/platform/clock.ts";
import { newId } from "../../../lib/platform/random.ts";
import { readZip } from "../../../lib/platform/zip.ts";
import { paths } from "../../../routes/paths.ts";
import { makeCast } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { type Client, openClient } from "../../support/client.ts";
import { openWorld } from "../../support/world.ts";
import { completeCompany, makeCustomer, makeDocument } from "./_sales.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { alice, bob, chloe, atelier } = await makeCast(app);
const { slug, tenantId } = atelier;
const today = dayOf(now());

await completeCompany(alice, atelier);
const customerId = await makeCustomer(alice, atelier);
const issued = await makeDocument(alice, atelier, { kind: "invoice", customerId, issue: true });
await alice.client.postJson(paths.documentAct(slug, issued, "reglements"), {
  ...{ paymentId: newId(), amount: "10", mode: "card" },
});
await alice.client.get(paths.documentAct(slug, issued, "pdf"));
interface Opened {
  readonly id: string;
  readonly url: string;
  readonly code: string;
}

const FORM = { label: "Vérificateur de la DDFiP", from: `${today.slice(0, 4)}-01-01`, to: today, days: "10" };

async function openControl(over: Readonly<Record<string, string>> = {}): Promise<Opened> {
  const opened = await alice.client.postJson(paths.controls(slug), { ...FORM, ...over });
  assert.equal(opened.status, 201, opened.text);
  return opened.json<Opened & Record<string, unknown>>();
}

function pathOf({ url }: Pick<Opened, "url">): string {
  return new URL(url).pathname;
}

async function enter(opened: Opened): Promise<Client> {
  const client = openClient(app);
  const entered = await client.post(pathOf(opened), { code: opened.code });
  assert.equal(entered.status, 303, entered.text.slice(0, 300));
  assert.equal(entered.location, paths.guest());
  return client;
}

interface FileAsked {
  readonly isReady: boolean;
  readonly hasAttestation: boolean;
  readonly years: readonly {
    readonly name: string;
    readonly archive: string | null;
    readonly isCurrent: boolean;
    readonly underWay: string | null;
    readonly hasFailed: boolean;
  }[];
}

const DAYS = { du: FORM.from, au: FORM.to };

async function fileOf(days: Readonly<Record<string, string>> = DAYS): Promise<FileAsked> {
  return (await alice.client.getJson(paths.controlFile(slug, days))).json<FileAsked & Record<string, unknown>>();
}

async function countArchives(): Promise<number> {
  const [row] = await world.owner.trial`select count(*)::int as n from cell.archives where tenant_id = ${tenantId}`;
  return row!.n;
}

Deno.test("opening an access asks the archive of its year, whose progress the page of the file shows", async () => {
  await app.runJobs();
  const opened = await alice.client.post(paths.controls(slug), { ...FORM, id: newId() });
  assert.match(opened.text, /se préparent.*Voir où elles en sont/s);
  await app.runJobs();
  const { isReady, years: [year] } = await fileOf();
  assert.deepEqual([isReady, year!.name, year!.isCurrent], [true, today.slice(0, 4), true]);
  const page = await alice.client.get(paths.controlFile(slug, DAYS));
  assert.match(page.text, /Télécharger le dossier de contrôle/);
  assert.doesNotMatch(page.text, /every 3s/);
});

Deno.test("an access opened once its archives are there says that they are ready, or that its days need none", async () => {
  const again = await alice.client.post(paths.controls(slug), { ...FORM, id: newId() });
  assert.match(again.text, /sont prêtes/);
  assert.doesNotMatch(again.text, /se préparent/);
  const old = { ...FORM, from: "2020-01-01", to: "2020-12-31", id: newId() };
  assert.match((await alice.client.post(paths.controls(slug), old)).text, /il n’y a pas d’archive à remettre/);
});

Deno.test("one button: what is missing or out of date is made, what is there is not made again", async () => {
  const made = await countArchives();
  const ready = await alice.client.post(paths.controlFile(slug), DAYS);
  assert.equal(ready.location, paths.controlFile(slug, DAYS));
  assert.equal(await countArchives(), made, "an archive that tells everything stays");
  await makeDocument(alice, atelier, { kind: "invoice", customerId, issue: true });
  const { isReady, years: [year] } = await fileOf();
  assert.deepEqual([isReady, year!.isCurrent, year!.underWay], [false, false, null]);
  assert.match((await alice.client.get(paths.controlFile(slug, DAYS))).text, /Préparer le dossier de contrôle/);
  // Twice, as a double click would: once made.
  await Promise.all([
    alice.client.post(paths.controlFile(slug), DAYS),
    alice.client.post(paths.controlFile(slug), DAYS),
  ]);
  assert.equal(await countArchives(), made + 1);
  const waiting = await alice.client.get(paths.controlFile(slug, DAYS));
  assert.match(waiting.text, /En préparation/);
  assert.match(waiting.text, /every 3s/);
  assert.match(waiting.text, /Actualiser l’avancement/, "without a script, a link");
  await app.runJobs();
  assert.equal((await fileOf()).isReady, true);
});

Deno.test("days without a record need no archive, and wrong days are refused at their field", async () => {
  const before = await countArchives();
  await alice.client.post(paths.controlFile(slug), { du: "2020-01-01", au: "2020-12-31" });
  assert.equal(await countArchives(), before);
  const empty = await fileOf({ du: "2020-01-01", au: "2020-12-31" });
  assert.deepEqual([empty.years.length, empty.isReady], [0, true]);
  const tomorrow = addToDate(today, { days: 1 });
  const wrong = [[{ du: "hier" }, "du"], [{ du: tomorrow, au: tomorrow }, "du"], [{ au: "2020-02-30" }, "au"]] as const;
  for (const [over, field] of wrong) {
    const refused = await alice.client.postJson(paths.controlFile(slug), { ...DAYS, ...over });
    assert.equal(refused.status, 422, refused.text);
    assert.ok(refused.text.includes(`"${field}"`), refused.text);
  }
  assert.equal((await alice.client.post(paths.controlFile(slug), { du: "x", au: today })).status, 422);
  assert.equal((await alice.client.get(paths.controlFile(slug, { du: "2026-02-01", au: "2026-01-01" }))).status, 404);
  for (const { client } of [bob, chloe]) {
    assert.equal((await client.postJson(paths.controlFile(slug), DAYS)).status, 403);
    assert.equal((await client.get(paths.controlFile(slug, DAYS))).status, 403);
  }
  assert.equal(await countArchives(), before);
});

Deno.test("the control file is one ZIP: how-to, attestation, archives, numbering and its proof, verification tool", async () => {
  const form = { representative: "Jeanne Dupré", city: "Lyon", acquiredOn: "2026-01-05", usedSince: "2026-01-05" };
  assert.equal((await fileOf()).hasAttestation, false);
  assert.match((await alice.client.get(paths.controlFile(slug, DAYS))).text, /Il manque l’attestation/);
  assert.equal((await alice.client.postJson(paths.attestations(slug), form)).status, 201);
  await alice.client.post(paths.controlFile(slug), DAYS);
  await app.runJobs();
  const guest = await enter(await openControl());
  const { archives: [archive] } = (await guest.getJson(paths.guest("archives"))).json<{ archives: { id: string }[] }>();
  assert.equal((await guest.get(paths.guestArchive(archive!.id))).headers.get("content-type"), "application/zip");
  const past = await enter(await openControl({ from: "2020-01-01", to: "2020-12-31" }));
  assert.equal((await past.get(paths.guestArchive(archive!.id))).status, 404, "outside of his days");
  for (
    const [client, path] of [
      [alice.client, paths.controlBundle(slug, DAYS)],
      [guest, paths.guest("dossier.zip")],
    ] as const
  ) {
    const bytes = await bytesOf(client, path);
    const files = new Map(readZip(bytes).map((entry) => [entry.name, entry]));
    assert.deepEqual([...files.keys()], [
      "MODE-D-EMPLOI.txt",
      "attestation.pdf",
      `archives/Archive-${today.slice(0, 4)}-01-01-${today}.zip`,
      "journal-de-numerotation.csv",
      "preuve-de-numerotation.txt",
      "index.html",
    ]);
    const text = async (name: string) => new TextDecoder().decode(await files.get(name)!.read());
    const howTo = await text("MODE-D-EMPLOI.txt");
    assert.match(howTo, /DOSSIER DE CONTRÔLE : /);
    assert.match(howTo, /empreinte SHA-256 de son MANIFEST.json : [0-9a-f]{64}/);
    assert.ok(howTo.split("\r\n").every((line) => line.length <= 125), "lines of a plain text");
    const journal = await text("journal-de-numerotation.csv");
    assert.match(journal, new RegExp(`${issued.number}`));
    assert.match(
      await text("preuve-de-numerotation.txt"),
      /AUCUN NUMÉRO NE MANQUE[^]*Factures \d{4} : de .* sans trou/,
    );
    assert.match(await text("index.html"), /<html/);
  }
  assert.equal((await alice.client.get(paths.controlBundle(slug, { du: "2026-02-01", au: "2026-01-01" }))).status, 404);
});

async function bytesOf(client: Client, path: string): Promise<Uint8Array> {
  const headers = { cookie: client.cookies() };
  const reply = await app.app.fetch(new Request(new URL(path, app.baseUrl), { headers }), {});
  assert.equal(reply.headers.get("content-type"), "application/zip");
  return new Uint8Array(await reply.arrayBuffer());
}
