import type { Ctx } from "../../lib/base/ctx.ts";
import { addToDate, type IsoDate } from "../../lib/base/dates.ts";
import { centsText } from "../../lib/base/money.ts";
import type { Uuid } from "../../lib/base/ids.ts";
import { createItem } from "../../lib/catalog/mod.ts";
import { getCompany, updateCompany } from "../../lib/company/mod.ts";
import { createCustomer } from "../../lib/parties/mod.ts";
import { now } from "../../lib/platform/clock.ts";
import { newId } from "../../lib/platform/random.ts";
import {
  createDraft,
  creditInvoice,
  type DraftForm,
  issueDocument,
  type LineForm,
  recordPayment,
  saveDraft,
  sendDocument,
} from "../../lib/sales/mod.ts";
import { ATELIER_CUSTOMERS, ATELIER_ITEMS, JOBS, type SeededItem } from "./atelier_words.ts";
import { type Dice, openDice } from "./dice.ts";
import { ATELIER } from "./words.ts";
import type { Seeded } from "./world.ts";

/** Invoices of the demo, spread over the last months. */
const INVOICES = 34;
/** How far back the first of them is dated. */
const DAYS = 210;
const SEED = 20_261;

/** Fills Alice's dossier through the verbs: customers, a catalogue, and documents in every state of their life. */
export async function fillAtelier({ ctx: first }: Seeded): Promise<void> {
  const dice = openDice(SEED);
  const ctx = { ...first, now: now() };
  const { version } = await getCompany(ctx);
  await updateCompany(ctx, { version, form: ATELIER });
  const customers = await makeCustomers(ctx);
  for (const item of ATELIER_ITEMS) await createItem(ctx, item);
  await makeInvoices(ctx, customers, dice);
  await makeQuotes(ctx, customers, dice);
  await makeDrafts(ctx, customers, dice);
}

async function makeCustomers(ctx: Ctx): Promise<Uuid[]> {
  const ids: Uuid[] = [];
  for (const { email, contact, ...fields } of ATELIER_CUSTOMERS) {
    const contacts = [{ name: contact, email, receivesInvoices: "on", receivesQuotes: "on", receivesReminders: "on" }];
    const { customer } = await createCustomer(ctx, {
      fields: { isCustomer: "on", country: "FR", ...fields },
      contacts,
    });
    ids.push(customer.id);
  }
  return ids;
}

async function makeInvoices(ctx: Ctx, customers: readonly Uuid[], dice: Dice): Promise<void> {
  const first = addToDate(ctx.today, { days: -DAYS });
  for (let n = 0; n < INVOICES; n++) {
    const issueOn = addToDate(first, { days: Math.floor(n * DAYS / INVOICES) });
    const form = documentForm(dice, { customerId: dice.pick(customers), issueOn });
    const draft = await createDraft(ctx, { id: newId(), kind: "invoice", form });
    const invoice = await issueDocument(ctx, draft.id);
    await payAsTimeGoes(ctx, { id: invoice.id, dueOn: invoice.dueOn!, gross: invoice.grossCents, dice });
    if (n === 9) await creditPart(ctx, invoice.id, form);
  }
}

/** Most customers pay about when they should; a few are late, one in eight pays a part. */
async function payAsTimeGoes(
  ctx: Ctx,
  { id, dueOn, gross, dice }: { id: Uuid; dueOn: IsoDate; gross: bigint; dice: Dice },
): Promise<void> {
  const receivedOn = addToDate(dueOn, { days: dice.below(20) - 12 });
  const luck = dice.below(16);
  if (receivedOn > ctx.today || luck === 0) return;
  const cents = luck <= 2 ? gross / 2n : gross;
  const mode = dice.pick(["transfer", "transfer", "transfer", "cheque", "card"]);
  await recordPayment(ctx, { id: newId(), invoiceId: id, form: { amount: centsText(cents), receivedOn, mode } });
}

async function creditPart(ctx: Ctx, sourceId: Uuid, form: DraftForm): Promise<void> {
  const credit = await creditInvoice(ctx, { id: newId(), sourceId });
  const { issueOn: _, ...content } = { ...form, lines: form.lines!.slice(0, 1), notes: "Geste commercial." };
  const saved = await saveDraft(ctx, { id: credit.id, version: credit.version, form: content });
  await issueDocument(ctx, saved.id);
}

async function makeQuotes(ctx: Ctx, customers: readonly Uuid[], dice: Dice): Promise<void> {
  for (
    const [n, email] of ["anne@noel-chateau.example", "travaux@mairie-lumiere.example", "paul.morin@exemple.example"]
      .entries()
  ) {
    const form = documentForm(dice, { customerId: customers[n]! });
    const quote = await createDraft(ctx, { id: newId(), kind: "quote", form });
    await sendDocument(ctx, { documentId: quote.id, sending: { id: newId(), to: [email] } });
  }
}

async function makeDrafts(ctx: Ctx, customers: readonly Uuid[], dice: Dice): Promise<void> {
  for (const kind of ["quote", "invoice", "invoice"] as const) {
    await createDraft(ctx, { id: newId(), kind, form: documentForm(dice, { customerId: dice.pick(customers) }) });
  }
}

function documentForm(dice: Dice, given: { customerId: Uuid; issueOn?: IsoDate }): DraftForm {
  const lines = Array.from({ length: 2 + dice.below(4) }, () => aLine(dice, dice.pick(ATELIER_ITEMS)));
  return { ...given, subject: dice.pick(JOBS), lines };
}

function aLine(dice: Dice, item: SeededItem): LineForm {
  return {
    label: item.name,
    reference: item.reference,
    quantity: String(1 + dice.below(item.unitCode === "C62" ? 3 : 12)),
    unit: item.unitCode,
    price: item.unitPrice,
    vat: item.vatRateBp,
    nature: item.kind === "product" ? "goods" : "service",
  };
}
