import assert from "node:assert/strict";
import {
  advanceExit,
  exitParts,
  findExitArchive,
  openExitArchive,
  startExitArchive,
} from "../../../lib/archives/mod.ts";
import { expireExitJob } from "../../../lib/archives/exit/expire_exit_job.ts";
import { makeExitJob } from "../../../lib/archives/exit/make_exit_job.ts";
import { STEP_TRIES } from "../../../lib/archives/jobs.ts";
import type { Ctx } from "../../../lib/base/ctx.ts";
import { addSeconds } from "../../../lib/base/dates.ts";
import type { Uuid } from "../../../lib/base/ids.ts";
import { Refusal } from "../../../lib/base/refusal.ts";
import { ALL_RIGHTS } from "../../../lib/access/mod.ts";
import { checkExport, importDossier } from "../../../lib/datasets/mod.ts";
import { sha256Hex } from "../../../lib/platform/crypto.ts";
import { GiveUp } from "../../../lib/platform/jobs.ts";
import { tellExitLacks } from "../../../lib/instances/alerts/tell_exit_lacks_job.ts";
import { storageRefusals } from "../../../lib/platform/storage/store.ts";
import { newId } from "../../../lib/platform/random.ts";
import { storeOf } from "../../../lib/platform/stores.ts";
import { readZip } from "../../../lib/platform/zip.ts";
import { aTarget } from "../datasets/_exported.ts";
import { aSeller, openSellersWorld } from "../sales/_seller.ts";
import { ensureRendered } from "../../../lib/sales/mod.ts";
import { aLife } from "./_lived.ts";

const world = await openSellersWorld();
Deno.test.afterAll(() => world.close());
const lived = await aLife(world);
const ctx: Ctx = { ...lived.ctx, rights: ALL_RIGHTS };

function refusedFor(code: string) {
  return (error: unknown) => error instanceof Refusal && error.code === `archives.${code}`;
}

/** Runs the steps one by one, each as a process of its own would. Gives how many there were. */
async function carryOut(of: Ctx, id: Uuid, { budgetMs = 5_000 } = {}): Promise<number> {
  for (let step = 0; step < 500; step++) {
    await advanceExit(of, { id, step }, { budgetMs });
    const { state } = (await findExitArchive(of))!;
    if (state === "done" || state === "failed") return step + 1;
  }
  throw new Error("the exit archive has no end");
}

async function made(of: Ctx, options: { budgetMs?: number } = {}): Promise<Uuid> {
  const { id } = await startExitArchive(of, { id: newId() });
  await carryOut(of, id, options);
  return id;
}

async function bytesOf(of: Ctx, id: Uuid): Promise<Uint8Array<ArrayBuffer>> {
  const opened = await openExitArchive(of, id);
  return new Uint8Array(await new Response(opened.read({ first: 0, last: opened.bytes - 1 })).arrayBuffer());
}

async function filesOf(zip: Uint8Array): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const entry of readZip(zip)) files.set(entry.name, await entry.read());
  return files;
}

/** The data of an exit archive, as an export. */
function partsOf(files: ReadonlyMap<string, Uint8Array>) {
  return exitParts((name) => {
    const bytes = files.get(name);
    return Promise.resolve(bytes ? new Blob([new Uint8Array(bytes)]).stream() : null);
  });
}

function text(files: ReadonlyMap<string, Uint8Array>, name: string): string {
  return new TextDecoder().decode(files.get(name));
}

/** A tool that is not ours opens it, and finds every file whole. */
async function assertUnzips(zip: Uint8Array, files: number): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "paraphe-exit-" });
  await Deno.writeFile(`${folder}/exit.zip`, zip);
  const tested = await new Deno.Command("unzip", { args: ["-q", `${folder}/exit.zip`, "-d", folder] }).output();
  assert.equal(tested.code, 0, new TextDecoder().decode(tested.stderr));
  const summed = await new Deno.Command("sha256sum", { args: ["-c", "--quiet", "EMPREINTES.txt"], cwd: folder })
    .output();
  assert.equal(summed.code, 0, new TextDecoder().decode(summed.stdout));
  const listed = await new Deno.Command("unzip", { args: ["-Z1", `${folder}/exit.zip`] }).output();
  assert.equal(new TextDecoder().decode(listed.stdout).trimEnd().split("\n").length, files);
  return folder;
}

