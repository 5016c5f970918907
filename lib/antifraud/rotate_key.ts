import { authorize, type Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { recordActivity } from "../company/mod.ts";
import { toBase64Url } from "../platform/crypto.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { lockHead } from "./chain_store.ts";
import { refuse } from "./refusals.ts";
import { seal } from "./seal.ts";
import { drawKey } from "./signing_key.ts";

/**
 * Gives the dossier a new signing key: the old one signs the record that names the new, which signs all that follows.
 * `keyId` comes with the form: sent twice, it makes one key. Right `members:write`: like the rules of passwords, it is
 * a matter of the dossier's security, and no profile but the administrator's may hold it. Refuses `no_chain`.
 */
export async function rotateKey(ctx: Ctx, keyId: Uuid): Promise<void> {
  authorize(ctx, "members:write");
  await withTenant(ctx, async (tx) => {
    const publicKey = await drawKey(tx, ctx, keyId);
    if (!publicKey) return;
    const summary = "Clé de signature du journal scellé changée";
    await recordActivity(tx, ctx, { verb: "rotateKey", subject: { kind: "signing_key", id: keyId }, summary });
    const head = await lockHead(tx, ctx.tenantId);
    if (!head) throw refuse("no_chain");
    const payload = { from: head.keyId, to: keyId, publicKey: toBase64Url(publicKey) };
    await seal(tx, ctx, [{ type: "key_rotated", subjectId: null, payload }], { nextKeyId: keyId });
  });
}
