import { authorize, type Ctx } from "../../base/ctx.ts";
import type { IsoDate, IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { baseUrl } from "../../platform/outside.ts";
import { withControl } from "../../platform/db/tenant.ts";
import { refuse } from "../refusals.ts";
import { type Pass, PASS_PATH, passCodeHash, type PassKind, passLinkHash, type PassSecrets } from "./pass.ts";
import { insertPass, loadPasses, revokePassRow } from "./pass_store.ts";

/** What a pass opens, to whom, until when. */
export interface PassWish {
  readonly id: Uuid;
  readonly kind: PassKind;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly label: string;
  readonly expiresAt: IsoInstant;
  readonly secrets: PassSecrets;
}

/** What the guest is handed, shown once: the address by one way, the code by another. */
export interface GrantedPass {
  readonly url: string;
  readonly code: string;
}

/**
 * Mints a pass. The dossier's own journal said so before: this is the second step. Right `sealed_log:control`.
 * Refuses `pass_granted` (409) when the same form was sent before: its code was shown once.
 */
export async function grantPass(ctx: Ctx, wish: PassWish): Promise<GrantedPass> {
  authorize(ctx, "sealed_log:control");
  const { tenantId, personId, now } = ctx;
  const { id, kind, from: fromOn, to: toOn, label, expiresAt, secrets } = wish;
  const pass = {
    ...{ tenantId, id, kind, fromOn, toOn, label, expiresAt, createdAt: now, consentedBy: personId! },
    linkHash: passLinkHash(secrets.link),
    codeHash: passCodeHash(secrets),
  };
  const isNew = await withControl({ tenantId }, (tx) => insertPass(tx, pass));
  if (!isNew) throw refuse("pass_granted");
  return { url: `${baseUrl()}${PASS_PATH}/${secrets.link}`, code: secrets.code };
}

/** The passes of the dossier, newest first. Right `sealed_log:control`. */
export async function listPasses(ctx: Ctx): Promise<Pass[]> {
  authorize(ctx, "sealed_log:control");
  const { tenantId } = ctx;
  return await withControl({ tenantId }, (tx) => loadPasses(tx, tenantId), { mode: "read" });
}

/** One of them. Right `sealed_log:control`. Refuses `no_pass` (404), unknown and foreign alike. */
export async function getPass(ctx: Ctx, id: Uuid): Promise<Pass> {
  const found = (await listPasses(ctx)).find((pass) => pass.id === id);
  if (!found) throw refuse("no_pass");
  return found;
}

/** Takes a pass back: its sessions end at once. Right `sealed_log:control`. True the first time. */
export async function revokePass(ctx: Ctx, id: Uuid): Promise<boolean> {
  authorize(ctx, "sealed_log:control");
  const { tenantId, now: at } = ctx;
  return await withControl({ tenantId }, (tx) => revokePassRow(tx, { tenantId, id, at }));
}
