import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { formatCents } from "../../lib/base/money.ts";
import { checkInvoice, readCii } from "../../lib/en16931/mod.ts";
import { closeRenderWorkers } from "../../lib/platform/pdf/worker_pool.ts";
import { openSellersWorld } from "../lib/sales/_seller.ts";
import { schemaJudge, sharedTest } from "../lib/en16931/_shared.ts";
import { attachedFile, pdfText } from "../support/pdf_text.ts";
import { MENTIONS, SAMPLES } from "./invoices.ts";
import { type MadeSample, makeSamples } from "./make.ts";

const world = await openSellersWorld();
const folder = await Deno.makeTempDir({ prefix: "paraphe-samples-" });
const made: MadeSample[] = [];
for await (const one of makeSamples(world)) {
  await Deno.writeFile(`${folder}/${one.sample.name}.pdf`, one.pdf);
  made.push(one);
}
Deno.test.afterAll(async () => {
  closeRenderWorkers();
  await world.close();
  await Deno.remove(folder, { recursive: true });
});

const CHECKER = fileURLToPath(new URL("../../../shared/tools/pdfa_check.ts", import.meta.url));

Deno.test("there are twelve samples, each with the mentions that the law wants on it", () => {
  assert.equal(made.length, 12);
  assert.deepEqual(SAMPLES.map(({ name }) => name), Object.keys(MENTIONS));
});

for (const { sample, document, pdf, xml } of made) {
  Deno.test(`${sample.name}: our own rules find nothing fatal in the electronic invoice`, () => {
    const { invoice } = readCii(xml);
    const viaPlatform = document.buyer!.siren !== null;
    assert.deepEqual(
      checkInvoice(invoice, { french: true, viaPlatform }).filter(({ severity }) => severity === "fatal"),
      [],
    );
    assert.equal(invoice.number, document.number);
    assert.equal(invoice.totals?.grossCents, document.grossCents);
  });

  Deno.test(`${sample.name}: the page holds number, parties, totals and mentions, each line too`, () => {
    const text = pdfText(pdf);
    const { number, seller, buyer, netCents, grossCents, vatTotals, lines } = document;
    const expected = [number!, seller!.siren!, buyer!.name, ...buyer!.address.lines, ...MENTIONS[sample.name]!];
    const amounts = [netCents, grossCents, ...vatTotals.filter(({ vatCents }) => vatCents > 0n).map((t) => t.vatCents)];
    expected.push(
      ...amounts.map((cents) => formatCents(cents)),
      ...lines.slice(0, 2).map((line) => firstWords(line.label)),
    );
    for (const words of expected) {
      assert.ok(folded(text).includes(folded(words)), `${words} in ${text.slice(0, 2_000)}`);
    }
    assert.equal(text.includes("\ufffd"), false, "every glyph can be copied");
  });

  Deno.test(`${sample.name}: the file carries the very XML that is downloaded alone`, () => {
    assert.equal(new TextDecoder().decode(attachedFile(pdf)), xml);
  });
}

sharedTest("every electronic invoice is valid for the schemas of Factur-X 1.09.2 and of CII D22B", () => {
  for (
    const schema of [
      "xsd/facturx-1.09.2/en16931/FACTUR-X_EN16931.xsd",
      "xsd/cii-d22b/CrossIndustryInvoice_100pD22B.xsd",
    ]
  ) {
    const judge = schemaJudge(schema);
    for (const { sample, xml } of made) assert.deepEqual(judge(xml), [], `${sample.name}, ${schema}`);
  }
});

sharedTest("every file is PDF/A-3a, PDF/UA-1 and Factur-X without a finding", async () => {
  const args = ["run", "-q", "-A", CHECKER, "--facturx", "--ua", ...made.map(({ sample }) => `${sample.name}.pdf`)];
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: folder }).output();
  const report = new TextDecoder().decode(stdout);
  assert.equal(code, 0, report + new TextDecoder().decode(stderr));
  assert.equal(report.match(/^OK /gm)?.length, made.length, report);
});

/** Compared without spaces, since lines break where they must, and without the marks that ask for a coloured emoji. */
function folded(text: string): string {
  return text.normalize("NFC").replace(/[\s\ufe0f]+/gu, "");
}

function firstWords(label: string): string {
  return label.split("\n")[0]!.slice(0, 60);
}
