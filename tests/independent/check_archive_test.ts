import assert from "node:assert/strict";
import { openZip, verifyArchive } from "../../lib/archives/mod.ts";
import { lineText, sampleContent, zipOf } from "../support/archive_fixture.ts";
import { tampers } from "../support/archive_tampers.ts";
import { checkArchive, checkChain } from "./check_archive.ts";

const content = sampleContent();
const { whole, cases } = tampers(content);

async function verdictOf(zip: Uint8Array<ArrayBuffer>): Promise<object> {
  const read = (start: number, end: number) => Promise.resolve(zip.slice(start, end));
  const { about: _, firstBad, ...verdict } = await verifyArchive(openZip({ size: zip.length, read }));
  return { ...verdict, firstBad: firstBad && { part: firstBad.part, where: firstBad.where, reason: firstBad.reason } };
}

Deno.test("a checker written from the READMEs alone gives the reader's verdict on every tampering", async (t) => {
  for (const { name, files, expected } of cases) {
    await t.step(name, async () => {
      const zip = await zipOf(files);
      const judgement = checkArchive(zip);
      assert.deepEqual(judgement.firstBad, expected);
      assert.deepEqual(await verdictOf(zip), judgement, "not counting the sentence, members are the same");
    });
  }
});

Deno.test("any byte of any file changed is found, and both implementations say the same", async () => {
  const paths = [...whole.keys()];
  // Steps through the bytes of the archive with a stride that is prime to most lengths: about 90 places.
  const total = paths.reduce((sum, path) => sum + whole.get(path)!.length, 0), stride = Math.floor(total / 90) | 1;
  for (let place = 0, i = 0, before = 0; place < total; place += stride) {
    while (place >= before + whole.get(paths[i]!)!.length) before += whole.get(paths[i++]!)!.length;
    const bytes = whole.get(paths[i]!)!.slice();
    bytes[place - before]! ^= 1 << (place % 8);
    const zip = await zipOf(new Map(whole).set(paths[i]!, bytes));
    const judgement = checkArchive(zip);
    assert.equal(judgement.ok, false, `byte ${place - before} of ${paths[i]} was not seen`);
    assert.deepEqual(await verdictOf(zip), judgement, `byte ${place - before} of ${paths[i]}`);
  }
});

Deno.test("a chain exported by itself is checked, and its first wrong record is named", () => {
  const { lines, id } = content.chain;
  const text = (list: typeof lines) => new TextEncoder().encode(list.map(lineText).join(""));
  const { ok, chainId, records } = checkChain(text(lines));
  assert.deepEqual({ ok, chainId, records }, { ok: true, chainId: id, records: lines.length });
  assert.deepEqual(checkChain(text(lines.toSpliced(3, 1))).firstBad, { part: "chain", where: 5, reason: "record_gap" });
});