Deno.test("an exit archive holds every issued document, sheets whose rows are the dossier's, and data that import", async () => {
  const id = await made(ctx);
  const zip = await bytesOf(ctx, id);
  const exit = (await findExitArchive(ctx))!;
  assert.deepEqual([exit.state, exit.isWhole, exit.documents, exit.bytes], ["done", true, 3, zip.length]);
  assert.equal(exit.sha256, sha256Hex(zip));
  await assertUnzips(zip, exit.files!);
  const files = await filesOf(zip);
  for (const { number, issueOn } of lived.invoices) {
    const stem = `documents/Factures/${issueOn!.slice(0, 4)}/${number}`;
    assert.equal(text(files, `${stem}.pdf`).slice(0, 5), "%PDF-");
    assert.match(text(files, `${stem}.xml`), /CrossIndustryInvoice/);
    assert.match(text(files, "tableurs/documents.csv"), new RegExp(`${stem}\\.pdf`));
  }
  for (const [sheet, table] of [["clients", "parties"], ["documents", "sales_documents"], ["paiements", "payments"]]) {
    const [{ n }] = await world.owner.trial<[{ n: number }]>`
      select count(*)::int as n from ${world.owner.trial(`cell.${table}`)} where tenant_id = ${ctx.tenantId}`;
    assert.equal(text(files, `tableurs/${sheet}.csv`).trimEnd().split("\r\n").length, n + 1, sheet);
    assert.match(text(files, "LISEZ-MOI.txt"), new RegExp(`${sheet}\\.csv .*\\(lignes : ${n}\\)`));
  }
  const parts = await partsOf(files), target = await aTarget();
  const report = await checkExport(parts);
  assert.deepEqual(report, await importDossier(parts, target));
  const [{ n: rows }] = await world.owner.production<[{ n: number }]>`
    select count(*)::int as n from cell.sealed_records where tenant_id = ${target.tenantId}`;
  assert.equal(report.manifest.chain!.seq, String(rows));
});

Deno.test("cut anywhere, repeated or raced, the steps give one archive, and leave nothing behind", async () => {
  const { id } = await startExitArchive(ctx, { id: newId() });
  const store = storeOf(ctx.cell);
  let step = 0;
  for (; (await findExitArchive(ctx))!.state !== "done" && step < 300; step++) {
    if (step % 5 === 0) {
      const { put } = store;
      store.put = () => Promise.reject(new Error("killed"));
      // Killed while it writes: nothing is committed, the step is done again. A step that stores nothing is done.
      await advanceExit(ctx, { id, step }, { budgetMs: 0 }).catch((error) => assert.match(String(error), /killed/));
      store.put = put;
    }
    await Promise.all([
      advanceExit(ctx, { id, step }, { budgetMs: 0 }),
      advanceExit(ctx, { id, step }, { budgetMs: 0 }),
    ]);
  }
  assert.ok(step > 30, `${step} steps`);
  const zip = await bytesOf(ctx, id);
  assert.equal((await findExitArchive(ctx))!.sha256, sha256Hex(zip));
  await assertUnzips(zip, (await findExitArchive(ctx))!.files!);
  await checkExport(await partsOf(await filesOf(zip)));
  const left = await store.list(`${ctx.tenantId}/archives/${id}/`);
  assert.deepEqual(left.files, []);
});

Deno.test("names made to hurt stay inside their folder, and formulas stay text", async () => {
  const { ctx: own, invoices, credit } = await aLife(world);
  const seller: Ctx = { ...own, rights: ALL_RIGHTS };
  for (const { id } of [...invoices, credit]) await ensureRendered(seller, id);
  const hurtful = ['=HYPERLINK("http://mal.example")', "../../etc/passwd", 'Œuvre; « x »\n"y"', "+33 @cmd|calc"];
  for (const name of hurtful) {
    await world.owner.trial`insert into cell.parties
        (tenant_id, id, kind, is_customer, is_prospect, is_supplier, name, country, language, name_key, search, created_at, updated_at)
      values (${seller.tenantId}, ${newId()}, 'professional', true, false, false, ${name}, 'FR', 'fr', 'n', 'n', now(), now())`;
  }
  const numbers = ["../../../etc/passwd", "FA/../..\\x", "CON", "FA 2026 é", "FA-2026-é"];
  await world.owner.trial.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    const documents = await tx<{ id: Uuid }[]>`select id from cell.sales_documents
      where tenant_id = ${seller.tenantId} and state = 'issued' order by id`;
    for (const [n, { id }] of documents.entries()) {
      await tx`update cell.sales_documents set number = ${numbers[n] ?? `FA-${n}`}
        where tenant_id = ${seller.tenantId} and id = ${id}`;
    }
  });
  const zip = await bytesOf(seller, await made(seller));
  const files = await filesOf(zip);
  for (const name of files.keys()) {
    assert.match(name, /^(documents|tableurs|donnees|LISEZ-MOI|EMPREINTES)[A-Za-z0-9._\/-]*$/);
  }
  await assertUnzips(zip, files.size);
  const customers = text(files, "tableurs/clients.csv");
  assert.ok(customers.includes(`"'=HYPERLINK(""http://mal.example"")"`), customers);
  assert.ok(customers.includes(";'+33 @cmd|calc;"), customers);
});

