import { askRecovery, EVIDENCE, type Evidence, type RecoveryForm } from "../../lib/access/operator.ts";
import type { SentForm } from "../../lib/platform/web/form.ts";
import { idParam, type OperatorContext, operatorCtx, type Routes, submit } from "../handler.ts";
import { paths } from "../paths.ts";
import { instancePage } from "./instance.tsx";

/** Where a recovery of a dossier is asked for: a part of the dossier's page. */
export const routes: Routes = { "POST /dossiers/:dossier/reprises": ask };

async function ask(c: OperatorContext): Promise<Response> {
  const tenantId = idParam(c, "dossier");
  return await submit(c, {
    run: (form) => askRecovery(operatorCtx(c), c.get("operator"), { tenantId, ...readForm(form) }),
    goTo: (id) => paths.recovery({ tenantId, id }),
    json: (id) => ({ id }),
    again: (state) => instancePage(c, { recovery: state }),
  });
}

function readForm(form: SentForm): RecoveryForm {
  return {
    email: form.text("email"),
    name: form.text("name"),
    reason: form.text("why"),
    evidence: EVIDENCE.filter((kind: Evidence) => form.flag(kind)),
    note: form.text("note"),
    ownersLeave: form.flag("owners_leave"),
    despiteAdministrator: form.flag("despite"),
  };
}
