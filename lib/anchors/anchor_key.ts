import type { IsoInstant } from "../base/dates.ts";
import {
  generateSigningKey,
  SIGNATURE_ALGORITHM,
  type Signer,
  unwrapSecret,
  type WrapContext,
  wrapSecret,
} from "../platform/crypto.ts";
import type { Uuid } from "../base/ids.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { masterKey, signerCache } from "../platform/outside.ts";
import { newId } from "../platform/random.ts";
import { type AnchorKeyRow, insertAnchorKey, selectKey } from "./anchor_store.ts";

/** Who signs today's anchor. */
export interface AnchorSigner {
  readonly algorithm: string;
  /** SubjectPublicKeyInfo in DER. */
  readonly publicKey: Uint8Array;
  readonly signer: Signer;
}

/** The operator's key that signs anchors, drawn at the first anchor. Call it under the anchors' lock. */
export async function openAnchorSigner(tx: Tx, at: IsoInstant): Promise<AnchorSigner> {
  const key = await selectKey(tx) ?? await drawKey(tx, at);
  const unwrap = () => Promise.resolve(unwrapSecret(masterKey(), key.wrappedPrivateKey, contextOf(key.id)));
  return { algorithm: key.algorithm, publicKey: key.publicKey, signer: await signerCache().get(key.id, unwrap) };
}

async function drawKey(tx: Tx, at: IsoInstant): Promise<AnchorKeyRow> {
  const id = newId(), pair = generateSigningKey();
  const key: AnchorKeyRow = {
    id,
    algorithm: SIGNATURE_ALGORITHM,
    publicKey: pair.publicKey,
    wrappedPrivateKey: wrapSecret(masterKey(), pair.privateKey, contextOf(id)),
    createdAt: at,
  };
  pair.privateKey.fill(0);
  await insertAnchorKey(tx, key);
  return key;
}

function contextOf(keyId: Uuid): WrapContext {
  return { purpose: "anchor-key", tenant: "control", keyId };
}
