/**
 * The only file that touches pdfkit. It uses fields that pdfkit 0.20.2 does not document, because they make a page
 * four times cheaper (fonts parsed once per process, glyphs laid out once) and the bytes reproducible; the version
 * is pinned, and tests/lib/platform/pdf/_pdfkit_test.ts fails when one of them changes.
 */
import PDFDocument from "pdfkit";

/** The part of a parsed font (fontkit) that the engine reads. Lengths in font units. */
export interface ParsedFont {
  readonly unitsPerEm: number;
  readonly ascent: number;
  readonly descent: number;
  readonly capHeight: number;
  hasGlyphForCodePoint(codePoint: number): boolean;
  layout(text: string, features: Record<string, boolean>): {
    readonly glyphs: readonly { readonly id: number; readonly advanceWidth: number }[];
    readonly positions: readonly { readonly xAdvance: number }[];
  };
}

/** A reference to an indirect object being written. */
export interface PdfReference {
  readonly data: Record<string, unknown>;
  end(chunk?: Uint8Array | string): void;
}

/** Opaque handle on content marked for one structure element on one page. */
export interface StructContent {
  readonly refs: unknown;
}

/** An element of the structure tree being written. */
export interface StructElement {
  readonly dictionary: PdfReference;
  add(child: StructElement | StructContent): StructElement;
  end(): void;
}

interface StructOptions {
  readonly lang?: string;
  readonly title?: string;
  readonly alt?: string;
  readonly bbox?: readonly [number, number, number, number];
  readonly scope?: "Column" | "Row";
}

/** The document under construction. */
export interface RawDocument {
  readonly page: { readonly fonts: Record<string, PdfReference>; readonly xobjects: Record<string, PdfReference> };
  addPage(): void;
  addContent(operators: string): void;
  fillOpacity(opacity: number): void;
  markContent(tag: "Artifact", options: { type: string }): void;
  markStructureContent(tag: string): StructContent;
  endMarkedContent(): void;
  struct(role: string, options?: StructOptions): StructElement;
  addStructure(root: StructElement): void;
  appendXML(xml: string): void;
  file(bytes: Uint8Array, options: Record<string, unknown>): void;
  ref(data: Record<string, unknown>): PdfReference;
  end(): void;
}

/** A font inside one document: only the glyphs that were asked for are embedded. */
export interface EmbeddedFont {
  readonly id: string;
  /** Registers the font with the current page's resources. */
  use(): void;
  /** Four hexadecimal digits that show a glyph; `advance` in thousandths of an em. */
  encode(glyph: number, codePoint: number, advance: number): string;
}

/** What a document is opened with; the size in points. */
export interface DocumentOptions {
  readonly size: readonly [number, number];
  readonly lang: string;
  readonly info: Readonly<Record<string, string | Date>>;
  /** Whole `rdf:Description` elements that replace pdfkit's own, which does not escape what it writes. */
  readonly xmp: string;
}

/** A document being written, and how to end it. */
export interface OpenDocument {
  readonly document: RawDocument;
  /** Writes the end and returns the file; `id` names the content (ISO 32000-1 §14.4), 16 bytes. */
  finish(id: Uint8Array): Uint8Array<ArrayBuffer>;
}

/** A glyph of a parsed font; kept by the font, so shared by the documents. */
interface PrivateGlyph {
  _decode(): object | null;
}

interface PrivateFont {
  readonly id: string;
  readonly font: ParsedFont & { getGlyph(id: number): PrivateGlyph };
  readonly subset: { includeGlyph(glyph: number): number };
  readonly widths: number[];
  readonly unicode: number[][];
  ref(): PdfReference;
}

interface PrivateDocument extends RawDocument {
  _font: PrivateFont & { constructor: new (document: unknown, font: ParsedFont, id: string) => PrivateFont };
  _fontCount: number;
  _fontFamilies: Record<string, PrivateFont>;
  _id: Uint8Array;
  _addInfo: () => void;
  push(chunk: Uint8Array | null): boolean;
  font(source: Uint8Array): void;
}

type FontConstructor = PrivateDocument["_font"]["constructor"];

let fontConstructor: FontConstructor | undefined;

/** Parses a TrueType or OpenType file; keep the result, parsing is what costs. */
export function parseFont(bytes: Uint8Array): ParsedFont {
  const scratch = new GatheringDocument({ font: null, autoFirstPage: false });
  scratch.font(bytes);
  fontConstructor ??= scratch._font.constructor;
  const { font } = scratch._font;
  rememberOutlines(font.getGlyph(0));
  return font;
}

/** Opens a tagged PDF 1.7 document that claims PDF/A-3a; the claim of PDF/UA-1 comes with `xmp`. */
export function openDocument(options: DocumentOptions): OpenDocument {
  const document = new GatheringDocument({
    size: [...options.size],
    margin: 0,
    // Without this pdfkit opens Helvetica, which is not embedded.
    font: null,
    autoFirstPage: false,
    bufferPages: true,
    pdfVersion: "1.7",
    subset: "PDF/A-3a",
    tagged: true,
    lang: options.lang,
    displayTitle: true,
    info: { ...options.info },
  });
  document._addInfo = () => document.appendXML(options.xmp);
  return {
    document,
    finish(id) {
      document._id = id;
      document.end();
      return concatenate(document.chunks ?? []);
    },
  };
}

/** Adds a parsed font to a document. */
export function embedFont(document: RawDocument, font: ParsedFont): EmbeddedFont {
  const target = document as PrivateDocument;
  const id = `F${++target._fontCount}`;
  const embedded = new fontConstructor!(target, font, id);
  target._fontFamilies[id] = embedded;
  return {
    id,
    use() {
      target.page.fonts[id] ??= embedded.ref();
    },
    encode(glyph, codePoint, advance) {
      const index = embedded.subset.includeGlyph(glyph);
      embedded.widths[index] ??= advance;
      embedded.unicode[index] ??= [codePoint];
      return index.toString(16).padStart(4, "0");
    },
  };
}

const decoders = new WeakSet<PrivateGlyph>();

/** Each document decodes the outline of each glyph it embeds, always to the same result: it is done once. */
function rememberOutlines(glyph: PrivateGlyph): void {
  const kind: PrivateGlyph = Object.getPrototypeOf(glyph);
  if (decoders.has(kind)) return;
  decoders.add(kind);
  const decode = kind._decode;
  const outlines = new WeakMap<PrivateGlyph, object | null>();
  kind._decode = function (this: PrivateGlyph) {
    let outline = outlines.get(this);
    if (outline === undefined) outlines.set(this, outline = decode.call(this));
    return outline;
  };
}

/** The stream's own queue would hand the bytes out later, event by event: they are gathered as they are pushed. */
class GatheringDocument extends (PDFDocument as unknown as new (options: unknown) => PrivateDocument) {
  // Declared only: pdfkit's constructor pushes the file's head before a field of ours could be initialised.
  declare chunks: Uint8Array[] | undefined;

  override push(chunk: Uint8Array | null): boolean {
    this.chunks ??= [];
    if (chunk !== null) this.chunks.push(chunk);
    return true;
  }
}

function concatenate(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let position = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, position);
    position += chunk.length;
  }
  return bytes;
}
