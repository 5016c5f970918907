/** What the console may do with anchors: look at the keys that sign them, and change the key. */
export { type PublishedKey, readKeyChange } from "./key_history.ts";
export { listAnchorKeys } from "./list_anchor_keys.ts";
export { rotateAnchorKey } from "./rotate_anchor_key.ts";
