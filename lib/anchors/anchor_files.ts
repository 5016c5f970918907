import { present } from "../base/assert.ts";
import { derSignature, fromBase64Url } from "../platform/crypto.ts";
import type { PublishedAnchor } from "./read_anchors.ts";

/** Files of an anchor for ordinary tools: what is signed, its signature, the key that verifies it, its timestamp. */
export const ANCHOR_FILES = ["enonce.json", "signature.der", "cle.pem", "horodatage.tsr"] as const;

/** Name of one of them. */
export type AnchorFile = (typeof ANCHOR_FILES)[number];

/** The bytes of a file of an anchor, as `openssl dgst` and `openssl ts` want them; null for one that it has not. */
export function anchorFile(anchor: PublishedAnchor, name: AnchorFile): { type: string; bytes: Uint8Array } | null {
  const utf8 = new TextEncoder();
  switch (name) {
    case "enonce.json":
      return { type: "application/json", bytes: utf8.encode(anchor.statement) };
    case "signature.der":
      return { type: "application/octet-stream", bytes: derSignature(bytesOf(anchor.signature)) };
    case "horodatage.tsr":
      return anchor.stamp && { type: "application/timestamp-reply", bytes: bytesOf(anchor.stamp.token) };
    case "cle.pem":
      return { type: "application/x-pem-file", bytes: utf8.encode(pem(bytesOf(anchor.publicKey))) };
  }
}

function bytesOf(base64Url: string): Uint8Array {
  return present(fromBase64Url(base64Url), "base64url of our own");
}

function pem(der: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...der)).replace(/.{64}/g, "$&\n");
  return `-----BEGIN PUBLIC KEY-----\n${base64.trimEnd()}\n-----END PUBLIC KEY-----\n`;
}
