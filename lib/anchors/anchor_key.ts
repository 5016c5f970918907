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
import { type AnchorKeyRow, insertAnchorKey, insertKeyHistory, selectKey } from "./anchor_store.ts";

/** Who signs today's anchor. */
export interface AnchorSigner {
  readonly algorithm: string;
  /** SubjectPublicKeyInfo in DER. */
  readonly publicKey: Uint8Array;
  readonly signer: Signer;
}

/** The operator's key that signs anchors, drawn at the first anchor. Call it under the anchors' lock. */
export async function openAnchorSigner(tx: Tx, at: IsoInstant): Promise<AnchorSigner> {
  const key = await selectKey(tx) ?? await drawFirstKey(tx, at);
  return { algorithm: key.algorithm, publicKey: key.publicKey, signer: await signerOfKey(key) };
}

/** The signer of a key of ours. */
export async function signerOfKey(key: AnchorKeyRow): Promise<Signer> {
  const unwrap = () => Promise.resolve(unwrapSecret(masterKey(), key.wrappedPrivateKey, contextOf(key.id)));
  return await signerCache().get(key.id, unwrap);
}

/** A new key, wrapped; nothing is written. */
export function drawKey(id: Uuid, createdAt: IsoInstant): AnchorKeyRow {
  const pair = generateSigningKey();
  const wrappedPrivateKey = wrapSecret(masterKey(), pair.privateKey, contextOf(id));
  pair.privateKey.fill(0);
  return { id, algorithm: SIGNATURE_ALGORITHM, publicKey: pair.publicKey, wrappedPrivateKey, createdAt, askedBy: null };
}

/** The first key, which nobody vouches for: it is what those who come early see published. */
async function drawFirstKey(tx: Tx, at: IsoInstant): Promise<AnchorKeyRow> {
  const key = drawKey(newId(), at);
  await insertAnchorKey(tx, key);
  const { id: keyId, algorithm, publicKey } = key;
  await insertKeyHistory(tx, { keyId, algorithm, publicKey, since: at, statement: null, signature: null });
  return key;
}

function contextOf(keyId: Uuid): WrapContext {
  return { purpose: "anchor-key", tenant: "control", keyId };
}
