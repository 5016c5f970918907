import { listRecoveries } from "../../lib/access/operator.ts";
import { PageHead } from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { answerJson, type OperatorContext, operatorCtx, page, type Routes, wantsJson } from "../handler.ts";
import { RecoveryTable } from "./recovery_parts.tsx";

/** The recoveries of all dossiers. */
export const routes: Routes = { "GET /reprises": showRecoveries };

async function showRecoveries(c: OperatorContext): Promise<Response> {
  const recoveries = await listRecoveries(operatorCtx(c));
  if (wantsJson(c)) return answerJson(c, { recoveries });
  return page(
    c,
    <ConsolePage c={c} title="Reprises">
      <PageHead
        title="Reprises"
        lead="Dossiers dont aucun administrateur ne peut plus se connecter : une personne demande, une autre décide."
      />
      <RecoveryTable recoveries={recoveries} caption="Reprises" />
    </ConsolePage>,
  );
}
