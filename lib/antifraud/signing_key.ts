import type { Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { generateSigningKey, wrapSecret } from "../platform/crypto.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { masterKey } from "../platform/outside.ts";
import { insertKey } from "./chain_store.ts";

/** Draws a pair of keys for a dossier and keeps it, the private one wrapped. Null where the id is taken already. */
export async function drawKey(
  tx: Tx,
  { tenantId, now }: Pick<Ctx, "tenantId" | "now">,
  keyId: Uuid,
): Promise<Uint8Array | null> {
  const pair = generateSigningKey();
  const isNew = await insertKey(tx, {
    tenantId,
    id: keyId,
    algorithm: pair.algorithm,
    publicKey: pair.publicKey,
    wrappedPrivateKey: wrapSecret(masterKey(), pair.privateKey, { purpose: "sealing-key", tenant: tenantId, keyId }),
    createdAt: now,
  });
  return isNew ? pair.publicKey : null;
}
