import type { DisplayItem, DisplayList, StructureNode, TextItem } from "./display_list.ts";
import { escapeXml } from "./xmp.ts";

/** Elements that stand for each role; the page around has its own h1, so headings start at h2. */
const ELEMENTS: Readonly<Record<Exclude<StructureNode["role"], "Document" | "Figure">, string>> = {
  Sect: "section",
  H1: "h2",
  H2: "h3",
  P: "p",
  Table: "table",
  THead: "thead",
  TBody: "tbody",
  TR: "tr",
  TH: "th",
  TD: "td",
};

/** The document's words as plain HTML in reading order: what a preview offers to those who do not see it. */
export function paintHtml(list: DisplayList): string {
  const texts = new Map<StructureNode, TextItem[]>();
  for (const item of list.pages.flatMap((page) => page.items)) gather(texts, item);
  return list.structure.children.map((node) => element(node, texts)).join("\n");
}

function gather(texts: Map<StructureNode, TextItem[]>, item: DisplayItem): void {
  if (item.kind !== "text" || typeof item.tag === "string") return;
  const items = texts.get(item.tag);
  if (items) items.push(item);
  else texts.set(item.tag, [item]);
}

function element(node: StructureNode, texts: Map<StructureNode, TextItem[]>): string {
  if (node.role === "Document") return node.children.map((child) => element(child, texts)).join("\n");
  if (node.role === "Figure") return `<p>${escapeXml(node.alt ?? "")}</p>`;
  const name = ELEMENTS[node.role];
  const scope = node.scope === undefined ? "" : ` scope="${node.scope === "Column" ? "col" : "row"}"`;
  const span = node.colSpan === undefined ? "" : ` colspan="${node.colSpan}"`;
  const content = node.children.map((child) => element(child, texts)).join("") +
    escapeXml(words(texts.get(node) ?? []));
  return `<${name}${scope}${span}>${content}</${name}>`;
}

/** Runs of one line follow each other; a new line is a space where the text does not end by one. */
function words(items: readonly TextItem[]): string {
  let text = "";
  let previous: TextItem | undefined;
  for (const item of items) {
    if (previous && previous.baseline !== item.baseline && !text.endsWith(" ")) text += " ";
    text += item.text;
    previous = item;
  }
  return text.trim();
}
