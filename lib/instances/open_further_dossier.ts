import { present } from "../base/assert.ts";
import type { PersonCtx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { refuseAll } from "../base/refusal.ts";
import { cleanLine } from "../base/text.ts";
import { companyNameIssues, countOpening } from "../identity/mod.ts";
import { sha256Hex } from "../platform/crypto.ts";
import { withControl } from "../platform/db/tenant.ts";
import { startOpening } from "./open_dossier.ts";
import type { ProcedureKey } from "./procedure_store.ts";

/** What a signed-in person asks for. */
export interface FurtherDossier {
  /** Comes with the form: sent twice, it opens one dossier. */
  readonly formId: Uuid;
  readonly companyName: string;
  /** Of the person: first address of the company, and the name under which his acts are shown. */
  readonly email: string;
  readonly label: string;
}

/**
 * Begins a further dossier of a person who is signed in, by the procedure that opens the first. Call `hurryProcedure`
 * next. Refuses `identity.company_name_*` (422, at the field), `identity.too_many_openings` (429).
 */
export async function openFurtherDossier(ctx: PersonCtx, wish: FurtherDossier): Promise<ProcedureKey> {
  const ownerId = present(ctx.personId, "person who opens a dossier");
  const companyName = cleanLine(wish.companyName);
  refuseAll(companyNameIssues(companyName));
  await countOpening(ctx);
  const tenantId = idOf(ownerId, wish.formId);
  const { email, label: ownerLabel } = wish;
  return await withControl(
    { tenantId, personId: ownerId },
    (tx) => startOpening(tx, ctx, { tenantId, companyName, email, ownerId, ownerLabel }),
  );
}

/** Made of the person and his form, so that nobody can name a dossier that is another's. */
function idOf(personId: Uuid, formId: Uuid): Uuid {
  const drawn = sha256Hex(`dossier/${personId}/${formId}`);
  // Version 8 (RFC 9562 §5.8), sorted by the birth of the form as our other ids are.
  return `${formId.slice(0, 14)}8${drawn.slice(0, 3)}-8${drawn.slice(3, 6)}-${drawn.slice(6, 18)}` as Uuid;
}
