// Apart from what draws: the server sends this sheet, and loads no engine of documents for it.
import { CSS_WEIGHT, webFonts } from "./fonts/catalogue.ts";

/**
 * Style sheet of the pages that show documents as SVG (render_svg.ts): the documents' font, from where `urlOf` says its
 * files are served, and the classes. Characters outside the text font fall back to the reader's own fonts, at the width
 * of the PDF.
 */
export function documentCss(urlOf: (fileName: string) => string): string {
  const faces = webFonts().map((font) =>
    `@font-face{font-family:"${font.family}";font-weight:${font.weight};font-display:block;` +
    `src:url("${urlOf(font.file.pathname.split("/").at(-1)!)}") format("woff2");unicode-range:${font.unicodeRange}}`
  );
  return [
    ...faces,
    `.doc-text{font-family:"Inter",sans-serif;font-weight:${CSS_WEIGHT.regular};font-variant-ligatures:none;white-space:pre}`,
    `.doc-bold{font-weight:${CSS_WEIGHT.bold}}`,
    ".doc-tabular{font-variant-numeric:tabular-nums;font-kerning:none}",
  ].join("\n");
}
