import { assert } from "../../base/assert.ts";
import type { LookOptions, Tone } from "./template.ts";

/** Every colour, size and distance of a page; blocks hold none of their own. Lengths in points. */
export interface Look {
  readonly page: {
    readonly width: number;
    readonly height: number;
    readonly marginX: number;
    readonly marginTop: number;
    readonly marginBottom: number;
  };
  readonly color: {
    readonly ink: string;
    readonly muted: string;
    readonly accent: string;
    /** Ground under the figure that matters. */
    readonly tint: string;
    /** Ground under what is secondary. */
    readonly wash: string;
    readonly hairline: string;
    readonly watermark: string;
  };
  readonly size: {
    readonly small: number;
    readonly body: number;
    readonly large: number;
    readonly heading: number;
    readonly title: number;
  };
  /** Line height over type size. */
  readonly leading: number;
  /** Step that every distance is a multiple of. */
  readonly step: number;
  /** Space above and below the text of a table row. */
  readonly rowPadding: number;
}

const MILLIMETRE = 72 / 25.4;
const A4 = { width: 210 * MILLIMETRE, height: 297 * MILLIMETRE };
const WHITE = "#ffffff";
const INK = "#1b2130";
const DEFAULT_ACCENT = "#24418c";
/** WCAG 2.2 §1.4.3: the least contrast at which small text is readable. */
const READABLE_CONTRAST = 4.5;
const MIN_FONT_SCALE = 0.85;
const MAX_FONT_SCALE = 1.25;

/** Converts millimetres to points. */
export function mm(millimetres: number): number {
  return millimetres * MILLIMETRE;
}

/** The look of a document: the built-in one with the dossier's accent, type size and spacing. */
export function resolveLook(options: LookOptions = {}): Look {
  const scale = Math.min(MAX_FONT_SCALE, Math.max(MIN_FONT_SCALE, options.fontScale ?? 1));
  const compact = options.spacing === "compact";
  const accent = readable(options.accent ?? DEFAULT_ACCENT);
  return {
    page: { ...A4, marginX: mm(19), marginTop: mm(15), marginBottom: mm(11) },
    color: {
      ink: INK,
      muted: "#5d6675",
      accent,
      tint: mix(accent, WHITE, 0.08),
      wash: "#f5f6f8",
      hairline: "#dde1e7",
      watermark: mix(accent, INK, 0.5),
    },
    size: { small: 7.4 * scale, body: 8.9 * scale, large: 10.2 * scale, heading: 10.2 * scale, title: 21 * scale },
    leading: compact ? 1.34 : 1.42,
    step: compact ? 3.4 : 4,
    rowPadding: compact ? 3.2 : 5,
  };
}

/** Colour of a tone. */
export function toneColor(look: Look, tone: Tone): string {
  return look.color[tone];
}

/** `share` of one colour in another, both `#rrggbb`. */
function mix(color: string, into: string, share: number): string {
  const [from, to] = [channels(color), channels(into)];
  return hex(to.map((channel, index) => channel + (from[index]! - channel) * share));
}

/** The colour itself, or darkened until small text in it can be read on white. */
function readable(color: string): string {
  assert(/^#[0-9a-f]{6}$/i.test(color), `not a colour: ${color}`);
  let darker = color.toLowerCase();
  while (contrastWithWhite(darker) < READABLE_CONTRAST) darker = mix(darker, "#000000", 0.92);
  return darker;
}

/** Contrast ratio of WCAG 2.2, against white. */
function contrastWithWhite(color: string): number {
  const [red, green, blue] = channels(color).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red! + 0.7152 * green! + 0.0722 * blue! + 0.05);
}

function channels(color: string): number[] {
  return [1, 3, 5].map((start) => parseInt(color.slice(start, start + 2), 16));
}

function hex(values: readonly number[]): string {
  return `#${values.map((value) => Math.round(value).toString(16).padStart(2, "0")).join("")}`;
}
