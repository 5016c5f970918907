/**
 * `deno run -A tests/bench/archives.ts [documents]`: makes the archive of so many invoices (100,000 unless said), whose
 * files are drawn from one PDF, step by step, and prints the time, the longest step and the memory it took (≤ 200 MB).
 */
import { seal } from "../../lib/antifraud/mod.ts";
import { advanceArchive, askArchive, getArchive } from "../../lib/archives/mod.ts";
import type { Ctx, Right } from "../../lib/base/ctx.ts";
import { storeKey } from "../../lib/files/mod.ts";
import { closeDatabases, configureDatabases } from "../../lib/platform/db/pools.ts";
import { withTenant } from "../../lib/platform/db/tenant.ts";
import { newId } from "../../lib/platform/random.ts";
import { storeOf } from "../../lib/platform/stores.ts";
import { ensureRendered, type SalesDocument } from "../../lib/sales/mod.ts";
import { anIssuedInvoice } from "../../lib/sales/testing.ts";
import { aBuyer, aSeller, openSellersWorld } from "../lib/sales/_seller.ts";
import { useFolder } from "../support/dying_program.ts";
import { openTestOutside } from "../support/outside.ts";
import type { World } from "../support/world.ts";

/** Documents that are sealed at once. */
const BATCH = 1_000;

/** What the process that makes the archive is told, as JSON: its memory is its own. */
interface Orders {
  readonly urls: { readonly control: string; readonly cell: string };
  readonly folder: string;
  readonly ctx: Omit<Ctx, "rights"> & { readonly rights: readonly Right[] };
  readonly documents: number;
}

const [first = "100000", second] = Deno.args;
if (import.meta.main) await (first === "--make" ? make(JSON.parse(second!)) : main(Number(first)));

async function make({ urls, folder, ctx, documents }: Orders): Promise<void> {
  openTestOutside();
  useFolder(folder);
  configureDatabases({ product: { control: urls.control, cell: () => urls.cell }, maxConnections: 4 });
  say(await measure({ ...ctx, rights: new Set(ctx.rights) }, documents));
  await closeDatabases();
}

async function main(documents: number): Promise<void> {
  const world = await openSellersWorld();
  const folder = await Deno.makeTempDir({ prefix: "paraphe-bench-" });
  useFolder(folder);
  try {
    const seller = await aSeller(world);
    const ctx = { ...seller, rights: new Set([...seller.rights, "sealed_log:archive", "sealed_log:read"] as const) };
    const invoice = await anIssuedInvoice(ctx, await aBuyer(ctx));
    await fill(world, ctx, { invoice, documents });
    const urls = { control: world.url("control", "product"), cell: world.url(ctx.cell, "product") };
    const orders: Orders = { urls, folder, documents, ctx: { ...ctx, rights: [...ctx.rights] } };
    const args = ["run", ...await heapFlags(), "-A", import.meta.filename!, "--make", JSON.stringify(orders)];
    await new Deno.Command(Deno.execPath(), { args }).spawn().status;
  } finally {
    await world.close();
    await Deno.remove(folder, { recursive: true });
  }
}

/** How the product's program is started says how soon V8 collects: the making is measured as it is run. */
async function heapFlags(): Promise<string[]> {
  const { tasks } = JSON.parse(await Deno.readTextFile(new URL("../../deno.json", import.meta.url)));
  return String(tasks.serve.command).split(" ").filter((word) => word.startsWith("--v8-flags="));
}

/** Copies one issued invoice: sealed anew under other numbers, its file shared. */
async function fill(
  world: World,
  ctx: Ctx,
  { invoice, documents }: { invoice: SalesDocument; documents: number },
): Promise<void> {
  const { fileId } = await ensureRendered(ctx, invoice.id);
  const file = await storeOf(ctx.cell).get(storeKey({ tenantId: ctx.tenantId, id: fileId }));
  say(`one PDF of ${file!.bytes} bytes`);
  await file!.body.cancel();
  const sql = world.owner.trial;
  const [record] = await sql`select convert_from(payload, 'UTF8') as text from cell.sealed_records
    where tenant_id = ${ctx.tenantId} and type = 'invoice_issued'`;
  const payload = JSON.parse(record!.text);
  const columns = (await sql`select column_name from information_schema.columns
    where table_schema = 'cell' and table_name = 'sales_documents' and is_generated = 'NEVER'`)
    .map(({ column_name }) => String(column_name));
  const own: Readonly<Record<string, string>> = {
    id: "k.id",
    number: "k.number",
    verification_code: "'VO' || right(k.number, 6)",
  };
  const taken = columns.map((name) => own[name] ?? `d."${name}"`).join(", ");
  for (let made = 0; made < documents; made += BATCH) {
    const copies = Array.from({ length: Math.min(BATCH, documents - made) }, (_, n) => ({
      id: newId(),
      number: `VO2026-${String(made + n + 1).padStart(6, "0")}`,
    }));
    await sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx.unsafe(
        `insert into cell.sales_documents (${columns.map((name) => `"${name}"`).join(", ")})
         select ${taken} from cell.sales_documents d, jsonb_to_recordset($1::text::jsonb) as k(id uuid, number text)
         where d.id = $2`,
        [JSON.stringify(copies), invoice.id],
      );
    });
    const events = copies.map(({ id, number }) => ({
      type: "invoice_issued",
      subjectId: id,
      payload: { ...payload, document: id, number, verificationCode: null },
    }));
    await withTenant(ctx, (tx) => seal(tx, ctx, events));
  }
}

async function measure(ctx: Ctx, documents: number): Promise<string> {
  const rest = Deno.memoryUsage().rss;
  let peak = rest, longest = 0, step = 0;
  const timer = setInterval(() => peak = Math.max(peak, Deno.memoryUsage().rss), 20);
  const { id } = await askArchive(ctx, { id: newId(), period: "whole" });
  const start = performance.now();
  for (; (await getArchive(ctx, id)).state !== "done"; step++) {
    const from = performance.now();
    await advanceArchive(ctx, { id, step });
    longest = Math.max(longest, performance.now() - from);
    peak = Math.max(peak, Deno.memoryUsage().rss);
  }
  clearInterval(timer);
  const seconds = (performance.now() - start) / 1_000;
  const { bytes, files } = await getArchive(ctx, id);
  const mega = (amount: number) => `${Math.round(amount / 1e6)} MB`;
  return `${documents} documents, ${files} files, ${mega(bytes!)}: ${seconds.toFixed(0)} s in ${step} steps, ` +
    `the longest ${(longest / 1_000).toFixed(1)} s (≤ 15 s); memory ${mega(peak)} at most, ${mega(rest)} at rest, ` +
    `${mega(peak - rest)} more (≤ 200 MB)`;
}

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
