import type { PersonCtx } from "../base/ctx.ts";
import { addSeconds } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { toBase64Url } from "../platform/crypto.ts";
import { readActReason } from "../identity/mod.ts";
import { noteAct } from "../instances/mod.ts";
import { CONTROL } from "../platform/db/pools.ts";
import { withOperator } from "../platform/db/tenant.ts";
import { newId } from "../platform/random.ts";
import { drawKey, signerOfKey } from "./anchor_key.ts";
import { insertAnchorKey, insertKeyHistory, lockAnchors, selectKey } from "./anchor_store.ts";
import { keyChangeText } from "./key_history.ts";
import { refuse } from "./refusals.ts";

/**
 * Gives the anchors a new key: the old one signs the statement that names the new, which is published with its reason;
 * anchors from then on are signed by the new, those before verify with the old. `from`: the key that the form showed,
 * so that a form sent twice makes one change.
 * Refuses `no_key`, `key_changed` (409), `identity.act_reason` (422).
 */
export async function rotateAnchorKey(
  ctx: PersonCtx,
  operator: { readonly operatorId: Uuid; readonly name: string },
  { from, reason: typed }: { readonly from: string; readonly reason: string },
): Promise<void> {
  const reason = readActReason(typed);
  await withOperator({ database: CONTROL, role: "ops_control" }, async (tx) => {
    await lockAnchors(tx);
    const old = await selectKey(tx);
    if (!old) throw refuse("no_key");
    if (toBase64Url(old.publicKey) !== from) throw refuse("key_changed");
    // Keys stand in the order of their instants, even where two clocks differ.
    const since = ctx.now > old.createdAt ? ctx.now : addSeconds(old.createdAt, 1);
    const key = drawKey(newId(), since);
    const statement = keyChangeText({
      changedAt: since,
      previousKey: toBase64Url(old.publicKey),
      publicKey: toBase64Url(key.publicKey),
      algorithm: key.algorithm,
      reason,
    });
    const signature = (await signerOfKey(old)).sign(new TextEncoder().encode(statement));
    await insertAnchorKey(tx, { ...key, askedBy: operator.operatorId });
    const { id: keyId, algorithm, publicKey } = key;
    const subject = { kind: "anchor_key", id: keyId } as const;
    await noteAct(tx, operator, { at: ctx.now, act: "rotate_anchor_key", subject, reason });
    await insertKeyHistory(tx, { keyId, algorithm, publicKey, since, statement, signature });
  });
}
