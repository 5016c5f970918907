import { listActivity } from "../../lib/company/mod.ts";
import { Empty, PageHead } from "../../lib/ui/mod.ts";
import type { DossierContext, Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { respond } from "../respond.tsx";
import { activityCursorIn, ActivityTimeline } from "./activity_timeline.tsx";
import { DossierPage } from "./frame.tsx";
import { slugOf } from "./here.tsx";

export const activityRoutes: Routes = { "GET /d/:slug/activite": show };

/** « Qui a fait quoi » in the whole dossier, newest first. */
async function show(c: DossierContext): Promise<Response> {
  const page = await listActivity(c.get("ctx"), null, { before: activityCursorIn(c) });
  return respond(c, {
    json: () => page,
    page: () => (
      <DossierPage c={c} title="Qui a fait quoi">
        <PageHead title="Qui a fait quoi" lead="Chaque création, modification et envoi, le plus récent d’abord." />
        {page.acts.length === 0
          ? (
            <Empty title="Rien n’a encore été fait ici">
              <p>Dès que quelqu’un modifie une fiche ou émet un document, son nom et l’heure s’inscrivent ici.</p>
            </Empty>
          )
          : <ActivityTimeline c={c} page={page} path={paths.activity(slugOf(c))} linked />}
      </DossierPage>
    ),
  });
}
