import { Buffer } from "node:buffer";
import { createHash, type Hash } from "node:crypto";
import type { DisplayItem, DisplayList, StructureNode, Tag } from "./display_list.ts";
import { openDocument, type RawDocument, type StructElement } from "./_pdfkit.ts";
import { layOut } from "./layout.ts";
import { createPainter, type Painter } from "./pdf_painter.ts";
import type { Attachment, PdfInput } from "./template.ts";
import { type DocumentInfo, xmpDescriptions } from "./xmp.ts";

/** Names the engine in the file; without a version, so that an upgrade does not change every document's bytes. */
const PRODUCER = "Paraphe";

/**
 * Renders a document as PDF/A-3a and PDF/UA-1, in this thread. The same input gives the same bytes.
 * Inside the server prefer `renderPdf` of worker_pool.ts, which keeps the event loop free.
 */
export function renderPdfBytes(input: PdfInput): Uint8Array<ArrayBuffer> {
  return paintPdf(layOut(input.template), input);
}

/** Paints a display list into a PDF with the metadata and attachments of its input. */
export function paintPdf(list: DisplayList, input: Omit<PdfInput, "template">): Uint8Array<ArrayBuffer> {
  const info = infoOf(list, input);
  const createdAt = new Date(input.metadata.createdAt);
  const { document, finish } = openDocument({
    size: [list.pages[0]!.width, list.pages[0]!.height],
    lang: list.lang,
    info: infoDictionary(info, createdAt),
    xmp: xmpDescriptions(info, input.xmp),
  });
  const digest = createHash("sha256").update(JSON.stringify([info, input.xmp ?? null]));
  const painter = createPainter(document, (operators) => digest.update(operators));
  paintPages(document, painter, list);
  for (const attachment of input.attachments ?? []) attach(document, digest, attachment);
  return finish(digest.digest().subarray(0, 16));
}

function infoOf(list: DisplayList, { metadata }: Omit<PdfInput, "template">): DocumentInfo {
  return {
    title: oneLine(list.title),
    author: metadata.author === undefined ? undefined : oneLine(metadata.author),
    subject: metadata.subject === undefined ? undefined : oneLine(metadata.subject),
    keywords: metadata.keywords === undefined ? undefined : oneLine(metadata.keywords),
    creator: oneLine(metadata.creator ?? PRODUCER),
    producer: PRODUCER,
    createdAt: `${metadata.createdAt.slice(0, 19)}Z`,
  };
}

function infoDictionary(info: DocumentInfo, createdAt: Date): Record<string, string | Date> {
  return {
    Title: info.title,
    ...(info.author === undefined ? {} : { Author: info.author }),
    ...(info.subject === undefined ? {} : { Subject: info.subject }),
    ...(info.keywords === undefined ? {} : { Keywords: info.keywords }),
    Creator: info.creator,
    Producer: info.producer,
    CreationDate: createdAt,
    ModDate: createdAt,
  };
}

/** Metadata are single lines, equal in the info dictionary and in XMP, where controls cannot stand. */
function oneLine(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.toWellFormed().replace(/[\s\u0000-\u001f\u007f-\u009f\ufffe\uffff]+/g, " ").trim();
}

function paintPages(document: RawDocument, painter: Painter, list: DisplayList): void {
  document.addPage();
  const elements = new Map<StructureNode, StructElement>();
  const root = document.struct("Document", { lang: list.lang, title: list.title });
  document.addStructure(root);
  elements.set(list.structure, root);
  addElements(document, list, elements);
  for (const [index, page] of list.pages.entries()) {
    if (index > 0) document.addPage();
    painter.startPage();
    for (const [tag, items] of runsByTag(page.items)) {
      const content = startMarking(document, tag);
      for (const item of items) painter.paint(item);
      document.endMarkedContent();
      if (typeof tag !== "string") elements.get(tag)!.add(content!);
    }
  }
  root.end();
}

function addElements(document: RawDocument, list: DisplayList, elements: Map<StructureNode, StructElement>): void {
  const figures = figureBoxes(list);
  const add = (node: StructureNode) => {
    for (const child of node.children) {
      const bbox = figures.get(child);
      const element = document.struct(child.role, {
        ...(child.alt === undefined ? {} : { alt: child.alt }),
        ...(child.scope === undefined ? {} : { scope: child.scope }),
        ...(bbox ? { bbox } : {}),
      });
      if (child.colSpan !== undefined) element.dictionary.data.A = { O: "Table", ColSpan: child.colSpan };
      elements.get(node)!.add(element);
      elements.set(child, element);
      add(child);
    }
  };
  add(list.structure);
}

/** A figure announces the place it takes (ISO 14289-1 §7.3). */
function figureBoxes(list: DisplayList): Map<StructureNode, [number, number, number, number]> {
  const boxes = new Map<StructureNode, [number, number, number, number]>();
  for (const item of list.pages.flatMap((page) => page.items)) {
    if (typeof item.tag === "string") continue;
    if (item.kind === "image") boxes.set(item.tag, [item.x, item.y, item.x + item.width, item.y + item.height]);
    if (item.kind === "bars") boxes.set(item.tag, [item.x, item.y, item.x + item.side, item.y + item.side]);
  }
  return boxes;
}

function startMarking(document: RawDocument, tag: Tag) {
  if (typeof tag !== "string") return document.markStructureContent(tag.role);
  document.markContent("Artifact", { type: tag });
  return null;
}

/** Neighbours with one tag are marked together. */
function runsByTag(items: readonly DisplayItem[]): [Tag, DisplayItem[]][] {
  const runs: [Tag, DisplayItem[]][] = [];
  for (const item of items) {
    const last = runs.at(-1);
    if (last && last[0] === item.tag) last[1].push(item);
    else runs.push([item.tag, [item]]);
  }
  return runs;
}

function attach(document: RawDocument, digest: Hash, attachment: Attachment): void {
  digest.update(JSON.stringify([attachment.name, attachment.mime, attachment.relationship, attachment.description]));
  digest.update(attachment.bytes);
  // Every date is given: pdfkit writes none by itself, and PDF/A wants them (ISO 19005-3 §6.8).
  document.file(Buffer.from(attachment.bytes), {
    name: attachment.name,
    type: attachment.mime,
    relationship: attachment.relationship,
    description: attachment.description,
    creationDate: new Date(attachment.createdAt),
    modifiedDate: new Date(attachment.modifiedAt),
  });
}
