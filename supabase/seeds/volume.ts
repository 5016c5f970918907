import type { Ctx } from "../../lib/base/ctx.ts";
import { addToDate, type IsoDate } from "../../lib/base/dates.ts";
import { frenchVatNumber } from "../../lib/base/identifiers.ts";
import { centsText } from "../../lib/base/money.ts";
import type { Uuid } from "../../lib/base/ids.ts";
import { createItem } from "../../lib/catalog/mod.ts";
import { getCompany, updateCompany } from "../../lib/company/mod.ts";
import { createCustomer } from "../../lib/parties/mod.ts";
import { elapsedMs, now } from "../../lib/platform/clock.ts";
import { newId } from "../../lib/platform/random.ts";
import { say } from "../../lib/platform/terminal.ts";
import {
  createAndIssueAll,
  type DraftForm,
  type LineForm,
  recordPayments,
  type SalesDocument,
} from "../../lib/sales/mod.ts";
import type { Program } from "../program.ts";
import { ATELIER, SERVICES } from "./words.ts";
import { type Dice, openDice, sirenFrom } from "./dice.ts";
import { openFurtherDossier, type Seeded, signUpThroughMail } from "./world.ts";

/** How much is made. */
export interface VolumeSize {
  readonly customers: number;
  readonly items: number;
  readonly invoices: number;
  readonly otherDossiers: number;
  readonly invoicesElsewhere: number;
}

/** What the bench measures on. */
export const VOLUME: VolumeSize = {
  customers: 1_000,
  items: 500,
  invoices: 10_000,
  otherDossiers: 50,
  invoicesElsewhere: 500,
};

/** E-mail of the person who owns every dossier of the volume world. */
export const VOLUME_OWNER = "volume@paraphe.example";
/** Name of the large dossier. */
export const VOLUME_COMPANY = "Volume Bâtiment";

const BATCH = 200;
const LINES = 5;
/** Share of the invoices that are left unpaid, in percent: what a company of this size waits for. */
const UNPAID_PERCENT = 30;

/** Fills one large dossier and many others through the verbs: numbered, sealed, verifiable; no mail, no rendering. */
export async function seedVolume(program: Program, size: VolumeSize = VOLUME): Promise<void> {
  const owner = await signUpThroughMail(program, { email: VOLUME_OWNER, company: VOLUME_COMPANY });
  if (!owner) return say("Le volume est déjà là.");
  await fillDossier(owner, { name: VOLUME_COMPANY, seed: 1, ...size });
  const start = elapsedMs(0);
  let next = 1;
  // Two at once: while one is computed, the other is written.
  await Promise.all([1, 2].map(async () => {
    while (next <= size.otherDossiers) await fillAnother(owner, next++, size.invoicesElsewhere);
  }));
  const rate = Math.round(size.otherDossiers * size.invoicesElsewhere / (elapsedMs(start) / 1000));
  say(`${size.otherDossiers} autres dossiers, ouverture et fiches comprises : ${rate} factures/s`);
}

async function fillAnother(owner: Seeded, n: number, invoices: number): Promise<void> {
  const name = `Entreprise ${n}`;
  const dossier = await openFurtherDossier(owner, name);
  await fillDossier(dossier, { name, seed: n + 1, customers: 50, items: 20, invoices });
}

interface Filling {
  readonly name: string;
  readonly seed: number;
  readonly customers: number;
  readonly items: number;
  readonly invoices: number;
}

async function fillDossier({ ctx }: Seeded, wanted: Filling): Promise<void> {
  const dice = openDice(wanted.seed);
  const start = elapsedMs(0);
  const { version } = await getCompany(ctx);
  await updateCompany(ctx, { version, form: { ...ATELIER, name: wanted.name } });
  const customers = await makeCustomers(ctx, wanted.customers, dice);
  await makeItems(ctx, wanted.items, dice);
  const issued = elapsedMs(0);
  await makeInvoices(ctx, wanted.invoices, { customers, dice });
  const seconds = (elapsedMs(issued) / 1000).toFixed(1);
  const rate = Math.round(wanted.invoices / (elapsedMs(issued) / 1000));
  const total = (elapsedMs(start) / 1000).toFixed(1);
  say(`${wanted.name} : ${wanted.invoices} factures en ${seconds} s (${rate}/s), dossier en ${total} s`);
}

