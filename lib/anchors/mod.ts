export { ANCHOR_FILES, type AnchorFile, anchorFile } from "./anchor_files.ts";
export { type AnchorChoice, MAX_ADDRESSES, type Pace, PACES } from "./choice.ts";
export { chooseAnchorMails, getAnchorChoice } from "./choose_anchor_mails.ts";
export { isUnbroken, keysFile, type PublishedKey, readKeyChange } from "./key_history.ts";
export { listPublishedKeys } from "./list_anchor_keys.ts";
export type { OwnAnchor } from "./own_anchor_store.ts";
export { getProof, listOwnAnchors } from "./own_anchors.ts";
export { type AnchorProof, MAX_PROOF_LENGTH, proofFile } from "./proof.ts";
export {
  type AnchorLine,
  getAnchor,
  judgeProof,
  listAnchors,
  type PublicVerdict,
  type PublishedAnchor,
} from "./read_anchors.ts";
export { ANCHORS_PATH } from "./send_anchor_mail_job.ts";
export { type AnchorReport, verifyAnchors } from "./verify_anchors.ts";
