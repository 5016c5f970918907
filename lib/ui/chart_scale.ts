import type { Cents } from "../base/money.ts";

/** From values to places, in per cent from the top. */
export interface ChartScale {
  /** Round values of the grid, from the top down; zero is one of them. */
  readonly ticks: readonly Cents[];
  /** 0 at the top of the plot, 100 at its foot. */
  position(value: Cents): number;
}

/** Number of grid steps aimed at. */
const STEPS = 4n;

/** A scale that holds zero and every value, with round steps (1, 2, 2.5 or 5 × a power of ten). */
export function scaleOf(series: readonly { readonly values: readonly (Cents | null)[] }[]): ChartScale {
  let [least, most] = [0n, 0n];
  for (const value of series.flatMap((one) => one.values)) {
    if (value !== null && value < least) least = value;
    if (value !== null && value > most) most = value;
  }
  const step = roundStep((most - least) / STEPS);
  const first = floorTo(least, step);
  const last = -floorTo(-most, step);
  const top = last === first ? first + step : last;
  const ticks: Cents[] = [];
  for (let tick = top; tick >= first; tick -= step) ticks.push(tick);
  const height = Number(top - first);
  return { ticks, position: (value) => Number(top - value) * 100 / height };
}

/** The band of one label among `count`, in per cent of the width. */
export function bandOf(index: number, count: number): { start: number; width: number; middle: number } {
  const width = 100 / count;
  return { start: index * width, width, middle: (index + 0.5) * width };
}

function roundStep(rough: Cents): Cents {
  let power = 100n;
  while (power * 10n <= rough) power *= 10n;
  for (const tenths of [10n, 20n, 25n, 50n]) {
    if (power * tenths >= rough * 10n) return power * tenths / 10n;
  }
  return power * 10n;
}

function floorTo(value: Cents, step: Cents): Cents {
  const quotient = value / step;
  return (value % step < 0n ? quotient - 1n : quotient) * step;
}
