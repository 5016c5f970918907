import type { IsoInstant } from "../../base/dates.ts";
import { hmacSha256, toHex } from "../../platform/crypto.ts";
import { request } from "../../platform/http.ts";

/** How long the receiver may take. */
const TIMEOUT_MS = 8_000;

/** A call of the webhook. */
export interface WebhookCall {
  readonly url: string;
  readonly key: Uint8Array;
  /** Same at every try: who receives it twice keeps the first. */
  readonly eventId: string;
  readonly body: string;
  readonly at: IsoInstant;
}

/**
 * Calls a webhook and gives the status of its answer. The signature is HMAC-SHA256 over `<seconds>.<body>`, so that a
 * call which was overheard cannot be played again later; a redirect is not followed. Throws an HttpFault.
 */
export async function callWebhook({ url, key, eventId, body, at }: WebhookCall): Promise<number> {
  const seconds = Math.floor(Date.parse(at) / 1000);
  const answer = await request(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "user-agent": "Paraphe",
      "paraphe-event": eventId,
      "paraphe-timestamp": String(seconds),
      "paraphe-signature": webhookSignature(key, seconds, body),
    },
    body,
    timeoutMs: TIMEOUT_MS,
    maxBytes: 64 * 1024,
    // An operator set the address, and his receiver often stands beside the program.
    allowPrivate: true,
  });
  return answer.status;
}

/** `v1=<hex>`: HMAC-SHA256 of `<seconds>.<body>`; the receiver makes the same and compares. */
export function webhookSignature(key: Uint8Array, seconds: number, body: string): string {
  return `v1=${toHex(hmacSha256(key, `${seconds}.${body}`))}`;
}
