import { present } from "../base/assert.ts";
import type { Ctx } from "../base/ctx.ts";
import { toBase64Url } from "../platform/crypto.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { programVersion } from "../platform/outside.ts";
import { newId } from "../platform/random.ts";
import { insertChain, readHead } from "./chain_store.ts";
import { GENESIS_HASH } from "./record.ts";
import { seal } from "./seal.ts";
import { drawKey } from "./signing_key.ts";

/**
 * Gives a new dossier its chain: an id of its own (never the tenant's, so that it can travel), a signing key wrapped
 * by the master key, and a first record that names both. Does nothing where the chain exists.
 */
export async function openChain(tx: Tx, ctx: Pick<Ctx, "tenantId" | "now">): Promise<void> {
  if (await readHead(tx, ctx.tenantId)) return;
  const keyId = newId(), chainId = newId();
  const publicKey = present(await drawKey(tx, ctx, keyId), "first key of the chain");
  await insertChain(tx, {
    tenantId: ctx.tenantId,
    chainId,
    keyId,
    headSeq: 0n,
    headHash: GENESIS_HASH,
    headAt: ctx.now,
    version: programVersion(),
  });
  const payload = { chain: chainId, key: keyId, publicKey: toBase64Url(publicKey), version: programVersion() };
  await seal(tx, ctx, [{ type: "chain_opened", subjectId: null, payload }]);
}
