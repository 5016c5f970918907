import type { Uuid } from "../../base/ids.ts";
import type { AgreementSource } from "../agreement.ts";
import type { Canonical } from "../canonical.ts";
import { CLOSURE_TYPES, closurePayload } from "./closure.ts";
import { closuresById, countClosures } from "./closure_store.ts";

/** Holds live closures against what was sealed of them. */
export const closureAgreement: AgreementSource = {
  types: Object.values(CLOSURE_TYPES),
  async payloads(tx, { tenantId, ids }) {
    const found = await closuresById(tx, { tenantId, ids });
    return new Map<Uuid, Canonical>(found.map((closure) => [closure.id, closurePayload(closure)]));
  },
  countSealed: countClosures,
};
