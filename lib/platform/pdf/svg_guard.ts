/** Why an SVG drawing is refused, as codes of images.ts. */
export type SvgFault = "svg_active" | "svg_text" | "svg_picture" | "svg_complex";

/** Elements that a drawing may repeat by reference: chains of them grow as powers. */
const MAX_REUSED = 16;
/** Elements of a drawing; a logo has a few hundred. */
const MAX_ELEMENTS = 20_000;

/** What runs, what reaches outside or could hide either; none of it belongs to a logo. */
const ACTIVE: readonly RegExp[] = [
  /<!(?:DOCTYPE|ENTITY)/i,
  /<\?xml-stylesheet/i,
  element("script|foreignObject|iframe|object|embed|audio|video|handler|listener|animate\\w*|set"),
  /\son[a-z]+\s*=/i,
  // Only references within the drawing (#name) are followed.
  /\bhref\s*=\s*(?:"\s*[^"#\s]|'\s*[^'#\s])/i,
  /url\(\s*["']?\s*[^"'#\s)]/i,
  /@import|javascript:|expression\(/i,
];
const TEXT = element("text|tspan|textPath");
const PICTURE = element("image|feImage");

/**
 * Looks for what a logo in SVG must not hold. The drawing is turned into pixels afterwards and never served, so this
 * is about what the renderer itself could be made to do: read files, fetch addresses, never end.
 */
export function svgFault(svg: string): SvgFault | null {
  if (ACTIVE.some((pattern) => pattern.test(svg))) return "svg_active";
  if (PICTURE.test(svg)) return "svg_picture";
  if (TEXT.test(svg)) return "svg_text";
  if (count(svg, element("use")) > MAX_REUSED || count(svg, /</g) > MAX_ELEMENTS) return "svg_complex";
  return null;
}

/** Opening tag of some elements, whatever their namespace prefix. */
function element(names: string): RegExp {
  return new RegExp(`<(?:[\\w.-]+:)?(?:${names})(?=[\\s/>])`, "i");
}

function count(text: string, pattern: RegExp): number {
  return text.match(new RegExp(pattern.source, "gi"))?.length ?? 0;
}
