import { openChain, seal } from "../../../../lib/antifraud/mod.ts";
import type { Ctx, Right } from "../../../../lib/base/ctx.ts";
import { dayOf } from "../../../../lib/base/dates.ts";
import { openCompany } from "../../../../lib/company/mod.ts";
import { withTenant } from "../../../../lib/platform/db/tenant.ts";
import { newId } from "../../../../lib/platform/random.ts";
import type { World } from "../../../support/world.ts";

/** Rights of whoever closes. */
export const CLOSER: readonly Right[] = ["sealed_log:close", "sealed_log:read"];

/** What a test puts into the sealed log: an invoice or credit note of one rate, or a payment. */
export type Entry = DocumentEntry | PaymentEntry;

interface DocumentEntry {
  readonly kind: "invoice" | "credit_note";
  readonly net: number;
  readonly rateBp?: number;
  readonly currency?: string;
}

interface PaymentEntry {
  readonly kind: "payment" | "reversal";
  readonly amount: number;
  readonly mode?: string;
  readonly currency?: string;
}

/** A dossier whose chain was opened at a moment of the past. */
export async function aBook(world: World, at: string): Promise<Ctx> {
  const ctx = when(await world.makeDossier(CLOSER), at);
  await withTenant(ctx, async (tx) => {
    await openCompany(tx, ctx, { companyName: "Atelier Dupré", email: "alice@dupre.fr" });
    await openChain(tx, ctx);
  });
  return ctx;
}

/** The same person at another moment. */
export function when(ctx: Ctx, at: string): Ctx {
  const now = new Date(at).toISOString() as Ctx["now"];
  return { ...ctx, now, today: dayOf(now) };
}

/** The program itself. */
export function automate(ctx: Ctx): Ctx {
  return { ...ctx, personId: null, actor: "automate" };
}

let serial = 0;

/** Seals entries at a moment, as sales do. */
export async function record(ctx: Ctx, at: string, entries: readonly Entry[]): Promise<void> {
  const then = when(ctx, at);
  await withTenant(then, (tx) => seal(tx, then, entries.map((entry) => eventOf(entry, then.today))));
}

function eventOf(entry: Entry, today: string) {
  const subjectId = newId(), currency = entry.currency ?? "EUR";
  if ("amount" in entry) {
    const amountCents = entry.kind === "reversal" ? -entry.amount : entry.amount;
    const type = entry.kind === "reversal" ? "payment_reversed" : "payment_recorded";
    return { type, subjectId, payload: { mode: entry.mode ?? "transfer", amountCents, currency } };
  }
  const rateBp = entry.rateBp ?? 2000, vatCents = Math.round(entry.net * rateBp / 10_000);
  const vat = [{ category: "S", rateBp, baseCents: entry.net, vatCents, discountCents: 0 }];
  const totals = { netCents: entry.net, vatCents, grossCents: entry.net + vatCents };
  const number = `${entry.kind === "invoice" ? "FA" : "AV"}${today.slice(0, 4)}-${String(++serial).padStart(4, "0")}`;
  const type = entry.kind === "invoice" ? "invoice_issued" : "credit_note_issued";
  return { type, subjectId, payload: { number, issuedOn: today, currency, vat, ...totals } };
}
