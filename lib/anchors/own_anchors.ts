import { authorize, type Ctx } from "../base/ctx.ts";
import type { IsoDate } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { present } from "../base/assert.ts";
import { toBase64Url, toHex } from "../platform/crypto.ts";
import { withControl } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { selectAnchor, selectHashes } from "./anchor_store.ts";
import { pathPlaces } from "./merkle.ts";
import { type OwnAnchor, selectLeaf, selectOwnAnchors } from "./own_anchor_store.ts";
import { type AnchorProof, PROOF_FORMAT } from "./proof.ts";
import { refuse } from "./refusals.ts";

/** Anchors that the dossier's page lists. */
export const LISTED_ANCHORS = 60;

/** The last anchors that hold the dossier's chain, the latest first. Right `sealed_log:read`. */
export async function listOwnAnchors(ctx: Ctx): Promise<readonly OwnAnchor[]> {
  authorize(ctx, "sealed_log:read");
  const { tenantId } = ctx;
  return await withControl({ tenantId }, (tx) => selectOwnAnchors(tx, tenantId, LISTED_ANCHORS), { mode: "read" });
}

/** The dossier's proof of a day. Right `sealed_log:read`. Refuses `no_proof` (404). */
export async function getProof(ctx: Ctx, day: IsoDate): Promise<AnchorProof> {
  authorize(ctx, "sealed_log:read");
  const { tenantId } = ctx;
  const proof = await withControl({ tenantId }, (tx) => loadProof(tx, tenantId, day), { mode: "read" });
  if (!proof) throw refuse("no_proof");
  return proof;
}

/** The proof of a dossier, in whose scope `tx` is; null where the day has none. */
export async function loadProof(tx: Tx, tenantId: Uuid, day: IsoDate): Promise<AnchorProof | null> {
  const leaf = await selectLeaf(tx, tenantId, day);
  if (!leaf) return null;
  const anchor = present(await selectAnchor(tx, day), "the anchor of a leaf");
  const path = await selectHashes(tx, day, pathPlaces(leaf.position, anchor.chains));
  return {
    format: PROOF_FORMAT,
    statement: anchor.statement,
    algorithm: anchor.algorithm,
    publicKey: toBase64Url(anchor.publicKey),
    signature: toBase64Url(anchor.signature),
    leaf: { chain: leaf.chainId, seq: Number(leaf.seq), hash: toHex(leaf.hash), position: leaf.position },
    path: path.map(toHex),
  };
}
