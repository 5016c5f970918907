import { authorize, type Ctx } from "../../base/ctx.ts";
import { isUuid } from "../../base/ids.ts";
import { loadFile, storeKey } from "../../files/mod.ts";
import { withTenant } from "../../platform/db/tenant.ts";
import { programVersion } from "../../platform/outside.ts";
import type { StoredFile } from "../../platform/storage/store.ts";
import { storeOf } from "../../platform/stores.ts";
import { refuse } from "../refusals.ts";
import { type Attestation, findAttestation, findAttestations } from "./attestation_store.ts";
import { releaseOf } from "./releases.ts";

/** An attestation as the page lists it. */
export interface ListedAttestation extends Attestation {
  /** True for one of an earlier major version: another must be made. */
  readonly isOutdated: boolean;
}

/** The dossier's attestations, newest first. Right `sealed_log:read`. */
export async function listAttestations(ctx: Ctx): Promise<ListedAttestation[]> {
  authorize(ctx, "sealed_log:read");
  const { root } = releaseOf(programVersion());
  const found = await withTenant(ctx, (tx) => findAttestations(tx, ctx.tenantId), { mode: "read" });
  return found.map((attestation) => ({ ...attestation, isOutdated: attestation.root !== root }));
}

/** The PDF of one, as it was made. Right `sealed_log:read`. Refuses `not_found`, unknown or foreign alike. */
export async function openAttestation(ctx: Ctx, id: string): Promise<{ name: string; file: StoredFile }> {
  authorize(ctx, "sealed_log:read");
  if (!isUuid(id)) throw refuse("not_found");
  const { name, id: fileId } = await withTenant(ctx, async (tx) => {
    const attestation = await findAttestation(tx, { tenantId: ctx.tenantId, id });
    if (!attestation) throw refuse("not_found");
    return await loadFile(tx, ctx, attestation.fileId);
  }, { mode: "read" });
  const file = await storeOf(ctx.cell).get(storeKey({ tenantId: ctx.tenantId, id: fileId }));
  if (!file) throw refuse("not_found");
  return { name, file };
}
