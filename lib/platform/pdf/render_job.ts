import { layOut } from "./layout.ts";
import { renderPdfBytes } from "./render_pdf.ts";
import { paintHtml } from "./render_html.ts";
import { paintSvg } from "./render_svg.ts";
import type { PageTemplate, PdfInput } from "./template.ts";

/** What a worker is asked for; plain data, copied into it. */
export type RenderJob =
  | { readonly kind: "pdf"; readonly input: PdfInput }
  | { readonly kind: "preview"; readonly template: PageTemplate };

/** The result of a job, by its kind. */
export type RenderResult =
  | { readonly kind: "pdf"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "preview"; readonly preview: Preview };

/** What a worker answers: a result, or the message of the error that prevented it. */
export type RenderAnswer = { readonly result: RenderResult } | { readonly failure: string };

/** A document as it will be printed, for a page that shows it. */
export interface Preview {
  /** One SVG per page. */
  readonly pages: readonly string[];
  /** The same words as HTML, in reading order. */
  readonly html: string;
}

/** Does a job in this thread. */
export function render(job: RenderJob): RenderResult {
  if (job.kind === "pdf") return { kind: "pdf", bytes: renderPdfBytes(job.input) };
  const list = layOut(job.template);
  return { kind: "preview", preview: { pages: paintSvg(list), html: paintHtml(list) } };
}
