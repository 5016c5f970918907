import { formatMonth, type IsoDate } from "../../lib/base/dates.ts";
import { type Cents, formatCents } from "../../lib/base/money.ts";
import type { MonthTurnover, Turnover } from "../../lib/reports/mod.ts";
import { BarChart, Card, type JSX, LineChart } from "../../lib/ui/mod.ts";

const SHORT_MONTHS = [
  "janv.",
  "févr.",
  "mars",
  "avr.",
  "mai",
  "juin",
  "juil.",
  "août",
  "sept.",
  "oct.",
  "nov.",
  "déc.",
];

/** Turnover of the last twelve months, a bar each. */
export function MonthsCard({ turnover: { months } }: { turnover: Turnover }): JSX.Element {
  return (
    <Card>
      <BarChart
        title="Chiffre d’affaires HT par mois"
        finding={bestMonth(months)}
        labels={months.map(({ month }) => shortMonth(month))}
        series={[{ label: "CA HT", values: months.map(({ netCents }) => netCents) }]}
      />
    </Card>
  );
}

/** Turnover added up since January, beside the year before. */
export function YearsCard({ turnover, today }: { turnover: Turnover; today: IsoDate }): JSX.Element {
  const year = Number(today.slice(0, 4)), month = Number(today.slice(5, 7));
  const [current, before] = [addedUp(turnover.thisYear), addedUp(turnover.lastYear)];
  return (
    <Card>
      <LineChart
        title="Chiffre d’affaires HT cumulé depuis janvier"
        finding={comparison(turnover, { year, month })}
        labels={SHORT_MONTHS}
        series={[
          // What is still to come is not nought.
          { label: String(year), values: current.map((cents, index) => index < month ? cents : null) },
          { label: String(year - 1), values: before },
        ]}
      />
    </Card>
  );
}

function bestMonth(months: readonly MonthTurnover[]): string {
  const best = months.reduce((found, month) => month.netCents > found.netCents ? month : found);
  return best.netCents > 0n
    ? `Meilleur mois : ${formatMonth(best.month)}, ${formatCents(best.netCents)}.`
    : "Aucun chiffre d’affaires sur les douze derniers mois.";
}

/** This year so far, and the last one at the end of the same month: two facts, no percentage of an unfinished month. */
function comparison(turnover: Turnover, { year, month }: { year: number; month: number }): string {
  const so = `${formatCents(turnover.thisYearCents)} en ${year}`;
  if (turnover.lastYearCents === 0n) return `${so}.`;
  const then = addedUp(turnover.lastYear)[month - 1]!;
  const until = formatMonth(`${year - 1}-${String(month).padStart(2, "0")}`);
  return `${so} ; ${formatCents(then)} à fin ${until}.`;
}

function addedUp(months: readonly MonthTurnover[]): Cents[] {
  let sum = 0n;
  return months.map(({ netCents }) => sum += netCents);
}

/** `nov.`, with the year in January: `janv. 26`. */
function shortMonth(month: string): string {
  const label = SHORT_MONTHS[Number(month.slice(5)) - 1]!;
  return month.endsWith("-01") ? `${label} ${month.slice(2, 4)}` : label;
}
