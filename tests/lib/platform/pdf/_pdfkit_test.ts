import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { embedFont, openDocument, parseFont } from "../../../../lib/platform/pdf/_pdfkit.ts";
import { readFace, subsetsFor } from "../../../../lib/platform/pdf/fonts/catalogue.ts";
import { latin1 } from "./pdf_reading.ts";

function inter() {
  return parseFont(readFace(subsetsFor(0x41)[0]!, "regular"));
}

function open() {
  return openDocument({
    size: [200, 100],
    lang: "fr-FR",
    info: { Title: "Essai", CreationDate: new Date("2026-09-01T08:00:00Z") },
    xmp: "<rdf:Description/>",
  });
}

Deno.test("the installed pdfkit is the version whose private parts are used", () => {
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.resolve("pdfkit")), "utf8"));
  assert.equal(manifest.version, "0.20.2");
});

Deno.test("a parsed font measures and embeds in several documents", () => {
  const font = inter();
  const files = [1, 2].map(() => {
    const { document, finish } = open();
    document.addPage();
    const embedded = embedFont(document, font);
    embedded.use();
    const [glyph] = font.layout("A", {}).glyphs;
    assert.match(embedded.encode(glyph!.id, 0x41, 700), /^[0-9a-f]{4}$/);
    return finish(new Uint8Array(16));
  });
  assert.deepEqual(files[0], files[1]);
  assert.match(latin1(files[0]!), /\/FontFile2 /);
});

Deno.test("a document is whole as soon as it is finished, with the identity it was given", () => {
  const { document, finish } = open();
  document.addPage();
  const file = latin1(finish(new Uint8Array(16).fill(0xab)));
  assert.match(file, /^%PDF-1\.7\n/);
  assert.match(file, /%%EOF\n$/);
  assert.ok(file.includes(`/ID [<${"ab".repeat(16)}> <${"ab".repeat(16)}>]`));
});

Deno.test("no font is opened that is not embedded, and pdfkit's own unescaped metadata are not written", () => {
  const { document, finish } = open();
  document.addPage();
  const file = latin1(finish(new Uint8Array(16)));
  assert.doesNotMatch(file, /Helvetica/);
  assert.doesNotMatch(file, /<xmp:CreatorTool>/);
  assert.match(file, /<rdf:Description\/>/);
});
