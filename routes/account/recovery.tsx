import { findOwnObjection, objectToRecovery, peekObjection, type PendingRecovery } from "../../lib/access/mod.ts";
import { Button, Card, Facts, Form, InstantText, type JSX, PublicPage } from "../../lib/ui/mod.ts";
import { type DossierContext, type OpenContext, pageSettings, personCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { done, respond, seeOther } from "../respond.tsx";

export const recoveryRoutes: Routes = {
  "GET /reprise/:secret": show,
  "POST /reprise/:secret": object,
  "GET /reprise": showStopped,
  "GET /d/:slug/reprise": goToOwn,
};

/** A look stops nothing: mail programs open links to scan them. */
async function show(c: OpenContext): Promise<Response> {
  const pending = await peekObjection(personCtx(c), secretOf(c));
  return respond(c, { json: () => pending, page: () => <ObjectionPage c={c} pending={pending} /> });
}

async function object(c: OpenContext): Promise<Response> {
  await objectToRecovery(personCtx(c), secretOf(c));
  return done(c, { goTo: paths.recoveryStopped(), json: () => ({ stopped: true }) });
}

/** From the banner of the dossier to the member's own link. */
async function goToOwn(c: DossierContext): Promise<Response> {
  return seeOther(c, paths.objection(await findOwnObjection(c.get("ctx"))));
}

function ObjectionPage({ c, pending }: { c: OpenContext; pending: PendingRecovery }): JSX.Element {
  const { companyName, name, email, waitsUntil } = pending;
  return (
    <PublicPage {...pageSettings(c)} title="Reprise d’un dossier">
      <h1>Reprise du dossier {companyName}</h1>
      <p class="lead">L’équipe de Paraphe a été saisie d’une demande de reprise de ce dossier.</p>
      <Card title="Qui deviendrait administrateur et titulaire">
        <Facts
          facts={[
            { term: "Nom", value: name },
            { term: "Adresse", value: email },
            { term: "Opposition possible jusqu’au", value: <InstantText instant={waitsUntil} /> },
          ]}
        />
      </Card>
      <p>
        Si cette demande ne vous paraît pas normale, arrêtez-la : une seule opposition suffit, et elle est définitive.
        Votre nom figurera dans « Qui a fait quoi ».
      </p>
      <Form action={c.req.path}>
        <Button kind="primary">Je m’y oppose</Button>
      </Form>
      <p class="hint">Si vous êtes d’accord, fermez cette page : vous n’avez rien à faire.</p>
    </PublicPage>
  );
}

function showStopped(c: OpenContext): Response {
  return respond(c, {
    json: () => ({ stopped: true }),
    page: () => (
      <PublicPage {...pageSettings(c)} title="Reprise arrêtée">
        <h1>La reprise est arrêtée</h1>
        <p>
          Personne ne sera invité, et le dossier reste comme il est. Notre équipe voit votre opposition ; si vous
          souhaitez lui expliquer ce qui se passe, <a href={paths.contact()}>écrivez-lui</a>.
        </p>
      </PublicPage>
    ),
  });
}

function secretOf(c: OpenContext): string {
  return c.req.param("secret") ?? "";
}
