import assert from "node:assert/strict";
import type { DisplayItem, DisplayList, StructureNode, TextItem } from "../../../../lib/platform/pdf/display_list.ts";
import { layOut } from "../../../../lib/platform/pdf/layout.ts";
import type { Block } from "../../../../lib/platform/pdf/template.ts";
import { sampleTable, sampleTemplate } from "./sample.ts";

function texts(items: readonly DisplayItem[]): TextItem[] {
  return items.filter((item) => item.kind === "text");
}

function wordsOf(items: readonly DisplayItem[]): string[] {
  return texts(items).map((item) => item.text.trim());
}

function withBlocks(blocks: readonly Block[]): DisplayList {
  return layOut({ ...sampleTemplate(0), blocks });
}

function nodes(node: StructureNode): StructureNode[] {
  return [node, ...node.children.flatMap(nodes)];
}

/** Pages on which each leaf of the structure has something. */
function pagesByLeaf(list: DisplayList): Map<StructureNode, Set<number>> {
  const pages = new Map<StructureNode, Set<number>>();
  for (const [index, page] of list.pages.entries()) {
    for (const { tag } of page.items) {
      if (typeof tag === "string") continue;
      pages.set(tag, (pages.get(tag) ?? new Set()).add(index));
    }
  }
  return pages;
}

Deno.test("the head of a table stands on every page that its rows reach, and is read once", () => {
  const list = layOut(sampleTemplate(120));
  assert.ok(list.pages.length > 3);
  for (const [index, page] of list.pages.entries()) {
    const hasRows = wordsOf(page.items).some((text) => text === "h");
    const heads = texts(page.items).filter((item) => item.text === "Désignation");
    assert.equal(heads.length, hasRows ? 1 : 0, `page ${index + 1}`);
    for (const head of heads) assert.equal(typeof head.tag === "string", index > 0);
  }
});

Deno.test("each page says its number and how many there are", () => {
  const { pages } = layOut(sampleTemplate(120));
  for (const [index, page] of pages.entries()) {
    const label = texts(page.items).find((item) => item.text.startsWith("Page "));
    assert.equal(label!.text, `Page ${index + 1} sur ${pages.length}`);
    assert.equal(label!.tag, "Pagination");
  }
});

Deno.test("the following pages remind which document they belong to", () => {
  const { pages } = layOut(sampleTemplate(60));
  const running = "Facture FA-2026-00042 · Atelier Façade & Œuvres";
  assert.deepEqual(pages.map((page) => wordsOf(page.items).includes(running)), pages.map((_, index) => index > 0));
});

Deno.test("totals never start a page alone: a row of the table comes along, whatever their number", () => {
  for (let lines = 1; lines <= 60; lines++) {
    const { pages } = layOut(sampleTemplate(lines));
    const page = pages.find((candidate) => wordsOf(candidate.items).includes("Net à payer"))!;
    const words = wordsOf(page.items);
    assert.ok(words.includes("h"), `${lines} lines`);
    assert.ok(words.includes("Total HT") && words.includes("Payer par virement"), `${lines} lines`);
  }
});

Deno.test("a row is never cut between two pages", () => {
  const list = layOut(sampleTemplate(300));
  for (const [leaf, pages] of pagesByLeaf(list)) if (leaf.role === "TD") assert.equal(pages.size, 1);
});

Deno.test("a row taller than a page is cut between its lines and loses none", () => {
  const designation = Array.from({ length: 200 }, (_, index) => `ligne ${index}`).join("\n");
  const list = withBlocks([{
    kind: "table",
    columns: [{ title: "Désignation", width: { flex: 1 } }, { title: "Total" }],
    rows: [{ kind: "line", cells: ["court", "1"] }, { kind: "line", cells: [designation, "2"] }],
  }]);
  const printed = list.pages.flatMap((page) => wordsOf(page.items)).filter((text) => text.startsWith("ligne "));
  assert.deepEqual(printed, designation.split("\n"));
  assert.ok(list.pages.length > 2);
});

Deno.test("nothing stands outside the paper, and the flow never reaches the footer", () => {
  for (const lines of [1, 17, 18, 19, 20, 21, 22, 300]) {
    for (const page of layOut(sampleTemplate(lines)).pages) {
      const footer = texts(page.items).find((item) => item.text.startsWith("Page "))!;
      for (const item of texts(page.items)) {
        assert.ok(item.x >= 0 && item.x + item.width <= page.width, item.text);
        const isFlow = typeof item.tag !== "string";
        assert.ok(!isFlow || item.baseline < footer.baseline - footer.size, item.text);
      }
    }
  }
});

Deno.test("a 300,000-character text and a thousand-letter word are laid out over pages", () => {
  const list = withBlocks([
    { kind: "paragraphs", paragraphs: ["mot ".repeat(75_000), "x".repeat(1000)] },
    sampleTable(2),
  ]);
  assert.ok(list.pages.length > 50);
  assert.ok(wordsOf(list.pages.at(-1)!.items).includes("Désignation"));
});

Deno.test("a section title stays with the row that follows, a subtotal with the row before", () => {
  for (let filler = 0; filler < 40; filler++) {
    const list = withBlocks([
      { kind: "space", height: 400 + filler * 6 },
      {
        kind: "table",
        columns: [{ title: "Désignation", width: { flex: 1 } }, { title: "Total", align: "right" }],
        rows: [
          { kind: "section", text: "Lot 1" },
          { kind: "line", cells: ["pose", "1"] },
          { kind: "subtotal", label: "Sous-total", value: "1" },
        ],
      },
    ]);
    const page = list.pages.find((candidate) => wordsOf(candidate.items).includes("Lot 1"))!;
    for (const word of ["pose", "Sous-total"]) assert.ok(wordsOf(page.items).includes(word), `${filler}: ${word}`);
  }
});

