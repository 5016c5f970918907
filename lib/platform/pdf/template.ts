import type { IsoInstant } from "../../base/dates.ts";

/**
 * A document described by what it holds, never by where it stands: plain data, so that it can be stored,
 * validated and sent to a worker. Texts are already in the reader's language and already formatted.
 */
export interface PageTemplate {
  /** Title that viewers show and that assistive software reads first. */
  readonly title: string;
  /** Language of the texts (BCP 47): `fr-FR`. */
  readonly lang: string;
  readonly look?: LookOptions;
  readonly header: Header;
  readonly blocks: readonly Block[];
  readonly footer: Footer;
  /** One or two words printed large and pale across every page: « BROUILLON », « DUPLICATA ». */
  readonly watermark?: string;
}

/** What a dossier may change in the look of its documents. */
export interface LookOptions {
  /** `#rrggbb`; darkened where it would not be readable on white. */
  readonly accent?: string;
  /** 1 is 9-point body text; bounded to 0.85–1.25. */
  readonly fontScale?: number;
  readonly spacing?: "compact" | "comfortable";
}

/** A text, or pieces of it in different tones. Line feeds break the line. */
export type RichText = string | readonly Span[];

/** A piece of a text. */
export interface Span {
  readonly text: string;
  readonly strong?: boolean;
  readonly tone?: Tone;
}

/** Voices of a text: said, said quietly, pointed out. */
export type Tone = "ink" | "muted" | "accent";

/** A label and its value: « Échéance », « 12 mars 2026 ». */
export interface Field {
  readonly label: string;
  readonly value: string;
}

/** A raster picture as `normaliseLogo` makes it (images.ts). */
export interface Picture {
  readonly bytes: Uint8Array;
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  /** Words for those who do not see it. */
  readonly alt: string;
}

/** Top of the first page; the following pages carry only `running`. */
export interface Header {
  readonly logo?: Picture;
  readonly logoAlign?: "left" | "center" | "right";
  /** Kind of document: « Facture ». */
  readonly title: string;
  /** Its number or subject, under the title. */
  readonly subtitle?: string;
  readonly fields?: readonly Field[];
  /** Reminder at the top of each following page; `title` and `subtitle` by default. */
  readonly running?: string;
}

/** Foot of every page. */
export interface Footer {
  readonly lines: readonly string[];
  /** `{page}` and `{pages}` are replaced: « Page {page} sur {pages} ». */
  readonly pageLabel: string;
}

/** What a document is made of, from top to bottom. */
export type Block =
  | PartiesBlock
  | FieldsBlock
  | HeadingBlock
  | ParagraphsBlock
  | TableBlock
  | TotalsBlock
  | QrBlock
  | BoxBlock
  | ColumnsBlock
  | SpaceBlock;

/** What every block may say about the page break before it. */
export interface Placement {
  /**
   * Never starts a page alone: what stands just before comes along.
   * Totals, and columns that hold some, do so by default.
   */
  readonly keepWithPrevious?: boolean;
}

/** Two addresses side by side. */
export interface PartiesBlock extends Placement {
  readonly kind: "parties";
  readonly left: Party;
  readonly right: Party;
  /** Puts the right address behind the window of a French DL envelope (NF Z 11-001), on the first page. */
  readonly window?: boolean;
}

/** A person or an organisation and where to write to them. */
export interface Party {
  /** Small word above: « Destinataire ». */
  readonly heading?: string;
  readonly name: string;
  readonly lines: readonly string[];
  /** Identifiers and contacts, quieter, under the address. */
  readonly details?: readonly string[];
}

/** Labels and values in a band of columns, or as a list of lines. */
export interface FieldsBlock extends Placement {
  readonly kind: "fields";
  readonly fields: readonly Field[];
  readonly as?: "band" | "list";
}

/** A title inside the document; it stays with what follows. */
export interface HeadingBlock extends Placement {
  readonly kind: "heading";
  readonly text: string;
}

/** Running text; a short one is never cut between two pages. */
export interface ParagraphsBlock extends Placement {
  readonly kind: "paragraphs";
  readonly heading?: string;
  readonly paragraphs: readonly RichText[];
  readonly size?: "small" | "normal" | "large";
  readonly tone?: Tone;
}

