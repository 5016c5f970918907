/**
 * What the layout hands to its back ends: pages of things already placed, each tagged with its place in the
 * document's structure. Lengths are PostScript points (1/72 inch), the origin is the page's top left corner,
 * y grows downwards; colours are `#rrggbb`.
 */
export interface DisplayList {
  /** Title of the document, shown by viewers. */
  readonly title: string;
  /** Natural language of the text (BCP 47). */
  readonly lang: string;
  readonly pages: readonly DisplayPage[];
  /** Root of the logical structure, in reading order; its role is Document. */
  readonly structure: StructureNode;
}

/** One sheet and what is painted on it, in painting order. */
export interface DisplayPage {
  readonly width: number;
  readonly height: number;
  readonly items: readonly DisplayItem[];
}

/** Standard structure types of ISO 32000-1 §14.8.4 that the engine uses. */
export type StructureRole =
  | "Document"
  | "Sect"
  | "H1"
  | "H2"
  | "P"
  | "Table"
  | "THead"
  | "TBody"
  | "TR"
  | "TH"
  | "TD"
  | "Figure";

/** One element of the logical structure. Only leaves carry items; an item points to its leaf. */
export interface StructureNode {
  readonly role: StructureRole;
  readonly children: StructureNode[];
  /** Words that stand for a Figure. */
  readonly alt?: string;
  /** Which cells a TH heads. */
  readonly scope?: "Column" | "Row";
  /** Columns that a cell covers, when more than one. */
  readonly colSpan?: number;
}

/** Marks that carry no meaning of their own (ISO 32000-1 §14.8.2.2): assistive software skips them. */
export type ArtifactKind = "Pagination" | "Layout" | "Background";

/** What an item means: a leaf of the structure, or nothing. */
export type Tag = StructureNode | ArtifactKind;

/** The two weights of the documents' font. */
export type FontWeight = "regular" | "bold";

/** A run of text in one face, one size, one colour, on one line. */
export interface TextItem {
  readonly kind: "text";
  readonly tag: Tag;
  /** Characters of the run, all covered by the face; spaces at its end may fall outside `width`. */
  readonly text: string;
  /** Key of the face, from fonts/catalogue.ts: `inter-latin-400`. */
  readonly face: string;
  readonly weight: FontWeight;
  readonly size: number;
  readonly color: string;
  readonly x: number;
  readonly baseline: number;
  readonly width: number;
  /** Digits of one width, for columns of amounts. */
  readonly tabular: boolean;
  /** Turned counter-clockwise about (x, baseline), in degrees. */
  readonly rotation?: number;
  /** 0 to 1; absent means opaque. */
  readonly opacity?: number;
}

/** A filled rectangle, its corners rounded by `radius`. */
export interface RectItem {
  readonly kind: "rect";
  readonly tag: Tag;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly fill?: string;
  readonly stroke?: string;
  readonly lineWidth?: number;
  readonly radius?: number;
}

/** A straight rule. */
export interface LineItem {
  readonly kind: "line";
  readonly tag: Tag;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly color: string;
  readonly lineWidth: number;
}

/** A raster picture, PNG or JPEG in RGB or grey. */
export interface ImageItem {
  readonly kind: "image";
  readonly tag: Tag;
  readonly bytes: Uint8Array;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Filled bars on a square grid, as QR codes are made of; each is one unit high. */
export interface BarsItem {
  readonly kind: "bars";
  readonly tag: Tag;
  readonly bars: readonly (readonly [x: number, y: number, width: number])[];
  readonly x: number;
  readonly y: number;
  /** Side of the square on the page. */
  readonly side: number;
  /** Side of the square in the bars' own units. */
  readonly units: number;
  readonly fill: string;
}

/** Anything that can stand on a page. */
export type DisplayItem = TextItem | RectItem | LineItem | ImageItem | BarsItem;
