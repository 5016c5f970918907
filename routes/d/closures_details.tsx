// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import { describePeriod, type ListedClosure } from "../../lib/antifraud/mod.ts";
import { formatCents } from "../../lib/base/money.ts";
import { formatRate } from "../../lib/base/rates.ts";
import { type Fact, Facts, Fold, InstantText, type JSX } from "../../lib/ui/mod.ts";
import { KIND_WORDS, modeWord } from "./closures_sheet.ts";

/** What each closure holds beyond its line: rates, modes, numbers, and its place in the sealed log. */
export function ClosureDetails({ closures }: { readonly closures: readonly ListedClosure[] }): JSX.Element {
  return (
    <>
      {closures.map((closure) => (
        <Fold title={`${KIND_WORDS[closure.kind]} : ${describePeriod(closure)}`} hint="taux, modes de règlement, sceau">
          <Facts facts={factsOf(closure)} />
        </Fold>
      ))}
    </>
  );
}

function factsOf(closure: ListedClosure): Fact[] {
  const { numbers, payments, reversals } = closure;
  const ranges = [...numbers.invoice, ...numbers.creditNote].map(({ first, last }) =>
    first === last ? first : `${first} à ${last}`
  );
  return [
    { term: "Numéros", value: ranges.join(", ") || "aucun" },
    { term: "Règlements", value: reversals > 0 ? `${payments} reçus, ${reversals} annulés` : String(payments) },
    ...closure.currencies.flatMap(currencyFacts),
    {
      term: "Enregistrements couverts",
      value: `n° ${closure.firstSeq} à ${closure.lastSeq} du journal scellé`,
    },
    { term: "Empreinte", value: <code>{closure.hash}</code> },
    { term: "Clôturée le", value: <InstantText instant={closure.closedAt} timeZone={closure.timeZone} /> },
  ];
}

function currencyFacts({ currency, vat, modes, discountsCents, perpetualAbsoluteCents }: Currency): Fact[] {
  const money = (cents: bigint) => formatCents(cents, currency);
  return [
    ...vat.map(({ rateBp, baseCents, vatCents }) => ({
      term: `TVA à ${formatRate(rateBp)}`,
      value: `${money(vatCents)} sur ${money(baseCents)}`,
    })),
    ...modes.map(({ mode, amountCents }) => ({ term: modeWord(mode), value: money(amountCents) })),
    { term: "Remises accordées", value: money(discountsCents) },
    { term: "Total perpétuel absolu", value: money(perpetualAbsoluteCents) },
  ];
}

type Currency = ListedClosure["currencies"][number];
