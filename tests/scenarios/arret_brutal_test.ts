/**
 * Le serveur est tué net (SIGKILL, comme une coupure de courant) pendant que soixante-quatre factures sont émises et
 * envoyées à la fois. On vérifie ensuite ce que la loi et les clients attendent : aucun trou dans les numéros, aucun
 * doublon, aucune facture non scellée, et chaque courrier en attente part après le redémarrage.
 */
import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import { verifyAgreement, verifyChain } from "../../lib/antifraud/mod.ts";
import type { Ctx } from "../../lib/base/ctx.ts";
import type { Uuid } from "../../lib/base/ids.ts";
import { delay } from "../../lib/platform/clock.ts";
import { withTenant } from "../../lib/platform/db/tenant.ts";
import { rows, type Tx } from "../../lib/platform/db/transaction.ts";
import { runJobsOnce } from "../../lib/platform/job_loop.ts";
import { openSmtpTransport } from "../../lib/platform/mail.ts";
import { closeRenderWorkers } from "../../lib/platform/pdf/worker_pool.ts";
import { newId } from "../../lib/platform/random.ts";
import { createDrafts, insertDraft, issueDocument, readDraft } from "../../lib/sales/mod.ts";
import { aDraftForm, aDraftInvoice } from "../../lib/sales/testing.ts";
import { wire } from "../../lib/wiring.ts";
import { aBuyer, aSeller } from "../lib/sales/_seller.ts";
import { type Orders, useFolder } from "../support/dying_program.ts";
import { openTestOutside } from "../support/outside.ts";
import { headerOf, startSmtp } from "../support/smtp.ts";
import { openWorld, TRIAL_CELL } from "../support/world.ts";

const DRAFTS = 128;
const AT_ONCE = 64;
const TO = "compta@noel-chateau.example";

const world = await openWorld();
const smtp = await startSmtp();
const folder = await Deno.makeTempDir({ prefix: "paraphe-arret-" });
openTestOutside();
useFolder(folder);
const work = wire({ mail: () => openSmtpTransport(smtp.url) });
Deno.test.afterAll(async () => {
  closeRenderWorkers();
  await smtp.close();
  await world.close();
  await Deno.remove(folder, { recursive: true });
});

/** Starts the program in a process of its own. */
function start(task: Orders["task"]): Deno.ChildProcess {
  const orders: Orders = {
    urls: { control: world.url("control", "product"), cell: world.url(TRIAL_CELL, "product") },
    cell: TRIAL_CELL,
    folder,
    smtpUrl: smtp.url,
    task,
  };
  const script = new URL("../support/dying_program.ts", import.meta.url).pathname;
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", script, JSON.stringify(orders)],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
}

/** Lets a program issue drafts until it has told of so many, then kills it. Returns the numbers that it told of. */
async function issueUntilKilled(ctx: Ctx, drafts: readonly Uuid[], told: number): Promise<string[]> {
  const child = start({ ctx: { ...ctx, rights: [...ctx.rights] }, drafts, atOnce: AT_ONCE, to: TO });
  let output = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    output += text;
    if (output.split("\n").length > told) break;
  }
  child.kill("SIGKILL");
  assert.equal((await child.status).signal, "SIGKILL", "it was at work when it died");
  await untilCellIsQuiet();
  return output.split("\n").slice(0, -1);
}

/** The database takes a moment to see that the program is gone. */
async function untilCellIsQuiet(): Promise<void> {
  for (;;) {
    const [busy] = await world.owner.trial`select count(*)::integer as count from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`;
    if (busy!.count === 0) return;
    await delay(20);
  }
}

interface IssuedRow {
  readonly id: Uuid;
  readonly number: string;
  readonly seq: bigint | null;
}

async function issuedOf({ tenantId }: Ctx): Promise<IssuedRow[]> {
  return await world.owner.trial<IssuedRow[]>`
    select d.id, d.number, r.seq from cell.sales_documents d
    left join cell.sealed_records r on r.tenant_id = d.tenant_id and r.subject_id = d.id and r.type = 'invoice_issued'
    where d.tenant_id = ${tenantId} and d.kind = 'invoice' and d.state = 'issued' order by d.number`;
}

async function draftsOf({ tenantId }: Ctx): Promise<Uuid[]> {
  const rows = await world.owner.trial`
    select id from cell.sales_documents where tenant_id = ${tenantId} and state = 'draft' and number is null order by id`;
  return rows.map((row) => row["id"] as Uuid);
}

/** What must hold at any moment, whatever was cut: numbers, seals, chain, agreement, one mail an invoice. */
async function assertWhole(ctx: Ctx): Promise<number> {
  const issued = await issuedOf(ctx);
  const year = ctx.today.slice(0, 4);
  const expected = issued.map((_, index) => `FA${year}-${String(index + 1).padStart(4, "0")}`);
  assert.deepEqual(issued.map(({ number }) => number), expected, "no gap, no duplicate");
  assert.deepEqual(issued.filter(({ seq }) => seq === null), [], "no invoice without its seal");
  const chain = await verifyChain(ctx, { allSignatures: true });
  assert.equal(chain.firstBad, null);
  assert.equal(chain.ok, true);
  const agreement = await verifyAgreement(ctx);
  assert.deepEqual([agreement.ok, agreement.first], [true, null]);
  const [rows] = await world.owner.trial`
    select (select last_number from cell.number_counters where tenant_id = ${ctx.tenantId} and series = 'invoice') as last,
      (select count(*)::integer from cell.sendings where tenant_id = ${ctx.tenantId}) as sendings,
      (select count(*)::integer from cell.jobs where tenant_id = ${ctx.tenantId} and kind = 'sales.send_document') as jobs,
      (select sum(documents)::integer from cell.monthly_totals where tenant_id = ${ctx.tenantId}) as counted`;
  const { length } = issued;
  assert.deepEqual({ ...rows }, { last: length, sendings: length, jobs: length, counted: length });
  return length;
}

