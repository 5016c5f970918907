import { askErasure } from "../../lib/access/operator.ts";
import { idParam, type OperatorContext, operatorCtx, type Routes, submit } from "../handler.ts";
import { paths } from "../paths.ts";
import { instancePage } from "./instance.tsx";

/** Where an erasure of contents is asked for: a part of the dossier's page. */
export const routes: Routes = { "POST /dossiers/:dossier/effacements": ask };

async function ask(c: OperatorContext): Promise<Response> {
  const tenantId = idParam(c, "dossier");
  return await submit(c, {
    run: (form) => {
      const typed = { tenantId, reason: form.text("reason"), until: form.text("until") };
      return askErasure(operatorCtx(c), c.get("operator"), typed);
    },
    goTo: (id) => paths.erasure({ tenantId, id }),
    json: (id) => ({ id }),
    again: (state) => instancePage(c, { erasure: state }),
  });
}