Deno.test("documents that cannot be had are named with the reason, all others are there, and operators are told once", async () => {
  const { ctx: own, invoices: [first, second], credit } = await aLife(world);
  const seller: Ctx = { ...own, rights: ALL_RIGHTS };
  const { fileId } = await ensureRendered(seller, first!.id);
  await storeOf(seller.cell).remove([`${seller.tenantId}/${fileId}`]);
  await world.owner.trial.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`update cell.sales_documents set seller = '{}', file_id = null
      where tenant_id = ${seller.tenantId} and id = ${second!.id}`;
  });
  const { id } = await startExitArchive(seller, { id: newId() });
  await carryOut(seller, id, { budgetMs: 0 });
  const exit = (await findExitArchive(seller))!, zip = await bytesOf(seller, id), files = await filesOf(zip);
  assert.deepEqual([exit.state, exit.documents, exit.lacking], ["done", 1, 2]);
  await assertUnzips(zip, exit.files!);
  const missing = text(files, "MANQUANTS.txt");
  assert.match(missing, new RegExp(`${first!.number}\\.pdf : son fichier n’est plus dans l’espace de fichiers`));
  assert.match(missing, new RegExp(`${second!.number}\\.pdf : sa mise en page a échoué`));
  assert.match(text(files, "LISEZ-MOI.txt"), /ATTENTION : documents dont le fichier manque : 2\. MANQUANTS\.txt/);
  assert.ok([...files.keys()].some((name) => name.includes("/Avoirs/") && name.endsWith(".pdf")), credit.id);
  const told = await world.owner.control`select payload, runner from control.jobs where kind = 'archives.tell_lacking'`;
  const [job] = told.map(({ payload }) => typeof payload === "string" ? JSON.parse(payload) : payload);
  assert.deepEqual([told.length, told[0]!.runner, job], [1, "console", {
    tenantId: seller.tenantId,
    exitId: id,
    lacking: 2,
  }]);
  await tellExitLacks(seller, job);
  await tellExitLacks(seller, job);
  const alerts = await world.owner.control`select kind, figures from control.alerts where subject = ${seller.tenantId}`;
  assert.deepEqual(alerts.map(({ kind, figures }) => [kind, figures]), [["exit_lacks", { lacking: 2 }]]);
});

Deno.test("a store that does not answer is no missing document: the step is tried again", async () => {
  const seller: Ctx = { ...(await aLife(world)).ctx, rights: ALL_RIGHTS };
  const { id } = await startExitArchive(seller, { id: newId() });
  let step = 0;
  for (; (await findExitArchive(seller))!.phase !== "documents"; step++) {
    await advanceExit(seller, { id, step }, { budgetMs: 0 });
  }
  const store = storeOf(seller.cell), { get } = store;
  store.get = () => Promise.reject(storageRefusals.refuse("unavailable"));
  await assert.rejects(advanceExit(seller, { id, step }, { budgetMs: 0 }), { code: "storage.unavailable" });
  store.get = get;
  for (; (await findExitArchive(seller))!.state !== "done"; step++) await advanceExit(seller, { id, step });
  assert.deepEqual((({ documents, lacking }) => [documents, lacking])((await findExitArchive(seller))!), [3, 0]);
});

Deno.test("a dossier that has done nothing yet has its archive too, in every sheet a header alone", async () => {
  const empty: Ctx = { ...await aSeller(world), rights: ALL_RIGHTS };
  const zip = await bytesOf(empty, await made(empty));
  const files = await filesOf(zip);
  await assertUnzips(zip, files.size);
  const exit = (await findExitArchive(empty))!;
  assert.deepEqual([exit.documents, exit.files, exit.isWhole], [0, files.size, true]);
  assert.equal(text(files, "tableurs/documents.csv").trimEnd().split("\r\n").length, 1);
  assert.equal((await checkExport(await partsOf(files))).files, 0);
});