/** A table whose head is repeated on every page and whose rows are never cut unless taller than a page. */
export interface TableBlock extends Placement {
  readonly kind: "table";
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** Small type and tight rows, for a recapitulation. */
  readonly compact?: boolean;
}

/** A column of a table. Right-aligned ones hold figures, whose digits stand under digits. */
export interface Column {
  readonly title: string;
  readonly align?: "left" | "center" | "right";
  /** Points when `fixed`, share of what is left when `flex`; absent: as wide as its widest cell. */
  readonly width?: { readonly fixed: number } | { readonly flex: number };
  /** Printed in bold: the column that is read first. */
  readonly strong?: boolean;
}

/** A row of a table. */
export type Row = LineRow | SectionRow | SubtotalRow | NoteRow;

/** One cell per column. */
export interface LineRow {
  readonly kind: "line";
  readonly cells: readonly string[];
  /** Explanation under the first cell, quieter. */
  readonly note?: string;
  readonly strong?: boolean;
}

/** A title across the table; it stays with the row that follows. */
export interface SectionRow {
  readonly kind: "section";
  readonly text: string;
}

/** A sum under what precedes; it stays with the row before. */
export interface SubtotalRow {
  readonly kind: "subtotal";
  readonly label: string;
  readonly value: string;
}

/** A remark across the table. */
export interface NoteRow {
  readonly kind: "note";
  readonly text: RichText;
}

/** Labels and amounts at the right, never cut, never alone on a page. */
export interface TotalsBlock extends Placement {
  readonly kind: "totals";
  readonly rows: readonly TotalRow[];
}

/** One label and its amount. */
export interface TotalRow {
  readonly label: string;
  readonly value: string;
  /** `grand` is the one figure the page is about. */
  readonly emphasis?: "none" | "strong" | "grand";
}

/** A QR code and the words beside it. */
export interface QrBlock extends Placement {
  readonly kind: "qr";
  readonly payload: string;
  /** What scanning it does. */
  readonly alt: string;
  readonly caption?: readonly RichText[];
  /** Side in points; 76 by default. */
  readonly size?: number;
}

/** A framed space: conditions, a place to sign. */
export interface BoxBlock extends Placement {
  readonly kind: "box";
  readonly heading?: string;
  readonly paragraphs: readonly RichText[];
  /** Points. */
  readonly minHeight?: number;
}

/** Blocks side by side, kept on one page. */
export interface ColumnsBlock extends Placement {
  readonly kind: "columns";
  readonly cells: readonly ColumnCell[];
}

/** One of several columns of blocks. */
export interface ColumnCell {
  /** Share of the width. */
  readonly flex: number;
  readonly blocks: readonly Block[];
}

/** Empty height. */
export interface SpaceBlock extends Placement {
  readonly kind: "space";
  /** Points. */
  readonly height: number;
}

/** Everything a PDF is made of; the same input gives the same bytes. */
export interface PdfInput {
  readonly template: PageTemplate;
  readonly metadata: PdfMetadata;
  readonly xmp?: XmpExtras;
  readonly attachments?: readonly Attachment[];
}

/** What a file says of itself. */
export interface PdfMetadata {
  readonly author?: string;
  readonly subject?: string;
  readonly keywords?: string;
  /** Program that wrote the text; the product's name by default. */
  readonly creator?: string;
  readonly createdAt: IsoInstant;
}

/** XML that a format adds to the XMP packet (Factur-X 1.0 §6.2.2), already escaped. */
export interface XmpExtras {
  /** `rdf:Description` elements with the values. */
  readonly descriptions: readonly string[];
  /** `rdf:li` elements of the one `pdfaExtension:schemas` bag, which the engine opens itself. */
  readonly extensionSchemas: readonly string[];
}

/** A file carried inside the PDF (ISO 19005-3 §6.8). */
export interface Attachment {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** `text/xml`. */
  readonly mime: string;
  readonly relationship: "Data" | "Source" | "Alternative" | "Supplement" | "Unspecified";
  readonly description: string;
  readonly createdAt: IsoInstant;
  readonly modifiedAt: IsoInstant;
}
