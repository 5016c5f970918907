import { describePeriod, exportClosures, type ListedClosure } from "../../lib/antifraud/mod.ts";
import type { Ctx } from "../../lib/base/ctx.ts";
import { formatInstant } from "../../lib/base/dates.ts";
import { formatCents } from "../../lib/base/money.ts";
import { formatRate } from "../../lib/base/rates.ts";
import type { XlsxCell, XlsxSheet } from "../../lib/platform/xlsx.ts";
import { PAYMENT_MODES } from "../../lib/sales/mod.ts";

/** What a closure is, in a word. */
export const KIND_WORDS = { day: "Journée", month: "Mois", year: "Exercice" } as const;

type Currency = ListedClosure["currencies"][number];

/** Every closure, a line for each currency, in the order of the sealed log. */
export function closuresSheet(ctx: Ctx): XlsxSheet {
  return {
    name: "Clôtures",
    columns: [
      ...["Nature", "Période"].map((title) => ({ title, kind: "text" as const })),
      ...["Du", "Au"].map((title) => ({ title, kind: "date" as const })),
      ...["Factures", "Avoirs", "Règlements", "Annulations"].map((title) => ({ title, kind: "number" as const })),
      { title: "Devise", kind: "text" },
      ...["Total HT", "TVA", "Total TTC", "Remises", "Encaissé", "Total perpétuel", "Total perpétuel absolu"].map(
        (title) => ({ title, kind: "cents" as const }),
      ),
      ...["TVA par taux", "Règlements par mode", "Enregistrement", "Empreinte", "Clôturée le", "Par"].map(
        (title) => ({ title, kind: "text" as const }),
      ),
    ],
    rows: rowsOf(ctx),
  };
}

async function* rowsOf(ctx: Ctx): AsyncGenerator<XlsxCell[]> {
  for (const closure of await exportClosures(ctx)) {
    for (const currency of closure.currencies) yield rowOf(closure, currency);
  }
}

function rowOf(closure: ListedClosure, currency: Currency): XlsxCell[] {
  const money = (cents: bigint) => formatCents(cents, currency.currency);
  return [
    KIND_WORDS[closure.kind],
    describePeriod(closure),
    closure.from,
    closure.to,
    closure.invoices,
    closure.creditNotes,
    closure.payments,
    closure.reversals,
    currency.currency,
    currency.netCents,
    currency.vatCents,
    currency.grossCents,
    currency.discountsCents,
    receivedIn(currency),
    currency.perpetualCents,
    currency.perpetualAbsoluteCents,
    currency.vat.map((sum) => `${formatRate(sum.rateBp)} : ${money(sum.vatCents)} sur ${money(sum.baseCents)}`).join(
      " ; ",
    ),
    currency.modes.map(({ mode, amountCents }) => `${modeWord(mode)} : ${money(amountCents)}`).join(" ; "),
    String(closure.sealSeq),
    closure.hash,
    formatInstant(closure.closedAt, closure.timeZone),
    closure.isAutomatic ? "le logiciel" : "une personne du dossier",
  ];
}

/** What was received in a currency, all modes together. */
export function receivedIn(currency: Currency): bigint {
  return currency.modes.reduce((sum, { amountCents }) => sum + amountCents, 0n);
}

/** A mode of payment in the words of our forms. */
export function modeWord(mode: string): string {
  return (PAYMENT_MODES as Readonly<Record<string, string>>)[mode] ?? mode;
}
