import assert from "node:assert/strict";
import { layOut } from "../../../../lib/platform/pdf/layout.ts";
import { paintHtml } from "../../../../lib/platform/pdf/render_html.ts";
import { paintPdf } from "../../../../lib/platform/pdf/render_pdf.ts";
import { documentCss } from "../../../../lib/platform/pdf/document_css.ts";
import { paintSvg, renderSvgPages } from "../../../../lib/platform/pdf/render_svg.ts";
import { textOrigins } from "./pdf_reading.ts";
import { sampleInput, sampleTemplate } from "./sample.ts";

const HOSTILE = "</text><script>alert(1)</script>\"'&";

Deno.test("SVG and PDF show each text at the same place, in the same order, on every page", () => {
  const input = sampleInput(60);
  const list = layOut(input.template);
  const inSvg = paintSvg(list).flatMap((page) =>
    [...page.matchAll(/<text [^>]*\bx="([\d.]+)" y="([\d.]+)"/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }))
  );
  assert.ok(inSvg.length > 300);
  assert.deepEqual(inSvg, textOrigins(paintPdf(list, input)));
});

Deno.test("there is one SVG per page, well formed, of the paper's size", () => {
  const pages = renderSvgPages(sampleTemplate(60));
  assert.equal(pages.length, layOut(sampleTemplate(60)).pages.length);
  for (const [index, page] of pages.entries()) {
    assert.match(page, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 595\.276 841\.89"/);
    assert.ok(page.includes(`(${index + 1}/${pages.length})`));
    assert.equal(page.match(/<text /g)?.length, page.match(/<\/text>/g)?.length);
  }
});

Deno.test("texts are escaped in SVG and in HTML: nothing of the document runs", () => {
  const template = {
    ...sampleTemplate(1),
    title: HOSTILE,
    header: { title: HOSTILE },
    blocks: [{ kind: "paragraphs", paragraphs: [HOSTILE] }, { kind: "qr", payload: "x", alt: HOSTILE }] as const,
  };
  const list = layOut(template);
  for (const markup of [...paintSvg(list), paintHtml(list)]) {
    assert.doesNotMatch(markup, /<script/);
    assert.match(markup, /&lt;script&gt;/);
  }
});

Deno.test("the SVG names no font: the page's style sheet does, for both weights", () => {
  const [page] = renderSvgPages(sampleTemplate(1));
  assert.doesNotMatch(page!, /font-family/);
  const css = documentCss((file) => `/fonts/${file}`);
  for (const name of ["doc-text", "doc-bold", "doc-tabular"]) {
    assert.ok(page!.includes(name) && css.includes(`.${name}{`));
  }
  assert.match(css, /url\("\/fonts\/inter-latin-600-normal\.woff2"\)/);
});

Deno.test("the HTML says the document in reading order, table included", () => {
  const html = paintHtml(layOut(sampleTemplate(2)));
  assert.match(html, /^<h2>Facture<\/h2>\n<p>FA-2026-00042<\/p>/);
  assert.match(html, /<th scope="col">Désignation<\/th>/);
  assert.match(html, /<td>Développement d’une interface de facturation électronique – lot 1<\/td>/);
  assert.match(html, /<th scope="row">Net à payer<\/th><td>1\s804,50\s€<\/td>/);
  assert.match(html, /<p>Code QR pour payer 1\s804,50\s€ par virement<\/p>/);
  assert.doesNotMatch(html, /Page 1 sur 1/);
});

Deno.test("words on two lines do not run together when read", () => {
  const html = paintHtml(layOut(sampleTemplate(3)));
  assert.match(html, /charte et guide d’usage complet pour l’équipe/);
  assert.match(html, /<p>12 bis rue de l’Évêché 69005 Lyon<\/p>/);
});