Deno.test("the address behind the window stands where a DL envelope shows it", () => {
  const [page] = layOut(sampleTemplate(1)).pages;
  const millimetres = (points: number) => points * 25.4 / 72;
  for (const line of ["Boulangerie Noël-Château SARL", "42000 Saint-Étienne"]) {
    const item = texts(page!.items).find((candidate) => candidate.text === line)!;
    assert.ok(millimetres(item.x) >= 100 && millimetres(item.x + item.width) <= 190, line);
    assert.ok(millimetres(item.baseline - item.size) >= 45 && millimetres(item.baseline) <= 79, line);
  }
});

Deno.test("columns with more than the sheet can hold wrap instead of printing over each other", () => {
  const cell = "un texte assez long pour une colonne étroite";
  const list = withBlocks([{
    kind: "table",
    columns: Array.from({ length: 7 }, (_, index) => ({ title: `Colonne ${index}` })),
    rows: [{ kind: "line", cells: Array(7).fill(cell) }],
  }]);
  const items = texts(list.pages[0]!.items).filter((item) => typeof item.tag !== "string" && item.tag.role === "TD");
  for (const item of items) {
    const neighbours = items.filter((other) => other.baseline === item.baseline && other.x > item.x);
    for (const other of neighbours) assert.ok(item.x + item.width <= other.x);
  }
});

Deno.test("columns without totals go to the next page without what stands before", () => {
  const columns: Block = {
    kind: "columns",
    cells: [{ flex: 1, blocks: [{ kind: "box", heading: "Bon pour accord", paragraphs: [], minHeight: 200 }] }],
  };
  const list = withBlocks([{ kind: "space", height: 500 }, { kind: "paragraphs", paragraphs: ["avant"] }, columns]);
  assert.deepEqual(list.pages.map((page) => wordsOf(page.items).includes("Bon pour accord")), [false, true]);
  assert.ok(!wordsOf(list.pages[1]!.items).includes("avant"));
});

Deno.test("columns taller than a page are laid one under the other", () => {
  const long = { kind: "paragraphs", paragraphs: Array(80).fill("Une condition générale parmi d’autres.") } as const;
  const list = withBlocks([{ kind: "columns", cells: [{ flex: 1, blocks: [long] }, { flex: 1, blocks: [long] }] }]);
  assert.equal(nodes(list.structure).filter((node) => node.role === "P").length, 160 + 3);
});

Deno.test("the structure has one H1 and tables whose rows hold cells", () => {
  const { structure } = layOut(sampleTemplate(3));
  const all = nodes(structure);
  assert.equal(all.filter((node) => node.role === "H1").length, 1);
  for (const row of all.filter((node) => node.role === "TR")) {
    assert.ok(row.children.every((cell) => cell.role === "TH" || cell.role === "TD"));
  }
  for (const head of all.filter((node) => node.role === "TH")) assert.ok(head.scope);
  for (const figure of all.filter((node) => node.role === "Figure")) assert.ok(figure.alt);
});

Deno.test("the watermark is under the text on every page, and is not read", () => {
  for (const page of layOut({ ...sampleTemplate(60), watermark: "BROUILLON" }).pages) {
    const index = page.items.findIndex((item) => item.kind === "text" && item.text === "BROUILLON");
    assert.equal(page.items[index]!.tag, "Background");
    assert.ok(page.items.slice(0, index).every((item) => item.kind !== "text"));
  }
});

Deno.test("a page is the same whatever was laid out before", () => {
  const first = layOut(sampleTemplate(30));
  layOut({ ...sampleTemplate(3), title: "発票 🎉 Ωμέγα" });
  withBlocks([{ kind: "paragraphs", paragraphs: ["発票 🎉 Ωμέγα Łódź"] }]);
  assert.deepEqual(layOut(sampleTemplate(30)), first);
});

Deno.test("an accent too pale to read on white is darkened, and a colour that is none is a bug", () => {
  const [page] = layOut({ ...sampleTemplate(1), look: { accent: "#ffe600" } }).pages;
  const title = texts(page!.items).find((item) => item.text === "Facture")!;
  assert.match(title.color, /^#[0-9a-f]{6}$/);
  assert.notEqual(title.color, "#ffe600");
  assert.throws(() => layOut({ ...sampleTemplate(1), look: { accent: "red; drop" } }), /not a colour/);
});

Deno.test("the logo keeps its proportions and the title answers it from the other side", () => {
  const logo = { bytes: new Uint8Array([1]), width: 400, height: 100, alt: "Atelier" };
  for (const logoAlign of ["left", "center", "right"] as const) {
    const [page] = layOut({ ...sampleTemplate(1), header: { title: "Facture", logo, logoAlign } }).pages;
    const image = page!.items.find((item) => item.kind === "image")!;
    const title = texts(page!.items).find((item) => item.text === "Facture")!;
    assert.ok(Math.abs(image.width / image.height - 4) < 1e-9);
    if (logoAlign === "left") assert.ok(title.x > image.x + image.width);
    if (logoAlign === "right") assert.ok(title.x + title.width < image.x);
    if (logoAlign === "center") assert.ok(title.baseline > image.y + image.height);
  }
});
