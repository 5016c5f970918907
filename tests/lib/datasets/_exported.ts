import type { Ctx } from "../../../lib/base/ctx.ts";
import type { Uuid } from "../../../lib/base/ids.ts";
import { exportDossier, type ExportSource, type ImportTarget, type Parts } from "../../../lib/datasets/mod.ts";
import { sha256Hex } from "../../../lib/platform/crypto.ts";
import { newId, randomBase32 } from "../../../lib/platform/random.ts";
import { DiskStore } from "../../../lib/platform/storage/disk_store.ts";
import { storeOf } from "../../../lib/platform/stores.ts";
import {
  creditInvoice,
  ensureRendered,
  issueDocument,
  recordPayment,
  saveDraft,
  sendDocument,
} from "../../../lib/sales/mod.ts";
import { aDraftForm, aDraftInvoice, aLine, anIssuedInvoice } from "../../../lib/sales/testing.ts";
import { PRODUCTION_CELL, type World } from "../../support/world.ts";
import { aBuyer, aSeller } from "../sales/_seller.ts";

/** An export held in memory, whose parts a test may change, cut or remove. */
export interface PartsInMemory extends Parts {
  readonly bytes: Map<string, Uint8Array>;
}

/** Parts in memory. */
export function partsInMemory(): PartsInMemory {
  const bytes = new Map<string, Uint8Array>();
  return {
    bytes,
    async write(name, body) {
      const whole = await new Response(new Blob(await chunksOf(body))).bytes();
      bytes.set(name, whole);
      return { bytes: whole.length, sha256: sha256Hex(whole) };
    },
    open: (name) => Promise.resolve(bytes.has(name) ? streamOf(bytes.get(name)!) : null),
  };
}

/** A dossier that sold: quotes and drafts, three issued invoices, a credit note, payments, a sent mail, a file. */
export async function aSoldDossier(world: World): Promise<Ctx> {
  const ctx = await aSeller(world);
  const buyer = await aBuyer(ctx);
  await aDraftInvoice(ctx, buyer);
  const [first, second] = [await anIssuedInvoice(ctx, buyer), await anIssuedInvoice(ctx, buyer)];
  await anIssuedInvoice(ctx, buyer, { lines: [aLine({ quantity: "0,3333", price: "12,345678" })] });
  await recordPayment(ctx, { id: newId(), invoiceId: first.id, form: { amount: "20,00" } });
  const credit = await creditInvoice(ctx, { id: newId(), sourceId: second.id });
  await saveDraft(ctx, { id: credit.id, version: 1, form: aDraftForm(buyer, { lines: [aLine({ price: "10" })] }) });
  await issueDocument(ctx, credit.id);
  await ensureRendered(ctx, first.id);
  await sendDocument(ctx, { documentId: first.id, sending: { id: newId(), to: ["compta@noel.example"] } });
  return ctx;
}

/** The dossier as a source of exports. */
export function sourceOf(ctx: Ctx): ExportSource {
  return { cell: ctx.cell, tenantId: ctx.tenantId, files: storeOf(ctx.cell), now: ctx.now };
}

/** An empty dossier of the production cell, with a store of its own. */
export async function aTarget(over: { tenantId?: Uuid } = {}): Promise<ImportTarget> {
  return {
    cell: PRODUCTION_CELL,
    tenantId: over.tenantId ?? newId(),
    publicId: randomBase32(8),
    epoch: 1,
    files: await anEmptyStore(),
  };
}

/** A store of its own on the disk. */
export async function anEmptyStore(): Promise<DiskStore> {
  const folder = await Deno.makeTempDir({ prefix: "paraphe-datasets-" });
  return new DiskStore({ folder, publicUrl: "http://localhost:8000/fichiers", signingKey: new Uint8Array(32) });
}

/** Exports a dossier into memory. */
export async function exported(ctx: Ctx): Promise<PartsInMemory> {
  const parts = partsInMemory();
  await exportDossier(sourceOf(ctx), parts);
  return parts;
}

/** The same export with other rows in one table, and a manifest that agrees with them. */
export function rewritten(
  parts: PartsInMemory,
  table: string,
  change: () => readonly (readonly string[])[],
): PartsInMemory {
  const manifest = JSON.parse(new TextDecoder().decode(parts.bytes.get("manifest.json")));
  const lines = change();
  const body = new TextEncoder().encode(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const name = `tables/${table}.0001.ndjson`;
  const part = { name, rows: lines.length, bytes: body.length, sha256: sha256Hex(body) };
  const listed = manifest.tables.find((one: { table: string }) => one.table === table);
  Object.assign(listed, { rows: lines.length, parts: [part] });
  parts.bytes.set(name, body);
  parts.bytes.set("manifest.json", new TextEncoder().encode(JSON.stringify(manifest)));
  return parts;
}

async function chunksOf(body: Uint8Array | ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>[]> {
  const chunks = body instanceof Uint8Array ? [body] : await Array.fromAsync(body);
  return chunks.map((chunk) => new Uint8Array(chunk));
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new Blob([new Uint8Array(bytes)]).stream();
}
