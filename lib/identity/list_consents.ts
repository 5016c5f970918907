import type { PersonCtx } from "../base/ctx.ts";
import { withControl } from "../platform/db/tenant.ts";
import { type Consent, loadConsents } from "./consent_store.ts";

/** The texts that the signed-in person accepted, with version, moment and address; part of his personal data. */
export async function listConsents(ctx: PersonCtx): Promise<readonly Consent[]> {
  if (!ctx.personId) return [];
  return await withControl({ personId: ctx.personId }, loadConsents, { mode: "read" });
}
