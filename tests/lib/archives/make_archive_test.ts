import assert from "node:assert/strict";
import { readLog, verifyChain } from "../../../lib/antifraud/mod.ts";
import { getArchive } from "../../../lib/archives/mod.ts";
import { readZip } from "../../../lib/platform/zip.ts";
import { checkArchive } from "../../independent/check_archive.ts";
import { openSellersWorld } from "../sales/_seller.ts";
import { aLife, archived, bytesOf, verdictOf } from "./_lived.ts";

const world = await openSellersWorld();
Deno.test.afterAll(() => world.close());

Deno.test("the archive of a dossier that lived verifies, by the reader and by the independent checker", async () => {
  const { ctx, invoices } = await aLife(world);
  const { id } = await archived(ctx);
  const archive = await getArchive(ctx, id);
  const zip = await bytesOf(ctx, id);
  assert.deepEqual([archive.state, archive.bytes], ["done", zip.length]);
  const { about, ...verdict } = await verdictOf(zip);
  assert.deepEqual([verdict.firstBad, verdict.ok], [null, true]);
  assert.deepEqual([verdict.archive, verdict.files], [id, archive.files]);
  assert.deepEqual(about?.manifestDigest, archive.manifestSha256);
  assert.deepEqual(checkArchive(zip), verdict);
  const names = readZip(zip).map(({ name }) => name);
  for (const { number, issueOn } of invoices) {
    for (const form of ["pdf", "xml"]) assert.ok(names.includes(`files/${issueOn!.slice(0, 7)}/${number}.${form}`));
  }
  const [made] = (await readLog(ctx, { after: 0n, limit: 5_000 })).filter(({ type }) => type === "archive_made");
  assert.equal(JSON.parse(new TextDecoder().decode(made!.payload!)).manifestSha256, archive.manifestSha256);
  assert.equal(archive.sealSeq, made!.seq);
  assert.equal((await verifyChain(ctx, { allSignatures: true })).ok, true);
});
