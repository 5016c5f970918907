import { listErasures } from "../../lib/access/operator.ts";
import { PageHead } from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { answerJson, type OperatorContext, operatorCtx, page, type Routes, wantsJson } from "../handler.ts";
import { ErasureTable } from "./erasure_parts.tsx";

/** The erasures of contents of all dossiers. */
export const routes: Routes = { "GET /effacements": showErasures };

async function showErasures(c: OperatorContext): Promise<Response> {
  const erasures = await listErasures(operatorCtx(c));
  if (wantsJson(c)) return answerJson(c, { erasures });
  return page(
    c,
    <ConsolePage c={c} title="Effacements">
      <PageHead
        title="Effacements"
        lead="Contenus scellés dont la durée de conservation est passée : une personne demande, une autre décide."
      />
      <ErasureTable erasures={erasures} caption="Effacements" />
    </ConsolePage>,
  );
}
