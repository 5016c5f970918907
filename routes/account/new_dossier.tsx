import { listDossiers } from "../../lib/access/mod.ts";
import { isUuid } from "../../lib/base/ids.ts";
import { MAX_COMPANY_NAME } from "../../lib/identity/mod.ts";
import { hurryProcedure, openFurtherDossier } from "../../lib/instances/mod.ts";
import { newId } from "../../lib/platform/random.ts";
import type { SentForm } from "../../lib/platform/web/form.ts";
import { Actions, Button, ButtonLink, Card, Form, type FormState, type JSX, TextField } from "../../lib/ui/mod.ts";
import { PublicPage } from "../../lib/ui/mod.ts";
import { pageSettings, type PersonContext, personCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { respond, submit } from "../respond.tsx";

export const newDossierRoutes: Routes = {
  "GET /dossiers/nouveau": show,
  "POST /dossiers/nouveau": open,
};

function show(c: PersonContext): Response {
  return respond(c, { json: () => ({ fields: ["companyName", "newId"] }), page: () => <NewDossierPage c={c} /> });
}

/** The dossier opens while the person waits; where a step fails its job goes on, and the list shows it later. */
async function open(c: PersonContext): Promise<Response> {
  return await submit(c, {
    run: (form) => openOne(c, form),
    goTo: (slug) => slug === null ? paths.dossiers("tous") : paths.dossier(slug),
    json: (slug) => ({ dossier: slug && paths.dossier(slug) }),
    status: 201,
    again: (state) => <NewDossierPage c={c} state={state} />,
  });
}

async function openOne(c: PersonContext, form: SentForm): Promise<string | null> {
  const ctx = personCtx(c);
  const { email, name } = c.get("person");
  const typed = form.text("newId");
  const procedure = await openFurtherDossier(ctx, {
    formId: isUuid(typed) ? typed : newId(),
    companyName: form.text("companyName"),
    email,
    label: name ?? email,
  });
  await hurryProcedure(ctx, procedure);
  const opened = (await listDossiers(ctx)).find(({ tenantId }) => tenantId === procedure.tenantId);
  return opened?.slug ?? null;
}

function NewDossierPage({ c, state }: { c: PersonContext; state?: FormState }): JSX.Element {
  const { email } = c.get("person");
  return (
    <PublicPage {...pageSettings(c)} title="Ouvrir un autre dossier">
      <h1>Ouvrir un autre dossier</h1>
      <p class="lead">
        Il s’ajoute à ceux que vous avez, avec la même adresse <strong>{email}</strong> et le même mot de passe.
      </p>
      <Card>
        <Form action={paths.newDossier()} state={state} hidden={{ newId: state?.values["newId"] ?? newId() }}>
          <TextField
            name="companyName"
            label="Nom de l’entreprise"
            hint={`Tel qu’il figurera sur vos factures, ${MAX_COMPANY_NAME} caractères au plus.`}
            autocomplete="organization"
            width="full"
            form={state}
          />
          <Actions>
            <Button kind="primary">Ouvrir ce dossier</Button>
            <ButtonLink href={paths.dossiers("tous")}>Revenir à vos dossiers</ButtonLink>
          </Actions>
        </Form>
      </Card>
      <p class="hint">
        Trente jours d’essai, comme pour le premier. Vous seul y entrez tant que vous n’invitez personne.
      </p>
    </PublicPage>
  );
}
