import { dayOf, formatInstant, formatShortDate } from "../../lib/base/dates.ts";
import type { CurvePoint, CurveSpan } from "../../lib/instances/operator.ts";
import { Card, Empty, type JSX, LineChart, Tabs } from "../../lib/ui/mod.ts";
import { paths } from "../paths.ts";
import { bytesText, countText } from "../words.ts";

/** A figure of a cell over time: its title, its value in hundredths of its unit, and how a value is written. */
interface Drawn {
  readonly title: string;
  readonly value: (point: CurvePoint) => bigint | null;
  readonly text: (value: bigint) => string;
  /** True where little is bad. */
  readonly isBetterHigh?: boolean;
}

const MIB = 1_024n * 1_024n;

const DRAWN: readonly Drawn[] = [
  { title: "Base de données", value: (point) => sizeOf(point.databaseBytes), text: sizeText },
  { title: "Fichiers", value: (point) => sizeOf(point.storageBytes), text: sizeText },
  { title: "Dossiers", value: (point) => hundredths(point.dossiers), text: figureText },
  { title: "Connexions", value: (point) => hundredths(point.connections), text: figureText },
  { title: "Transactions par minute", value: (point) => hundredths(point.transactions), text: figureText },
  {
    title: "Blocs trouvés en mémoire",
    value: (point) => hundredths(point.cacheHitsBp),
    text: (value) => `${String(Number(value) / 10_000).replace(".", ",")}\u00a0%`,
    isBetterHigh: true,
  },
];

/** What a cell held, hour by hour or day by day, drawn and in figures. */
export function CellCurves(
  { cell, curve, span }: { cell: string; curve: readonly CurvePoint[]; span: CurveSpan },
): JSX.Element {
  const isKnown = curve.some((point) => point.databaseBytes !== null);
  return (
    <Card title="Charge">
      <Tabs
        label="Période"
        tabs={[
          { label: "24 heures", href: paths.cell(cell), current: span === "day" },
          { label: "30 jours", href: paths.cell(cell, "?periode=mois"), current: span === "month" },
        ]}
      />
      {isKnown
        ? DRAWN.map((drawn) => <CellCurve drawn={drawn} curve={curve} span={span} />)
        : <Empty title="Pas encore de mesure">La console mesure chaque cellule toutes les dix minutes.</Empty>}
    </Card>
  );
}

function CellCurve(
  { drawn, curve, span }: { drawn: Drawn; curve: readonly CurvePoint[]; span: CurveSpan },
): JSX.Element {
  const values = curve.map(drawn.value);
  return (
    <LineChart
      title={drawn.title}
      finding={findingOf(drawn, { curve, span })}
      labels={curve.map((point) => labelOf(point, span))}
      labelTitle={span === "day" ? "Heure" : "Jour"}
      series={[{ label: drawn.title, values }]}
      format={drawn.text}
      tick={drawn.text}
    />
  );
}

/** The last value and the worst, in a sentence. */
function findingOf(
  { value, text, isBetterHigh = false }: Drawn,
  { curve, span }: { curve: readonly CurvePoint[]; span: CurveSpan },
): string {
  const known = curve.flatMap((point) => {
    const found = value(point);
    return found === null ? [] : [{ point, value: found }];
  });
  const last = known.at(-1);
  if (!last) return "Aucune mesure sur cette période.";
  const top = known.reduce((worst, next) =>
    (isBetterHigh ? next.value < worst.value : next.value > worst.value) ? next : worst
  );
  if (last.value === top.value) {
    return `${text(last.value)}, le plus ${isBetterHigh ? "bas" : "haut"} de la période.`;
  }
  const when = `${span === "day" ? "à" : "le"} ${labelOf(top.point, span)}`;
  return `${text(last.value)} à la dernière mesure ; au ${isBetterHigh ? "moins" : "plus"} ${
    text(top.value)
  }, ${when}.`;
}

function labelOf({ at }: CurvePoint, span: CurveSpan): string {
  if (span === "month") return formatShortDate(dayOf(at)).slice(0, "21/11".length);
  return `${formatInstant(at).slice(-"19:04".length).slice(0, 2)}\u00a0h`;
}

function sizeOf(bytes: bigint | null): bigint | null {
  return bytes === null ? null : bytes * 100n / MIB;
}

function sizeText(hundredthsOfMib: bigint): string {
  return bytesText(hundredthsOfMib * MIB / 100n);
}

function hundredths(count: number | null): bigint | null {
  return count === null ? null : BigInt(count) * 100n;
}

/** A number of things; the grid may stand between two: `2,5`. */
function figureText(value: bigint): string {
  const tenth = value % 100n / 10n;
  return tenth === 0n ? countText(value / 100n) : `${countText(value / 100n)},${tenth}`;
}