async function makeCustomers(ctx: Ctx, count: number, dice: Dice): Promise<Uuid[]> {
  const ids: Uuid[] = [];
  for (let n = 0; n < count; n++) {
    const siren = sirenFrom(String(10_000_000 + n * 7 + dice.below(7)).slice(0, 8));
    const { customer } = await createCustomer(ctx, {
      fields: {
        kind: "professional",
        isCustomer: "on",
        name: `${dice.pick(SERVICES.trades)} ${dice.pick(SERVICES.names)} ${n + 1}`,
        siren,
        vatNumber: frenchVatNumber(siren),
        addressLine1: `${1 + dice.below(200)} rue ${dice.pick(SERVICES.streets)}`,
        postcode: dice.pick(SERVICES.cities)[0],
        city: dice.pick(SERVICES.cities)[1],
        country: "FR",
      },
      contacts: [{ name: "Comptabilité", email: `compta${n + 1}@client.example`, receivesInvoices: "on" }],
    });
    ids.push(customer.id);
  }
  return ids;
}

async function makeItems(ctx: Ctx, count: number, dice: Dice): Promise<void> {
  for (let n = 0; n < count; n++) {
    await createItem(ctx, {
      kind: n % 2 === 0 ? "product" : "service",
      reference: `ART-${String(n + 1).padStart(4, "0")}`,
      name: `${dice.pick(SERVICES.works)} ${n + 1}`,
      unitCode: dice.pick(["C62", "HUR", "MTK", "MTR"]),
      unitPrice: `${5 + dice.below(400)},${String(dice.below(100)).padStart(2, "0")}`,
      vatRateBp: dice.pick(["20", "10", "5,5"]),
    });
  }
}

async function makeInvoices(
  ctx: Ctx,
  count: number,
  { customers, dice }: { customers: readonly Uuid[]; dice: Dice },
): Promise<void> {
  const first = addToDate(ctx.today, { days: -330 });
  const batches = Array.from({ length: Math.ceil(count / BATCH) }, (_, n) => n * BATCH);
  let collected: Promise<void> = Promise.resolve();
  for (const done of batches) {
    const drafts = Array.from({ length: Math.min(BATCH, count - done) }, (_, k) => {
      const issueOn = addToDate(first, { days: Math.floor((done + k) * 330 / count) });
      return {
        id: newId(),
        kind: "invoice" as const,
        form: invoiceForm(dice, { customerId: dice.pick(customers), issueOn }),
      };
    });
    const issued = await createAndIssueAll({ ...ctx, now: now() }, drafts, { render: false });
    // These are paid while the next are issued: two connections, two cores.
    await collected;
    collected = collect(ctx, issued, dice);
  }
  await collected;
}

async function collect(ctx: Ctx, issued: readonly SalesDocument[], dice: Dice): Promise<void> {
  const paid = issued.filter(() => dice.below(100) >= UNPAID_PERCENT);
  await recordPayments(
    { ...ctx, now: now() },
    paid.map((invoice) => ({
      id: newId(),
      invoiceId: invoice.id,
      form: { amount: centsText(invoice.grossCents), receivedOn: invoice.issueOn! },
    })),
  );
}

function invoiceForm(dice: Dice, given: { customerId: Uuid; issueOn: IsoDate }): DraftForm {
  return { ...given, subject: dice.pick(SERVICES.works), lines: Array.from({ length: LINES }, () => aLine(dice)) };
}

function aLine(dice: Dice): LineForm {
  return {
    label: dice.pick(SERVICES.works),
    quantity: String(1 + dice.below(20)),
    unit: dice.pick(["C62", "HUR", "MTK"]),
    price: `${5 + dice.below(300)},${String(dice.below(100)).padStart(2, "0")}`,
    vat: dice.pick(["20", "20", "10", "5,5"]),
    nature: dice.pick(["goods", "service"]),
  };
}
