import { seal } from "../../../lib/antifraud/mod.ts";
import {
  advanceArchive,
  askArchive,
  getArchive,
  openArchive,
  openZip,
  verifyArchive,
} from "../../../lib/archives/mod.ts";
import type { Ctx } from "../../../lib/base/ctx.ts";
import type { Uuid } from "../../../lib/base/ids.ts";
import { withTenant } from "../../../lib/platform/db/tenant.ts";
import { newId } from "../../../lib/platform/random.ts";
import {
  creditInvoice,
  ensureRendered,
  issueDocument,
  recordPayment,
  reversePayment,
  type SalesDocument,
} from "../../../lib/sales/mod.ts";
import { anIssuedInvoice } from "../../../lib/sales/testing.ts";
import type { World } from "../../support/world.ts";
import { aBuyer, aSeller } from "../sales/_seller.ts";

/** A dossier that has lived, and the documents that it issued. */
export interface Lived {
  readonly ctx: Ctx;
  readonly invoices: readonly SalesDocument[];
  readonly credit: SalesDocument;
}

/** Invoices, a credit note, a payment and its reversal, a duplicate; one invoice has no file yet. */
export async function aLife(world: World): Promise<Lived> {
  const seller = await aSeller(world);
  const ctx = { ...seller, rights: new Set([...seller.rights, "sealed_log:archive", "sealed_log:read"] as const) };
  const buyer = await aBuyer(ctx);
  const invoices = [await anIssuedInvoice(ctx, buyer), await anIssuedInvoice(ctx, buyer, { subject: '=2+3; "x"' })];
  const [first, second] = invoices as [SalesDocument, SalesDocument];
  await ensureRendered(ctx, first.id);
  const paymentId = newId();
  await recordPayment(ctx, { id: paymentId, invoiceId: first.id, form: { amount: "50", mode: "card" } });
  await reversePayment(ctx, { id: newId(), paymentId, reason: "Carte refusée" });
  const draft = await creditInvoice(ctx, { id: newId(), sourceId: second.id });
  const credit = await issueDocument(ctx, draft.id);
  const duplicate = { document: first.id, number: first.number, copy: 1, channel: "mail" };
  await withTenant(ctx, (tx) => seal(tx, ctx, [{ type: "duplicate_made", subjectId: first.id, payload: duplicate }]));
  return { ctx, invoices, credit };
}

/** Runs the steps of an archive one by one, each as a process of its own would. Gives how many there were. */
export async function carryOut(ctx: Ctx, id: Uuid, { budgetMs = 5_000 } = {}): Promise<number> {
  for (let step = 0; step < 500; step++) {
    await advanceArchive(ctx, { id, step }, { budgetMs });
    const { state } = await getArchive(ctx, id);
    if (state === "done" || state === "failed") return step + 1;
  }
  throw new Error("the archive has no end");
}

/** Asks for everything and makes it at once. */
export async function archived(ctx: Ctx, options: { budgetMs?: number } = {}): Promise<{ id: Uuid; steps: number }> {
  const { id } = await askArchive(ctx, { id: newId(), period: "whole" });
  return { id, steps: await carryOut(ctx, id, options) };
}

/** The bytes of an archive's ZIP, as they are downloaded. */
export async function bytesOf(ctx: Ctx, id: Uuid): Promise<Uint8Array<ArrayBuffer>> {
  const opened = await openArchive(ctx, id);
  return new Uint8Array(await new Response(opened.read({ first: 0, last: opened.bytes - 1 })).arrayBuffer());
}

/** What the reader says of a ZIP. */
export function verdictOf(zip: Uint8Array<ArrayBuffer>): ReturnType<typeof verifyArchive> {
  return verifyArchive(openZip({ size: zip.length, read: (start, end) => Promise.resolve(zip.slice(start, end)) }));
}
