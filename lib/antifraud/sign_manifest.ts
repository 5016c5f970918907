import { present } from "../base/assert.ts";
import { authorize, type Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { SIGNATURE_ALGORITHM } from "../platform/crypto.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { readHead } from "./chain_store.ts";
import { signerOf } from "./seal.ts";

/** A signature by the key that signs the chain at this moment. */
export interface ManifestSignature {
  readonly keyId: Uuid;
  readonly algorithm: typeof SIGNATURE_ALGORITHM;
  /** 64 bytes, r ‖ s. */
  readonly signature: Uint8Array;
}

/**
 * Signs the manifest of an archive as a record is signed over its hash: the SHA-256 of its bytes is the message. A
 * manifest begins with `{"archive"` and what a record's hash covers with `paraphe/1`, so that neither can pass for the
 * other. `compose` is told the key, which the manifest names. Right `sealed_log:archive`.
 */
export async function signManifest(
  ctx: Ctx,
  compose: (keyId: Uuid) => Uint8Array,
): Promise<ManifestSignature> {
  authorize(ctx, "sealed_log:archive");
  return await withTenant(ctx, async (tx) => {
    const { keyId } = present(await readHead(tx, ctx.tenantId), "chain of the dossier");
    const signer = await signerOf(tx, { tenantId: ctx.tenantId, id: keyId });
    return { keyId, algorithm: SIGNATURE_ALGORITHM, signature: signer.sign(compose(keyId)) };
  }, { mode: "read" });
}
