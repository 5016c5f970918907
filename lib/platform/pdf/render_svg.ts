import { Buffer } from "node:buffer";
import { qrPath } from "../qr.ts";
import type {
  BarsItem,
  DisplayItem,
  DisplayList,
  DisplayPage,
  ImageItem,
  LineItem,
  RectItem,
  TextItem,
} from "./display_list.ts";
import { layOut } from "./layout.ts";
import type { PageTemplate } from "./template.ts";
import { escapeXml } from "./xmp.ts";

/**
 * Renders a document as one SVG per page, in this thread. Inside the server prefer `renderSvg` of worker_pool.ts.
 * The SVG names no font: its classes are those of `documentCss` (document_css.ts).
 */
export function renderSvgPages(template: PageTemplate): string[] {
  return paintSvg(layOut(template));
}

/** Paints a display list: the same texts at the same places as in the PDF. Units are points. */
export function paintSvg(list: DisplayList): string[] {
  return list.pages.map((page, index) => {
    const label = `${list.title} (${index + 1}/${list.pages.length})`;
    return paintPage(page, { label, lang: list.lang });
  });
}

function paintPage(page: DisplayPage, { label, lang }: { label: string; lang: string }): string {
  const [width, height] = [number(page.width), number(page.height)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" class="doc-page" role="img"` +
    ` lang="${escapeXml(lang)}" aria-label="${escapeXml(label)}">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...page.items.map(paintItem),
    "</svg>",
  ].join("\n");
}

function paintItem(item: DisplayItem): string {
  switch (item.kind) {
    case "text":
      return paintText(item);
    case "rect":
      return paintRect(item);
    case "line":
      return paintLine(item);
    case "bars":
      return paintBars(item);
    case "image":
      return paintImage(item);
  }
}

/** The width is stated so that another font, or another hand at kerning, still ends each run where the PDF ends it. */
function paintText(item: TextItem): string {
  const text = item.text.replace(/ +$/, "");
  if (text === "") return "";
  const classes = ["doc-text", item.weight === "bold" ? "doc-bold" : "", item.tabular ? "doc-tabular" : ""];
  const [x, y] = [number(item.x), number(item.baseline)];
  const attributes = [
    `class="${classes.filter((name) => name !== "").join(" ")}"`,
    `x="${x}" y="${y}" font-size="${number(item.size)}" fill="${item.color}"`,
    text.length > 1 ? ` textLength="${number(item.width)}" lengthAdjust="spacingAndGlyphs"` : "",
    item.rotation === undefined ? "" : ` transform="rotate(${-item.rotation} ${x} ${y})"`,
    item.opacity === undefined ? "" : ` opacity="${item.opacity}"`,
  ];
  return `<text ${attributes[0]} ${attributes.slice(1).join("")}>${escapeXml(text)}</text>`;
}

function paintRect(item: RectItem): string {
  const stroke = item.stroke ? ` stroke="${item.stroke}" stroke-width="${number(item.lineWidth ?? 1)}"` : "";
  const radius = item.radius ? ` rx="${number(item.radius)}"` : "";
  return `<rect x="${number(item.x)}" y="${number(item.y)}" width="${number(item.width)}" ` +
    `height="${number(item.height)}" fill="${item.fill ?? "none"}"${stroke}${radius}/>`;
}

function paintLine(item: LineItem): string {
  return `<line x1="${number(item.x1)}" y1="${number(item.y1)}" x2="${number(item.x2)}" y2="${number(item.y2)}" ` +
    `stroke="${item.color}" stroke-width="${number(item.lineWidth)}"/>`;
}

function paintBars(item: BarsItem): string {
  const transform = `translate(${number(item.x)} ${number(item.y)}) scale(${(item.side / item.units).toFixed(6)})`;
  return `<path d="${qrPath(item.bars)}" transform="${transform}" fill="${item.fill}" shape-rendering="crispEdges"/>`;
}

function paintImage(item: ImageItem): string {
  const source = `data:image/png;base64,${Buffer.from(item.bytes).toString("base64")}`;
  return `<image x="${number(item.x)}" y="${number(item.y)}" width="${number(item.width)}" ` +
    `height="${number(item.height)}" href="${source}"/>`;
}

/** Thousandths of a point, as in the PDF. */
function number(value: number): number {
  return Math.round(value * 1000) / 1000;
}
