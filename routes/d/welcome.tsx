import { PageHead } from "../../lib/ui/mod.ts";
import type { DossierContext, Routes } from "../handler.ts";
import { respond } from "../respond.tsx";
import { DossierPage } from "./frame.tsx";

export const welcomeRoutes: Routes = { "GET /d/:slug": showWelcome };

/** The first page of a dossier. */
function showWelcome(c: DossierContext): Response {
  const { dossier, profile, isOwner } = c.get("entered");
  return respond(c, {
    json: () => ({ ...dossier, profile, isOwner }),
    page: () => (
      <DossierPage c={c} title="Tableau de bord">
        <PageHead title="Tableau de bord" lead={dossier.companyName} />
      </DossierPage>
    ),
  });
}
