import { addSeconds } from "../../lib/base/dates.ts";
import { totpCode } from "../../lib/identity/totp.ts";
import { now } from "../../lib/platform/clock.ts";
import { paths } from "../../routes/paths.ts";
import type { Client } from "./client.ts";

/** Length of a step of the codes, in seconds (RFC 6238). */
export const STEP_S = 30;

/** An application of codes: what it shows some steps before or after now. */
export type CodeApp = (steps?: number) => string;

/** Adds an application of codes on somebody's page of security; its first code is spent by that. */
export async function addCodeApp(client: Client): Promise<CodeApp> {
  const app = await draftCodeApp(client);
  const added = await client.postJson(paths.totpCode(), { code: app() });
  if (added.status !== 200) throw new Error(`application of codes: ${added.text}`);
  return app;
}

/** The same without typing a first code: nothing is asked for yet. */
export async function draftCodeApp(client: Client): Promise<CodeApp> {
  await client.postJson(paths.totp());
  const { draft } = (await client.getJson(paths.totp())).json<{ draft: { secret: string } }>();
  const secret = bytesOf(draft.secret);
  return (steps = 0) => totpCode(secret, addSeconds(now(), steps * STEP_S));
}

/** A shared secret, from the letters and digits that a page shows (RFC 4648 §6). */
export function bytesOf(base32: string): Uint8Array {
  const bits = [...base32.replaceAll(" ", "")].map((sign) =>
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign).toString(2).padStart(5, "0")
  ).join("");
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => parseInt(byte, 2));
}
