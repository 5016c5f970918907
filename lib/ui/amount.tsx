import type { JSX } from "./jsx.ts";
import { type Cents, formatAmount, formatCents } from "../base/money.ts";

/** An amount in cents, in tabular figures, never broken over two lines: `−1 234,50 €`. */
export function Amount(
  { cents, currency, bare, strong }: {
    readonly cents: Cents;
    /** ISO 4217, euros unless said. */
    readonly currency?: string | undefined;
    /** Without the currency, where a column heading says it. */
    readonly bare?: boolean | undefined;
    readonly strong?: boolean | undefined;
  },
): JSX.Element {
  const text = bare ? formatAmount(cents) : formatCents(cents, currency ?? "EUR");
  return strong ? <strong class="amount">{text}</strong> : <span class="amount">{text}</span>;
}
