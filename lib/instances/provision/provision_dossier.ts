import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { refuseAll } from "../../base/refusal.ts";
import { cleanLine, hasForbiddenCharacters, parseEmail } from "../../base/text.ts";
import { actReasonIssues, companyNameIssues, insertOperatorAct, readActReason } from "../../identity/mod.ts";
import { sha256Hex } from "../../platform/crypto.ts";
import { onControl } from "../cells/ask_cell.ts";
import { startOpening } from "../open_dossier.ts";
import type { ProcedureKey } from "../procedure_store.ts";
import { issue } from "../refusals.ts";
import type { Operator } from "../trial/trial_mails.ts";
import { presetKeyOf } from "./presets.ts";

/** Under which name the acts of the team stand in a dossier. */
const TEAM = "Équipe Paraphe";

/** A dossier that an operator opens for somebody. */
export interface ProvisionForm {
  /** Comes with the form: sent twice, it opens one dossier. */
  readonly formId: Uuid;
  readonly email: string;
  readonly companyName: string;
  readonly country: string;
  readonly trade: string;
  readonly reason: string;
}

/**
 * Begins a dossier for somebody, by the procedure that every dossier opens with; the product carries it out. Its owner
 * is whoever accepts the invitation that leaves once it stands. Given up, it is undone as any other.
 * Refuses `identity.act_reason`, `provision_email`, `identity.company_name_*`, `provision_preset` (422).
 */
export async function provisionDossier(
  ctx: PersonCtx,
  by: Operator,
  { formId, ...typed }: ProvisionForm,
): Promise<ProcedureKey> {
  const email = parseEmail(typed.email), companyName = cleanLine(typed.companyName), preset = presetKeyOf(typed);
  refuseAll([
    ...(email === null || hasForbiddenCharacters(email) ? [issue("provision_email")] : []),
    ...companyNameIssues(companyName),
    ...(preset === null ? [issue("provision_preset")] : []),
    ...actReasonIssues(typed.reason),
  ]);
  const reason = readActReason(typed.reason);
  const tenantId = idOf(by.operatorId, formId);
  return await onControl(async (tx) => {
    const wish = { tenantId, companyName, email: email!, ownerId: null, ownerLabel: TEAM, preset };
    const key = await startOpening(tx, ctx, wish);
    // The dossier itself is not in the directory yet: the act stands in the operators' log alone, under its id.
    const subject = { kind: "procedure", id: key.id, instanceId: tenantId } as const;
    await insertOperatorAct(tx, by, { at: ctx.now, act: "provision_dossier", subject, reason });
    return key;
  });
}

/** Made of the operator and his form, so that a form sent twice is one dossier. */
function idOf(operatorId: Uuid, formId: Uuid): Uuid {
  const drawn = sha256Hex(`provision/${operatorId}/${formId}`);
  // Version 8 (RFC 9562 §5.8), sorted by the birth of the form as our other ids are.
  return `${formId.slice(0, 14)}8${drawn.slice(0, 3)}-8${drawn.slice(3, 6)}-${drawn.slice(6, 18)}` as Uuid;
}
