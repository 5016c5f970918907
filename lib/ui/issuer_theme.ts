/** Contrast asked of text on the issuer's colour (WCAG 2.2, 1.4.3). */
const TEXT_CONTRAST = 4.5;

/** Colour of our own public pages, when an issuer chose none or an impossible one: ink blue. */
export const DEFAULT_ISSUER_COLOUR = "#24428f";

/** Reads `#1b7f5c` or `1B7F5C`; null for anything else. */
export function parseColour(text: string): string | null {
  const digits = /^#?([0-9a-f]{6})$/i.exec(text.trim())?.[1];
  return digits ? `#${digits.toLowerCase()}` : null;
}

/**
 * The stylesheet that gives a public page its issuer's colour: served at its own address, since inline styles
 * are refused by our policy. The colour is darkened (lightened in a dark theme) until it can be read as text on
 * the page, and text on it.
 */
export function issuerStylesheet(colour: string): string {
  const wanted = parseColour(colour) ?? DEFAULT_ISSUER_COLOUR;
  const light = towards(wanted, "#000000", (shade) => contrast(shade, LIGHT_GROUND) >= TEXT_CONTRAST);
  const dark = towards(wanted, "#ffffff", (shade) => contrast(shade, DARK_GROUND) >= TEXT_CONTRAST);
  return `.theme-public{--accent:light-dark(${light},${dark});--on-accent:light-dark(#ffffff,#10141f);` +
    "--accent-strong:var(--accent);--accent-soft:var(--sunken)}";
}

/** Contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance). */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

// The grounds of paraphe.css that contrast least with a text: sunken parts by day, raised ones by night.
const LIGHT_GROUND = "#f0efeb";
const DARK_GROUND = "#1d212a";

function towards(colour: string, end: string, isEnough: (shade: string) => boolean): string {
  for (let share = 0; share < 1; share += 0.04) {
    const shade = mix(colour, end, share);
    if (isEnough(shade)) return shade;
  }
  return end;
}

function mix(colour: string, end: string, share: number): string {
  const ends = channels(end);
  return `#${
    channels(colour).map((channel, index) => Math.round(channel + (ends[index]! - channel) * share))
      .map((channel) => channel.toString(16).padStart(2, "0")).join("")
  }`;
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
