import { toHex } from "../platform/crypto.ts";
import { request } from "../platform/http.ts";
import { randomBytes } from "../platform/random.ts";

/** Longest answer of an authority: a token with its certificates is a few kilobytes. */
export const MAX_TOKEN_BYTES = 64 * 1024;

const NONCE_BYTES = 8;
// AlgorithmIdentifier of SHA-256 (RFC 5754 §2.2), then the OCTET STRING that holds the digest.
const SHA256_IMPRINT = "300d06096086480165030402010500" + "0420";

/** An authority that did not stamp what it was asked to; the job tries again later. */
export class TimestampFault extends Error {
  override readonly name = "TimestampFault";
}

/** What is sent: a TimeStampReq (RFC 3161 §2.4.1) for a SHA-256 digest, with a nonce, asking for the certificate. */
export function timestampRequest(digest: Uint8Array, nonce: Uint8Array): Uint8Array {
  const imprint = `3031${SHA256_IMPRINT}${toHex(digest)}`;
  const body = `020101${imprint}0208${toHex(nonce)}0101ff`;
  return fromHexText(`30${lengthOf(body)}${body}`);
}

/**
 * Asks an authority for a timestamp of a digest and returns its whole answer (TimeStampResp), as `openssl ts -verify`
 * reads it. Checks that it was granted and is over this digest and nonce; who signed it is for the reader to verify,
 * with the authority's certificate. Throws TimestampFault, or HttpFault when it does not answer.
 */
export async function askTimestamp(authority: string, digest: Uint8Array): Promise<Uint8Array> {
  const nonce = randomBytes(NONCE_BYTES);
  // A positive INTEGER of exactly eight bytes, whatever was drawn.
  nonce[0] = (nonce[0]! & 0x3f) | 0x40;
  const { status, body } = await request(authority, {
    method: "POST",
    headers: { "content-type": "application/timestamp-query", accept: "application/timestamp-reply" },
    body: timestampRequest(digest, nonce),
    maxBytes: MAX_TOKEN_BYTES,
    // The operator set this address; his authority may stand beside the program.
    allowPrivate: true,
  });
  if (status !== 200) throw new TimestampFault(`the authority answered ${status}`);
  const answer = toHex(body);
  if (!isGranted(body)) throw new TimestampFault("the authority granted no timestamp");
  if (!answer.includes(`${SHA256_IMPRINT}${toHex(digest)}`)) throw new TimestampFault("the token is of something else");
  if (!answer.includes(`0208${toHex(nonce)}`)) throw new TimestampFault("the token answers another request");
  return body;
}

/** TimeStampResp ::= SEQUENCE { status SEQUENCE { INTEGER 0 or 1, … }, token }: granted, or granted with changes. */
function isGranted(answer: Uint8Array): boolean {
  const outer = contentAt(answer, 0);
  const info = outer === null ? null : contentAt(answer, outer);
  if (answer[0] !== 0x30 || outer === null || answer[outer] !== 0x30 || info === null) return false;
  return answer[info] === 0x02 && answer[info + 1] === 1 && (answer[info + 2] === 0 || answer[info + 2] === 1);
}

/** Where the content of a DER element begins; null for a length that is none. */
function contentAt(bytes: Uint8Array, at: number): number | null {
  const length = bytes[at + 1];
  if (length === undefined) return null;
  return length < 0x80 ? at + 2 : length <= 0x84 ? at + 2 + (length & 0x7f) : null;
}

function lengthOf(hex: string): string {
  return (hex.length / 2).toString(16).padStart(2, "0");
}

function fromHexText(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g)!, (pair) => parseInt(pair, 16));
}
