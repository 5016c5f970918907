import type { JSX } from "./jsx.ts";

/** A document as it will be printed: one SVG a page, drawn by our layout engine. */
export interface SheetProps {
  /** What the document is, for screen readers: « Facture FA2026-0012, page 1 sur 2 » is made from it. */
  readonly title: string;
  /** The SVG text of each page, made by our own engine and by nothing else: it enters the page as it is. */
  readonly pages: readonly string[];
  /** The same words as plain text, read instead of the drawing. */
  readonly text?: string | undefined;
  /** The same words as HTML of our own layout engine, read instead of the drawing; like `pages` it enters as it is. */
  readonly html?: string | undefined;
  /** Id that live previews replace. */
  readonly id?: string | undefined;
}

/** The pages as sheets of paper, in either theme white as they will be printed. */
export function Sheet({ title, pages, text, html, id }: SheetProps): JSX.Element {
  return (
    <div class="sheets" id={id}>
      {pages.map((svg, index) => (
        <figure
          class="sheet"
          role="img"
          aria-label={`${title}, page ${index + 1} sur ${pages.length}`}
          dangerouslySetInnerHTML={{ __html: svg }}
        />
      ))}
      {text ? <div class="visually-hidden sheet-text">{text}</div> : null}
      {html ? <div class="visually-hidden sheet-text" dangerouslySetInnerHTML={{ __html: html }} /> : null}
    </div>
  );
}
