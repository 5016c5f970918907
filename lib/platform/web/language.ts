/** Languages that mails are written in. */
const WRITTEN = ["fr", "en"] as const;

/** Longest header that is read: what is longer is nobody's wish. */
const MAX_HEADER = 500;

/**
 * The language that a browser asks for first, of those that mails are written in (RFC 9110 §12.5.4); undefined where it
 * asks for none of them.
 */
export function languageAsked(header: string): (typeof WRITTEN)[number] | undefined {
  const wishes = header.slice(0, MAX_HEADER).split(",").map(wishOf).filter(({ weight }) => weight > 0);
  const first = wishes.toSorted((a, b) => b.weight - a.weight)
    .find(({ tag }) => WRITTEN.some((language) => language === tag));
  return WRITTEN.find((language) => language === first?.tag);
}

function wishOf(part: string): { tag: string; weight: number } {
  const [range = "", ...parameters] = part.trim().toLowerCase().split(/\s*;\s*/);
  const weight = parameters.map((text) => /^q=([01](?:\.\d{0,3})?)$/.exec(text)?.[1]).find((text) =>
    text !== undefined
  );
  return { tag: range.split("-")[0]!, weight: weight === undefined ? 1 : Number(weight) };
}