async function runJobs(): Promise<void> {
  while (await runJobsOnce({ program: "product", cells: [TRIAL_CELL], work }) > 0);
}

function mailsTo(address: string) {
  return smtp.messages.filter(({ to }) => to.includes(address));
}

Deno.test("tué trois fois pendant 64 émissions à la fois : ni trou, ni doublon, ni facture non scellée", async (t) => {
  const ctx = await aSeller(world);
  const buyer = await aBuyer(ctx);
  const drafts = Array.from({ length: DRAFTS }, () => newId());
  await createDrafts(ctx, drafts.map((id) => ({ id, kind: "invoice" as const, form: aDraftForm(buyer) })));
  let before = 0;
  for (const told of [5, 20, 30]) {
    await t.step(`tué après ${told} factures annoncées`, async () => {
      const numbers = await issueUntilKilled(ctx, await draftsOf(ctx), told);
      const count = await assertWhole(ctx);
      const kept = new Set((await issuedOf(ctx)).map(({ number }) => number));
      assert.deepEqual(numbers.filter((number) => !kept.has(number)), [], "what was told as issued is issued");
      assert.ok(count >= before + told && count < DRAFTS, `${count} issued after ${before}`);
      before = count;
    });
  }
  await t.step("au redémarrage, les brouillons restants prennent la suite des numéros", async () => {
    const rest = await draftsOf(ctx);
    assert.equal(rest.length, DRAFTS - before);
    await Promise.all(rest.map((id) => issueDocument(ctx, id, { send: { id: newId(), to: [TO] } })));
    assert.equal(await assertWhole(ctx), DRAFTS);
  });
  await t.step("chaque courrier en attente part, une fois, avec un Message-ID à lui", async () => {
    assert.equal(mailsTo(TO).length, 0, "nothing left before");
    await runJobs();
    const ids = mailsTo(TO).map((mail) => headerOf(mail, "Message-ID"));
    assert.deepEqual([ids.length, new Set(ids).size, ids.includes(null)], [DRAFTS, DRAFTS, false]);
  });
});

/** An issued invoice whose mail waits, and the program that dies over it. */
async function diesOverMail(dies: "before" | "after"): Promise<string> {
  const ctx = await aSeller(world);
  const address = `${dies}@client.example`;
  const draft = await aDraftInvoice(ctx, await aBuyer(ctx));
  await issueDocument(ctx, draft.id, { send: { id: newId(), to: [address] } });
  const child = start({ dies });
  await child.stdout.cancel();
  assert.equal((await child.status).signal, "SIGKILL");
  await untilCellIsQuiet();
  await leaseRunsOut(ctx);
  return address;
}

/** As if a minute had passed: the dead program's hold on the job ends. */
async function leaseRunsOut({ tenantId }: Ctx): Promise<void> {
  const running = await world.owner.trial`
    update cell.jobs set locked_until = now() - interval '1 second'
    where tenant_id = ${tenantId} and state = 'running' returning kind`;
  assert.ok(running.some((row) => row["kind"] === "sales.send_document"), "the mail was in its hands");
}

Deno.test("mort avant que le serveur de courrier n’ait rien vu : le message part une fois", async () => {
  const address = await diesOverMail("before");
  assert.equal(mailsTo(address).length, 0);
  await runJobs();
  await runJobs();
  assert.equal(mailsTo(address).length, 1);
});

Deno.test("mort entre le 250 du serveur et notre écriture : deux fois, sous le même Message-ID", async () => {
  const address = await diesOverMail("after");
  assert.equal(mailsTo(address).length, 1);
  await runJobs();
  await runJobs();
  const ids = mailsTo(address).map((mail) => headerOf(mail, "Message-ID"));
  assert.equal(ids.length, 2, "once more, and never a third time");
  assert.equal(new Set(ids).size, 1);
  assert.ok(ids[0]);
});

Deno.test("un verbe qui avale une erreur de la base échoue, et ne laisse rien", async () => {
  const ctx = await aSeller(world);
  const customerId = await aBuyer(ctx);
  const id = newId();
  const content = readDraft(aDraftForm(customerId));
  const takeFirstNumber = (tx: Tx) =>
    rows(
      tx,
      sql`insert into cell.number_counters (tenant_id, series, year, last_number, last_on)
      values (${ctx.tenantId}, 'quote', 2026, 1, ${ctx.today})`,
    );
  await assert.rejects(withTenant(ctx, async (tx) => {
    await insertDraft(tx, ctx, { id, kind: "quote", content });
    await takeFirstNumber(tx);
    // The second is a duplicate: the verb looks away and goes on as if nothing had happened.
    await takeFirstNumber(tx).catch(() => null);
    return "done";
  }));
  const [left] = await world.owner.trial`
    select (select count(*)::integer from cell.sales_documents where tenant_id = ${ctx.tenantId}) as documents,
      (select count(*)::integer from cell.number_counters where tenant_id = ${ctx.tenantId}) as counters,
      (select count(*)::integer from cell.activity where tenant_id = ${ctx.tenantId} and subject_id = ${id}) as acts`;
  assert.deepEqual({ ...left }, { documents: 0, counters: 0, acts: 0 });
});
