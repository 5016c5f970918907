import { confirmSignUp, hurryProcedure } from "../../lib/instances/mod.ts";
import { peekSignUp, type PendingSignUp, SIGN_UP_LINK_HOURS, signUp } from "../../lib/identity/mod.ts";
import { Button, Card, Form, type FormState, type JSX, PublicPage, TextField } from "../../lib/ui/mod.ts";
import { type OpenContext, pageSettings, personCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { done, respond, seeOther, submit } from "../respond.tsx";
import { keepSession } from "../session.ts";
import { LookAtMailPage } from "./look_at_mail.tsx";
import { NewPasswordField } from "./new_password.tsx";

export const signUpRoutes: Routes = {
  "GET /inscription": showSignUp,
  "POST /inscription": takeSignUp,
  "GET /inscription/envoyee": showSent,
  "GET /inscription/confirmation/:secret": showConfirmation,
  "POST /inscription/confirmation/:secret": confirm,
};

function showSignUp(c: OpenContext): Response {
  return respond(c, {
    page: () => <SignUpPage c={c} />,
    json: () => ({ fields: ["email", "companyName", "password"] }),
  });
}

/** Everybody hears the same: the mail alone tells whether the address was known. */
async function takeSignUp(c: OpenContext): Promise<Response> {
  return await submit(c, {
    run: (form) => {
      const input = {
        email: form.text("email"),
        companyName: form.text("companyName"),
        password: form.text("password"),
      };
      return signUp(personCtx(c), input);
    },
    goTo: paths.signUpSent,
    json: () => ({ next: "confirm_by_mail" }),
    status: 202,
    again: (state) => <SignUpPage c={c} state={state} />,
  });
}

function showSent(c: OpenContext): Response {
  return respond(c, { page: () => <SentPage c={c} />, json: () => ({ next: "confirm_by_mail" }) });
}

/** A GET spends nothing: mail scanners open links, so the page holds a button. */
async function showConfirmation(c: OpenContext): Promise<Response> {
  const pending = await peekSignUp(personCtx(c), secretOf(c));
  return respond(c, { page: () => <ConfirmationPage c={c} pending={pending} />, json: () => pending });
}

async function confirm(c: OpenContext): Promise<Response> {
  const ctx = personCtx(c);
  const { session, procedure } = await confirmSignUp(ctx, secretOf(c));
  const isOpen = await hurryProcedure(ctx, procedure);
  await keepSession(c, session);
  if (!isOpen) return seeOther(c, paths.dossiers());
  return done(c, { goTo: paths.dossiers(), json: () => ({ dossiers: paths.dossiers() }), status: 201 });
}

function secretOf(c: OpenContext): string {
  return c.req.param("secret") ?? "";
}

function SignUpPage({ c, state }: { c: OpenContext; state?: FormState }): JSX.Element {
  return (
    <PublicPage {...pageSettings(c)} title="Essayer Paraphe" aside={<a href={paths.signIn()}>Se connecter</a>} listed>
      <h1>Ouvrir votre dossier</h1>
      <p class="lead">Trente jours pour essayer, sans carte bancaire.</p>
      <Card>
        <Form action={paths.signUp()} state={state}>
          <TextField name="email" label="Adresse e-mail" type="email" autocomplete="email" width="full" form={state} />
          <TextField
            name="companyName"
            label="Nom de l’entreprise"
            autocomplete="organization"
            width="full"
            form={state}
          />
          <NewPasswordField form={state} />
          <Button kind="primary">Créer mon dossier</Button>
        </Form>
      </Card>
    </PublicPage>
  );
}

function SentPage({ c }: { c: OpenContext }): JSX.Element {
  return (
    <LookAtMailPage
      c={c}
      lead="Un message vient de partir vers l’adresse que vous avez indiquée."
      steps={["Confirmez votre adresse : votre dossier s’ouvre aussitôt."]}
      lifetime={`${SIGN_UP_LINK_HOURS} heures`}
    />
  );
}

function ConfirmationPage({ c, pending }: { c: OpenContext; pending: PendingSignUp }): JSX.Element {
  return (
    <PublicPage {...pageSettings(c)} title="Confirmer votre adresse">
      <h1>{pending.isSecondDossier ? "Ouvrir un autre dossier" : "Confirmer votre adresse"}</h1>
      <p class="lead">
        Le dossier <strong>{pending.companyName}</strong> s’ouvrira pour <strong>{pending.email}</strong>.
      </p>
      <Form action={c.req.path}>
        <Button kind="primary">
          {pending.isSecondDossier ? "Ouvrir ce dossier" : "Confirmer et ouvrir mon dossier"}
        </Button>
      </Form>
      <p class="hint">Vous n’êtes pas à l’origine de cette demande ? Fermez cette page : rien ne sera ouvert.</p>
    </PublicPage>
  );
}
