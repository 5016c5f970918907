import { canonicalJson } from "../reader/canonical.js";
import { payloadOf } from "../reader/rows.js";
import { type ManifestSignature, readKeyHistory, readLogKeys, signManifest } from "../../antifraud/mod.ts";
import { assert, present } from "../../base/assert.ts";
import type { Ctx } from "../../base/ctx.ts";
import { sha256, SIGNATURE_ALGORITHM, toBase64Url, toHex } from "../../platform/crypto.ts";
import { programVersion } from "../../platform/outside.ts";
import { zipEnd } from "../../platform/zip.ts";
import type { StoredArchive } from "../archive.ts";
import { noticeText } from "./notice.ts";
import { writeList } from "./lists.ts";
import { monthsOf } from "./making.ts";
import { readerPage } from "../reader_page.ts";
import { chainLine, lineText } from "./records.ts";
import type { Sitting } from "./sitting.ts";
import { aboutOf } from "./tables.ts";

/** What is known of an archive once its last byte is written. */
export interface Ended {
  readonly manifestSha256: string;
  readonly files: number;
  readonly bytes: number;
}

/** Keys, notice, reader, manifest and its signature, and the ZIP's directory. */
export async function writeEnding(
  ctx: Ctx,
  { archive, previous }: { archive: StoredArchive; previous: string | null },
  sitting: Sitting,
): Promise<Ended> {
  const keyIds = await writeKeys(ctx, sitting);
  await sitting.add({ path: "NOTICE.txt", content: noticeText(archive), list: "base" });
  await sitting.add({ path: "index.html", content: await readerPage(), list: "base" });
  await writeList(sitting, "base");
  const { manifest, signed } = await signedManifest(ctx, { archive, previous, keyIds }, sitting);
  await sitting.add({ path: "MANIFEST.json", content: manifest, list: null });
  await sitting.add({ path: "MANIFEST.sig", content: toBase64Url(signed.signature), list: null });
  await closeZip(sitting);
  const { files, offset } = sitting.making;
  return { manifestSha256: toHex(sha256(manifest)), files, bytes: offset };
}

async function writeKeys(ctx: Ctx, sitting: Sitting): Promise<string[]> {
  const history = (await readKeyHistory(ctx)).map(chainLine);
  await sitting.add({ path: "keys/history.jsonl", content: history.map(lineText).join(""), list: "base" });
  // Record 1 names the first key, each change the one that follows.
  const keyIds = history.map((line) => {
    const { key, to } = present(payloadOf(line), "payload of a key's record");
    return String(key ?? to);
  });
  const keys = new Map((await readLogKeys(ctx)).map((key) => [key.id as string, key.publicKey]));
  for (const id of keyIds) {
    await sitting.add({ path: `keys/${id}.pem`, content: pem(present(keys.get(id), `key ${id}`)), list: "base" });
  }
  return keyIds;
}

async function signedManifest(
  ctx: Ctx,
  given: { archive: StoredArchive; previous: string | null; keyIds: readonly string[] },
  sitting: Sitting,
): Promise<{ manifest: Uint8Array; signed: ManifestSignature }> {
  let manifest = new Uint8Array();
  const signed = await signManifest(ctx, (keyId) => {
    // Changed while the history was read: the step is done again.
    assert(keyId === given.keyIds.at(-1), "the key of the chain has just changed");
    manifest = new TextEncoder().encode(manifestText(given, keyId, sitting));
    return sha256(manifest);
  });
  return { manifest, signed };
}

function manifestText(
  { archive, previous, keyIds }: { archive: StoredArchive; previous: string | null; keyIds: readonly string[] },
  keyId: string,
  { making }: Sitting,
): string {
  const lists = making.lists;
  return canonicalJson({
    format: "paraphe-archive/1",
    ...aboutOf(archive),
    chain: archive.chainId,
    generatedAt: archive.askedAt,
    software: { name: "Paraphe", version: programVersion() },
    records: {
      first: Number(archive.firstSeq),
      last: Number(archive.lastSeq),
      prevHash: toHex(archive.prevHash),
      headHash: toHex(archive.headHash),
    },
    previous,
    keys: keyIds.map((id) => ({ id, algorithm: SIGNATURE_ALGORITHM, file: `keys/${id}.pem` })),
    months: monthsOf(making).map(({ month }) => month),
    files: making.files,
    bytes: making.bytes,
    // The months were written first; the manifest names the base before them.
    parts: [...lists.slice(-1), ...lists.slice(0, -1)].map(({ path, sha256, bytes }) => ({ path, sha256, bytes })),
    signature: { keyId, algorithm: SIGNATURE_ALGORITHM },
  });
}

async function closeZip(sitting: Sitting): Promise<void> {
  const { offset: start, entries: count } = sitting.making;
  for await (const headers of sitting.directory()) await sitting.append(headers);
  await sitting.append(zipEnd({ count, start, length: sitting.making.offset - start }));
}

function pem(spki: Uint8Array): string {
  const lines = spki.toBase64().match(/.{1,64}/g)!;
  return `-----BEGIN PUBLIC KEY-----\n${lines.join("\n")}\n-----END PUBLIC KEY-----\n`;
}