Deno.test("where somebody works in the dossier the data are begun again, and at last taken without their manifest", async () => {
  const busy: Ctx = { ...(await aLife(world)).ctx, rights: ALL_RIGHTS };
  const { id } = await startExitArchive(busy, { id: newId() });
  let step = 0;
  for (; (await findExitArchive(busy))!.state !== "done" && step < 300; step++) {
    await world.owner.trial`insert into cell.people_labels values (${busy.tenantId}, ${newId()}, 'Bob')`;
    const { phase } = (await findExitArchive(busy))!;
    // One try fewer: each is thirty steps.
    if (step === 1) {
      await world.owner.trial`update cell.exit_archives set cursor = cursor || '{"tries": 1}' where id = ${id}`;
    }
    await advanceExit(busy, { id, step }, { budgetMs: phase === "data" ? 0 : 5_000 });
  }
  const exit = (await findExitArchive(busy))!;
  const zip = await bytesOf(busy, id);
  const files = await filesOf(zip);
  assert.deepEqual([exit.isWhole, exit.documents, exit.sha256], [false, 3, sha256Hex(zip)]);
  await assertUnzips(zip, files.size);
  assert.equal(files.has("donnees/manifest.json"), false);
  assert.match(text(files, "LISEZ-MOI.txt"), /quelqu’un travaillait dans le dossier/);
  await assert.rejects(
    checkExport(await partsOf(files)),
    (error) => error instanceof Refusal && error.code === "datasets.no_manifest",
  );
  const kept = new Set((await storeOf(busy.cell).list(`${busy.tenantId}/`)).files.map(({ key }) => key));
  const parts = await world.owner.trial<{ id: string }[]>`
    select p->>'id' as id from cell.exit_archives e, jsonb_array_elements(e.parts) p where e.id = ${id}
    union all select id::text from cell.files where tenant_id = ${busy.tenantId}`;
  assert.deepEqual(
    [...kept].sort(),
    parts.map((one) => `${busy.tenantId}/${one.id}`).sort(),
    "nothing of the tries is left",
  );
});

Deno.test("startExitArchive refuses who may not, a second at once, too many a day; asked again it is the same", async () => {
  const other: Ctx = { ...await aSeller(world), rights: ALL_RIGHTS };
  await assert.rejects(startExitArchive({ ...other, rights: new Set(["lists:export"] as const) }, { id: newId() }));
  const id = newId();
  await startExitArchive(other, { id });
  assert.deepEqual(await startExitArchive(other, { id }), { id });
  await assert.rejects(startExitArchive(other, { id: newId() }), refusedFor("exit_under_way"));
  await assert.rejects(openExitArchive(other, id), refusedFor("not_ready"));
  await assert.rejects(openExitArchive(ctx, id), refusedFor("not_found"));
  await assert.rejects(openExitArchive(other, "../x"), refusedFor("not_found"));
  await carryOut(other, id);
  for (let n = 1; n < 5; n++) await made(other);
  await assert.rejects(startExitArchive(other, { id: newId() }), refusedFor("exit_too_many"));
});

Deno.test("an exit archive expires, its bytes go, and another can be asked for", async () => {
  const other: Ctx = { ...await aSeller(world), rights: ALL_RIGHTS };
  const id = await made(other);
  const later = { ...other, now: addSeconds(other.now, 8 * 86_400) };
  await assert.rejects(openExitArchive(later, id), refusedFor("exit_expired"));
  await expireExitJob(later, { exitId: id });
  await expireExitJob(later, { exitId: id });
  assert.equal((await findExitArchive(later))!.state, "expired");
  assert.deepEqual((await storeOf(other.cell).list(`${other.tenantId}/`)).files, []);
  await assert.rejects(openExitArchive(other, id), refusedFor("exit_expired"));
  assert.equal((await findExitArchive(later))!.id, id);
  assert.notEqual(await made(later), id);
});

Deno.test("one that cannot be made fails after the last try, leaves nothing, and says why", async () => {
  const other: Ctx = { ...(await aLife(world)).ctx, rights: ALL_RIGHTS };
  const { id: exitId } = await startExitArchive(other, { id: newId() });
  await advanceExit(other, { id: exitId, step: 0 }, { budgetMs: 0 });
  const store = storeOf(other.cell);
  const { get } = store;
  store.get = () => Promise.reject(new TypeError("torn"));
  const info = { attempt: STEP_TRIES } as Parameters<typeof makeExitJob>[2];
  let step = 1;
  await assert.rejects(async () => {
    for (; step < 100; step++) await makeExitJob(other, { exitId, step }, info);
  }, GiveUp);
  store.get = get;
  const exit = (await findExitArchive(other))!;
  assert.deepEqual([exit.state, exit.failure, exit.phase], ["failed", "TypeError", null]);
  assert.deepEqual((await store.list(`${other.tenantId}/archives/`)).files, []);
});
