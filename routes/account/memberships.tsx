import { type DossierChoice, listDossiers } from "../../lib/access/mod.ts";
import { dayOf } from "../../lib/base/dates.ts";
import { Empty, type JSX } from "../../lib/ui/mod.ts";
import { type PersonContext, personCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { respond } from "../respond.tsx";
import { DossierTable } from "./dossier_table.tsx";
import { AccountPage } from "./frame.tsx";

export const membershipRoutes: Routes = { "GET /compte": showMemberships };

async function showMemberships(c: PersonContext): Promise<Response> {
  const dossiers = await listDossiers(personCtx(c));
  return respond(c, {
    json: () => ({ memberships: dossiers.map(({ tenantId: _, ...dossier }) => dossier) }),
    page: () => <MembershipsPage c={c} dossiers={dossiers} />,
  });
}

function MembershipsPage({ c, dossiers }: { c: PersonContext; dossiers: readonly DossierChoice[] }): JSX.Element {
  return (
    <AccountPage c={c} title="Mes adhésions" place="memberships">
      <p class="lead">Les dossiers où vous travaillez, et à quel titre.</p>
      <DossierTable
        caption="Dossiers où vous travaillez"
        dossiers={dossiers}
        today={dayOf(c.get("now"))}
        hrefOf={(dossier) => paths.dossier(dossier.slug)}
        empty={<Empty title="Aucun dossier">Vous n’avez de place dans aucun dossier.</Empty>}
      />
    </AccountPage>
  );
}
