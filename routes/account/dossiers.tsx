import { type DossierChoice, listDossiers, PROFILES } from "../../lib/access/mod.ts";
import { formatDate } from "../../lib/base/dates.ts";
import { Button, ButtonLink, Empty, Form, type JSX, PublicPage, Table } from "../../lib/ui/mod.ts";
import { pageSettings, type PersonContext, personCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { respond, seeOther, wantsJson } from "../respond.tsx";

export const dossierRoutes: Routes = { "GET /dossiers": chooseDossier };

/** The one dossier of most people opens at once; `?tous` shows the list all the same. */
async function chooseDossier(c: PersonContext): Promise<Response> {
  const dossiers = await listDossiers(personCtx(c));
  const [only, ...others] = dossiers;
  const opensAtOnce = only && others.length === 0 && c.req.query("tous") === undefined;
  if (opensAtOnce && !wantsJson(c)) return seeOther(c, paths.dossier(only.slug));
  return respond(c, {
    json: () => ({ dossiers: dossiers.map(({ tenantId: _, ...dossier }) => dossier) }),
    page: () => <ChooserPage c={c} dossiers={dossiers} />,
  });
}

function ChooserPage({ c, dossiers }: { c: PersonContext; dossiers: readonly DossierChoice[] }): JSX.Element {
  return (
    <PublicPage {...pageSettings(c)} title="Vos dossiers" aside={<SignOutForm />} wide={dossiers.length > 0}>
      <h1>Vos dossiers</h1>
      <Table
        caption="Dossiers que vous pouvez ouvrir"
        columns={[
          { label: "Dossier", cell: (dossier) => dossier.companyName, grow: true },
          { label: "Vous y êtes", cell: profileOf },
          { label: "État", cell: stateOf, card: "aside" },
        ]}
        rows={dossiers}
        rowHref={(dossier) => paths.dossier(dossier.slug)}
        empty={<NoDossier />}
      />
    </PublicPage>
  );
}

/** After a sign-up whose dossier is not ready yet, and for people who left their last one. */
function NoDossier(): JSX.Element {
  return (
    <Empty
      title="Aucun dossier pour l’instant"
      action={<ButtonLink kind="primary" href={paths.dossiers()}>Regarder de nouveau</ButtonLink>}
    >
      <p>Si vous venez de confirmer votre adresse, votre dossier se prépare : il s’ouvre dans un instant.</p>
    </Empty>
  );
}

function SignOutForm(): JSX.Element {
  return (
    <Form action={paths.signOut()} class="inline">
      <Button kind="quiet">Se déconnecter</Button>
    </Form>
  );
}

function profileOf({ profile, isOwner }: DossierChoice): string {
  const { label } = PROFILES[profile as keyof typeof PROFILES];
  return isOwner ? `${label}, titulaire` : label;
}

function stateOf({ state, trialEndsOn }: DossierChoice): string {
  switch (state) {
    case "trial":
      return trialEndsOn ? `essai jusqu’au ${formatDate(trialEndsOn)}` : "essai";
    case "active":
      return "actif";
    case "suspended":
      return "suspendu";
    case "copy":
      return "copie, lecture seule";
    default:
      return "fermé";
  }
}
