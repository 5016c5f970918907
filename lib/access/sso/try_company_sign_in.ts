import { authorize, type Ctx } from "../../base/ctx.ts";
import { Refusal } from "../../base/refusal.ts";
import { withControl } from "../../platform/db/tenant.ts";
import { randomToken } from "../../platform/random.ts";
import { bindingOf, clientOf } from "./connection.ts";
import { describeProvider, tryClient } from "./provider_client.ts";
import { refuse } from "./refusals.ts";
import { loadConnection, noteCheck } from "./sso_store.ts";

/** What a try says when all is well. */
export const WORKS = "works";

/**
 * Tries the company sign-in as far as can be without a person: the provider answers, describes what we need, and knows
 * our id and secret. What it says is kept and shown. Right `members:write`. Refuses: `unavailable` (404).
 */
export async function tryCompanySignIn(ctx: Ctx, returnTo: string): Promise<string> {
  authorize(ctx, "members:write");
  const { tenantId, now: at } = ctx;
  const connection = await withControl({ tenantId }, (tx) => loadConnection(tx, tenantId), { mode: "read" });
  if (connection === null) throw refuse("unavailable");
  let result = WORKS;
  try {
    const provider = await describeProvider(clientOf(connection));
    await tryClient(provider, bindingOf(randomToken(), randomToken(), returnTo));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    result = error.code.replace(/^\w+\./, "");
  }
  await withControl({ tenantId }, (tx) => noteCheck(tx, tenantId, { version: connection.version, result, at }));
  return result;
}
