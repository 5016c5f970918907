import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { sha256 } from "../../platform/crypto.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { networkOf } from "../rate_limits.ts";
import { describeDevice } from "./device.ts";
import { insertDevice } from "./device_store.ts";
import { postMail } from "./post_mail.ts";

/**
 * Notes where a session was opened from, in the transaction that opens it; a browser and network that this person has
 * not used before are told to him by mail. The first of all is not: it is the one that he signed up with.
 */
export async function noteDevice(
  tx: Tx,
  ctx: PersonCtx,
  session: { id: Uuid; userAgent: string },
): Promise<void> {
  const network = networkOf(ctx.request.ip);
  const { browser } = describeDevice(session.userAgent);
  const deviceHash = sha256(`${browser ?? ""} ${network}`);
  const told = await insertDevice(tx, { sessionId: session.id, deviceHash, network, at: ctx.now });
  if (!told) return;
  const facts = { userAgent: session.userAgent, network, at: ctx.now };
  await postMail(tx, ctx, { kind: "new_device", ...told, facts });
}
