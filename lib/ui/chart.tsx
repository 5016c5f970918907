// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import type { Child, JSX } from "./jsx.ts";
import { type Cents, formatCents, groupThousands } from "../base/money.ts";
import { bandOf, type ChartScale, scaleOf } from "./chart_scale.ts";

/** One set of figures. */
export interface ChartSeries {
  readonly label: string;
  /** One value for each label of the chart; null where there is none yet. */
  readonly values: readonly (Cents | null)[];
}

/** Figures drawn by the server. */
export interface ChartProps {
  /** What is drawn, the heading of the figures' table too: « Chiffre d’affaires par mois ». */
  readonly title: string;
  /** What the figures say, in a sentence: « Mars est le meilleur mois : 18 200,00 €. » */
  readonly finding: Child;
  /** Under each group of bars or point: `janv.`. */
  readonly labels: readonly string[];
  /** At most two series; the second is drawn quieter (last year). */
  readonly series: readonly ChartSeries[];
  /** Heading of the table's first column. */
  readonly labelTitle?: string | undefined;
  /** How a value is written; euros unless said. */
  readonly format?: ((value: Cents) => string) | undefined;
  /** How a value is written beside the grid, short; euros unless said. */
  readonly tick?: ((value: Cents) => string) | undefined;
}

/** Bars by period. Geometry is in per cent, so words keep their size at any width. */
export function BarChart(props: ChartProps): JSX.Element {
  const scale = scaleOf(props.series);
  const share = 0.72 / props.series.length;
  return (
    <ChartFrame props={props} scale={scale}>
      {props.series.map((series, rank) => (
        <g class={`series-${rank + 1}`}>
          {series.values.map((value, index) => {
            if (value === null) return null;
            const band = bandOf(index, props.labels.length);
            const [top, bottom] = [scale.position(value > 0n ? value : 0n), scale.position(value > 0n ? 0n : value)];
            return (
              <rect
                x={percent(band.start + band.width * (0.14 + share * rank))}
                y={percent(top)}
                width={percent(band.width * share * 0.92)}
                height={percent(bottom - top)}
                rx="2"
              />
            );
          })}
        </g>
      ))}
    </ChartFrame>
  );
}

/** Lines by period, for what flows rather than adds up. */
export function LineChart(props: ChartProps): JSX.Element {
  const scale = scaleOf(props.series);
  return (
    <ChartFrame props={props} scale={scale}>
      {props.series.map((series, rank) => (
        <g class={`series-${rank + 1} is-line`}>
          <svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%">
            <path d={linePath(series, props.labels.length, scale)} vector-effect="non-scaling-stroke" />
          </svg>
          {series.values.map((value, index) =>
            value === null ? null : (
              <circle
                cx={percent(bandOf(index, props.labels.length).middle)}
                cy={percent(scale.position(value))}
                r="3"
              />
            )
          )}
        </g>
      ))}
    </ChartFrame>
  );
}

function ChartFrame(
  { props, scale, children }: { props: ChartProps; scale: ChartScale; children?: Child },
): JSX.Element {
  return (
    <figure class="chart">
      <figcaption>
        <span class="chart-title">{props.title}</span>
        <span class="chart-finding">{props.finding}</span>
      </figcaption>
      {props.series.length > 1
        ? (
          <p class="legend" aria-hidden="true">
            {props.series.map((one, rank) => <span class={`key-${rank + 1}`}>{one.label}</span>)}
          </p>
        )
        : null}
      <svg class="chart-drawing" width="100%" height="200" aria-hidden="true" focusable="false">
        {scale.ticks.map((tick) => (
          <g class={tick === 0n ? "tick is-zero" : "tick"}>
            <text x="0" y={plotPercent(scale.position(tick))} dy="-4">{(props.tick ?? shortFigure)(tick)}</text>
            <line x1="0" x2="100%" y1={plotPercent(scale.position(tick))} y2={plotPercent(scale.position(tick))} />
          </g>
        ))}
        <svg class="plot" x="10%" y="4%" width="90%" height="84%">{children}</svg>
        <svg class="plot" x="10%" width="90%">
          {props.labels.map((label, index) => (
            <text
              class={index % 2 === 1 ? "label is-odd" : "label"}
              x={percent(bandOf(index, props.labels.length).middle)}
              y="98%"
              text-anchor="middle"
            >
              {label}
            </text>
          ))}
        </svg>
      </svg>
      <FigureTable {...props} />
    </figure>
  );
}

function FigureTable(props: ChartProps): JSX.Element {
  const format = props.format ?? formatCents;
  return (
    <details class="chart-figures">
      <summary>Voir les chiffres</summary>
      <table class="table is-plain">
        <caption class="visually-hidden">{props.title}</caption>
        <thead>
          <tr>
            <th scope="col">{props.labelTitle ?? "Mois"}</th>
            {props.series.map((one) => <th scope="col" class="is-end">{one.label}</th>)}
          </tr>
        </thead>
        <tbody>
          {props.labels.map((label, index) => (
            <tr>
              <th scope="row">{label}</th>
              {props.series.map((one) => {
                const value = one.values[index];
                return <td class="is-end amount">{value === null || value === undefined ? "–" : format(value)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function linePath(series: ChartSeries, count: number, scale: ChartScale): string {
  let pen = "M";
  return series.values.map((value, index) => {
    if (value === null) {
      pen = "M";
      return "";
    }
    const point = `${pen}${round(bandOf(index, count).middle)} ${round(scale.position(value))}`;
    pen = "L";
    return point;
  }).join("");
}

/** Cents as thousands of euros where they are: `12 k€`, `500 €`. */
function shortFigure(cents: Cents): string {
  const euros = cents / 100n;
  const size = euros < 0n ? -euros : euros;
  const sign = euros < 0n ? "−" : "";
  if (size >= 1_000_000n) return `${sign}${String(Number(size) / 1_000_000).replace(".", ",")}\u00a0M€`;
  return size >= 1000n
    ? `${sign}${String(Number(size) / 1000).replace(".", ",")}\u00a0k€`
    : `${sign}${groupThousands(String(size))}\u00a0€`;
}

/** The plot stands between 4 % and 88 % of the drawing's height; the labels are beneath. */
function plotPercent(share: number): string {
  return percent(4 + share * 0.84);
}

function percent(value: number): string {
  return `${round(value)}%`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
