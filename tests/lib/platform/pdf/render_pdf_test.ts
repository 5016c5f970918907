import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { normaliseLogo } from "../../../../lib/platform/pdf/images.ts";
import { renderPdfBytes } from "../../../../lib/platform/pdf/render_pdf.ts";
import type { PageTemplate, PdfInput } from "../../../../lib/platform/pdf/template.ts";
import { CMYK_JPEG, latin1, pageContents, xmpOf } from "./pdf_reading.ts";
import { sampleInput } from "./sample.ts";

const JUDGE = new URL("../../../../../shared/tools/pdfa_check.ts", import.meta.url);

const LONG_TEXTS: Partial<PageTemplate> = {
  title: "Facture & <devis> « œuvre » 発票 🎉 \u0007",
  header: {
    title: "Facture & <avoir>",
    subtitle: "發票 🎉",
    fields: [{ label: "Échéance", value: "1\u202f234,50\u202f€" }],
  },
  blocks: [{
    kind: "table",
    columns: [{ title: "Désignation & œuvre", width: { flex: 1 } }, { title: "Total €", align: "right" }],
    rows: [
      { kind: "section", text: "Lot 1 — « gros œuvre »" },
      {
        kind: "line",
        cells: ["Pose <script>alert(1)</script> & dépose ".repeat(60), "1\u202f234,50\u202f€"],
        note: "€ ½ ² ³ → ✓ 日本語",
      },
      { kind: "line", cells: ["Łódź Ωμέγα Дом ש \u{12000} 👩‍👩‍👧 🇫🇷 ❤️ e\u0301", "2"] },
      { kind: "subtotal", label: "Sous-total", value: "3" },
      { kind: "note", text: [{ text: "Note ", strong: true }, { text: "\ud83d \u00ad\u202e fin" }] },
    ],
  }, { kind: "box", heading: "Bon pour accord", paragraphs: ["Date et signature"], minHeight: 80 }],
};

async function withLogo(bytes: Uint8Array, mime: string): Promise<PdfInput> {
  const logo = { ...await normaliseLogo(bytes, mime), alt: "Logo de l’atelier" };
  return sampleInput(2, { header: { title: "Facture", logo, logoAlign: "right" } });
}

async function samples(): Promise<Record<string, PdfInput>> {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><circle cx="15" cy="15" r="12" fill="#24418c" opacity=".5"/></svg>';
  return {
    "one-line": sampleInput(1),
    "twelve-lines": sampleInput(12),
    "three-hundred-lines": sampleInput(300),
    "long-texts": sampleInput(1, LONG_TEXTS),
    "draft": sampleInput(3, { watermark: "BROUILLON" }),
    "compact": sampleInput(3, { look: { accent: "#b4231f", fontScale: 1.25, spacing: "compact" } }),
    "logo-with-alpha": await withLogo(new TextEncoder().encode(svg), "image/svg+xml"),
    "logo-from-cmyk": await withLogo(CMYK_JPEG, "image/jpeg"),
  };
}

Deno.test({
  name: "every sample passes PDF/A-3a, PDF/UA-1 and Factur-X without a finding (needs the checker beside the project)",
  ignore: !existsSync(JUDGE),
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      const files = [];
      for (const [name, input] of Object.entries(await samples())) {
        await Deno.writeFile(`${folder}/${name}.pdf`, renderPdfBytes(input));
        files.push(`${folder}/${name}.pdf`);
      }
      const verdicts = await judge(files);
      assert.equal(verdicts.length, files.length);
      for (const { file, level, findings, stats } of verdicts) {
        assert.deepEqual(findings, [], file);
        assert.deepEqual([level, stats.pdfua], ["3a", "1"], file);
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

interface Verdict {
  readonly file: string;
  readonly level: string;
  readonly findings: readonly unknown[];
  readonly stats: Readonly<Record<string, unknown>>;
}

/** Asks the checker, a program of its own with its own packages. */
async function judge(files: readonly string[]): Promise<Verdict[]> {
  const args = ["run", "-q", "-A", JUDGE.pathname, "--json", "--facturx", "--ua", ...files];
  const { stdout } = await new Deno.Command(Deno.execPath(), { args }).output();
  return new TextDecoder().decode(stdout).trim().split("\n").map((line) => JSON.parse(line));
}

Deno.test("the same input gives the same bytes, whatever was rendered before", () => {
  const first = renderPdfBytes(sampleInput(12));
  renderPdfBytes(sampleInput(1, LONG_TEXTS));
  assert.deepEqual(renderPdfBytes(sampleInput(12)), first);
});

Deno.test("another text or another attachment is another identity", () => {
  const identities = [sampleInput(2), sampleInput(3), { ...sampleInput(2), attachments: [] }].map((input) =>
    /\/ID \[<([0-9a-f]{32})>/.exec(latin1(renderPdfBytes(input)))?.[1]
  );
  assert.equal(new Set(identities).size, 3);
  assert.ok(identities.every((identity) => identity !== undefined));
});

Deno.test("a title with markup characters stands escaped in the XMP packet", () => {
  const xmp = xmpOf(renderPdfBytes(sampleInput(1)));
  assert.match(xmp, /<rdf:li xml:lang="x-default">Facture FA-2026-00042 &amp; annexes &lt;originale&gt;<\/rdf:li>/);
  assert.match(xmp, /<rdf:li>Atelier Façade &amp; Œuvres &lt;SAS&gt;<\/rdf:li>/);
});

Deno.test("the packet claims PDF/UA-1 and has one bag of extension schemas, the format's among them", () => {
  const xmp = xmpOf(renderPdfBytes(sampleInput(1)));
  assert.match(xmp, /<pdfuaid:part>1<\/pdfuaid:part>/);
  assert.equal(xmp.match(/<pdfaExtension:schemas>/g)?.length, 1);
  assert.match(xmp, /Factur-X PDFA Extension Schema/);
});

Deno.test("control characters never reach the metadata", () => {
  const xmp = xmpOf(renderPdfBytes(sampleInput(1, LONG_TEXTS)));
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(xmp, /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
});

Deno.test("the attachment is named, typed, related and dated", () => {
  const file = latin1(renderPdfBytes(sampleInput(1)));
  assert.match(file, /\/Type \/EmbeddedFile/);
  assert.match(file, /\/Subtype \/text#2Fxml/);
  assert.match(file, /\/AFRelationship \/Data/);
  assert.match(file, /\/UF \(factur-x\.xml\)/);
  assert.match(file, /\/ModDate \(D:20260901080000Z\)/);
});

Deno.test("only embedded fonts and RGB colours are used", async () => {
  const bytes = renderPdfBytes(await withLogo(CMYK_JPEG, "image/jpeg"));
  assert.doesNotMatch(latin1(bytes), /Helvetica|DeviceCMYK|DCTDecode/);
  for (const content of pageContents(bytes)) assert.doesNotMatch(content, /^[\d. ]+ k$/im);
});

Deno.test("one picture is embedded once, on however many pages it stands", async () => {
  const input = await withLogo(CMYK_JPEG, "image/jpeg");
  const file = latin1(renderPdfBytes(input));
  assert.equal(file.match(/\/Subtype \/Image/g)?.length, 1);
});

Deno.test("a picture that was not normalised is refused as a bug", () => {
  const logo = { bytes: CMYK_JPEG, width: 48, height: 24, alt: "Logo" };
  assert.throws(() => renderPdfBytes(sampleInput(1, { header: { title: "Facture", logo } })), /not a PNG/);
});
