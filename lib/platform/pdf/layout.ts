import type { DisplayItem, DisplayList, StructureNode } from "./display_list.ts";
import { blockPieces } from "./blocks/block.ts";
import { headerPiece, runningHead } from "./blocks/header.ts";
import { drawable, widthOf } from "./fonts/text.ts";
import { breakLines } from "./line_breaking.ts";
import { type Look, mm, resolveLook } from "./look.ts";
import { paginate } from "./pagination.ts";
import { type Canvas, paintBox, type TextBox, textBox } from "./text_box.ts";
import type { Footer, PageTemplate } from "./template.ts";

/** Width and height of the short accent bar that hangs from the top edge of each page. */
const BAR = { width: mm(14), height: mm(1.4) };
const WATERMARK_ANGLE = 52;
const WATERMARK_OPACITY = 0.08;
/** Width of a watermark on the sheet's diagonal, in points, and the largest type it is set in. */
const WATERMARK_LENGTH = 620;
const WATERMARK_MAX_SIZE = 110;

interface MeasuredFooter {
  readonly box: TextBox;
  readonly pageWidth: number;
  readonly height: number;
}

/**
 * Lays a document out on A4 pages. Text is measured and broken here and nowhere else; the result is the same for the
 * same template, whatever was laid out before.
 */
export function layOut(template: PageTemplate): DisplayList {
  const look = resolveLook(template.look);
  const width = look.page.width - 2 * look.page.marginX;
  const structure: StructureNode = { role: "Document", children: [] };
  const frame = { look, width, parent: structure };
  const footer = measureFooter(look, template.footer, width);
  const running = runningHead(frame, template.header);
  const pieces = [
    headerPiece(frame, template.header),
    ...template.blocks.flatMap((block) => blockPieces(frame, block)),
  ];
  const flows = paginate(pieces, {
    x: look.page.marginX,
    firstTop: look.page.marginTop,
    nextTop: look.page.marginTop + running.height + look.step * 3,
    bottom: look.page.height - look.page.marginBottom - footer.height - look.step * 3,
  });
  const pages = flows.map((flow, index) => {
    const items = furniture(look, { template, footer, running, number: index + 1, count: flows.length });
    return { width: look.page.width, height: look.page.height, items: [...items, ...flow] };
  });
  return { title: template.title, lang: template.lang, pages, structure };
}

function measureFooter(look: Look, footer: Footer, width: number): MeasuredFooter {
  const widest = drawable(pageLabel(footer, 999, 999));
  const pageWidth = widthOf(widest, { weight: "regular", tabular: false }) * look.size.small;
  const box = textBox(look, footer.lines.join("\n"), {
    width: width - pageWidth - look.step * 4,
    size: look.size.small * 0.93,
    tone: "muted",
  });
  return { box, pageWidth, height: box.height + look.step * 2 };
}

/** What every page carries besides the flow: bar, watermark, reminder, footer. None of it is read aloud. */
function furniture(
  look: Look,
  page: { template: PageTemplate; footer: MeasuredFooter; running: TextBox; number: number; count: number },
): DisplayItem[] {
  const items: DisplayItem[] = [];
  const canvas: Canvas = { add: (item) => void items.push(item) };
  const { marginX, marginTop } = look.page;
  canvas.add({ kind: "rect", tag: "Layout", x: marginX, y: 0, ...BAR, fill: look.color.accent });
  if (page.template.watermark) paintWatermark(canvas, look, page.template.watermark);
  if (page.number > 1) paintBox(canvas, page.running, { x: marginX, y: marginTop, tag: "Pagination" });
  const label = pageLabel(page.template.footer, page.number, page.count);
  paintFooter(canvas, look, { footer: page.footer, label });
  return items;
}

function paintFooter(canvas: Canvas, look: Look, { footer, label }: { footer: MeasuredFooter; label: string }): void {
  const { width, height, marginX, marginBottom } = look.page;
  const top = height - marginBottom - footer.height;
  canvas.add({
    kind: "line",
    tag: "Layout",
    x1: marginX,
    y1: top,
    x2: width - marginX,
    y2: top,
    color: look.color.hairline,
    lineWidth: 0.6,
  });
  const y = top + look.step * 2;
  paintBox(canvas, footer.box, { x: marginX, y, tag: "Pagination" });
  const page = textBox(look, label, { width: footer.pageWidth, size: look.size.small, tone: "muted", align: "right" });
  paintBox(canvas, page, { x: width - marginX - footer.pageWidth, y, tag: "Pagination" });
}

/** Large pale words up the sheet's diagonal, under everything else. */
function paintWatermark(canvas: Canvas, look: Look, text: string): void {
  const style = { weight: "bold", color: look.color.watermark, tabular: false } as const;
  const size = Math.min(WATERMARK_MAX_SIZE, WATERMARK_LENGTH / Math.max(widthOf(drawable(text), style), 1));
  const [line] = breakLines([{ text: text.replace(/\s+/g, " "), style }], size, Infinity);
  const angle = WATERMARK_ANGLE * Math.PI / 180;
  for (const run of line!.runs) {
    const along = run.x - line!.width / 2;
    canvas.add({
      kind: "text",
      tag: "Background",
      text: run.text,
      face: run.face,
      weight: "bold",
      size,
      color: style.color,
      x: look.page.width / 2 + along * Math.cos(angle) + size * 0.36 * Math.sin(angle),
      baseline: look.page.height / 2 - along * Math.sin(angle) + size * 0.36 * Math.cos(angle),
      width: run.width,
      tabular: false,
      rotation: WATERMARK_ANGLE,
      opacity: WATERMARK_OPACITY,
    });
  }
}

function pageLabel(footer: Footer, page: number, pages: number): string {
  return footer.pageLabel.replaceAll("{page}", String(page)).replaceAll("{pages}", String(pages));
}
