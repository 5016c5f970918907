import { askReset, peekReset, RESET_LINK_MINUTES, resetPassword } from "../../lib/identity/mod.ts";
import { Button, Card, Form, type FormState, type JSX, PublicPage, TextField } from "../../lib/ui/mod.ts";
import { type OpenContext, pageSettings, personCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { respond, submit } from "../respond.tsx";
import { forgetSession } from "../session.ts";
import { LookAtMailPage } from "./look_at_mail.tsx";
import { NewPasswordField } from "./new_password.tsx";

export const forgottenRoutes: Routes = {
  "GET /mot-de-passe-oublie": showForgotten,
  "POST /mot-de-passe-oublie": ask,
  "GET /mot-de-passe-oublie/envoyee": showSent,
  "GET /mot-de-passe-oublie/choix/:secret": showChoice,
  "POST /mot-de-passe-oublie/choix/:secret": choose,
};

function showForgotten(c: OpenContext): Response {
  return respond(c, { page: () => <ForgottenPage c={c} />, json: () => ({ fields: ["email"] }) });
}

/** Everybody hears the same: the mail alone tells whether the address was known. */
async function ask(c: OpenContext): Promise<Response> {
  return await submit(c, {
    run: (form) => askReset(personCtx(c), { email: form.text("email") }),
    goTo: paths.resetSent,
    json: () => ({ next: "reset_by_mail" }),
    status: 202,
    again: (state) => <ForgottenPage c={c} state={state} />,
  });
}

function showSent(c: OpenContext): Response {
  return respond(c, { page: () => <SentPage c={c} />, json: () => ({ next: "reset_by_mail" }) });
}

/** A GET spends nothing: mail scanners open links. */
async function showChoice(c: OpenContext): Promise<Response> {
  const { email } = await peekReset(personCtx(c), secretOf(c));
  return respond(c, {
    page: () => <ChoicePage c={c} email={email} />,
    json: () => ({ email, fields: ["password"] }),
  });
}

async function choose(c: OpenContext): Promise<Response> {
  return await submit(c, {
    run: async (form) => {
      await resetPassword(personCtx(c), { secret: secretOf(c), password: form.text("password") });
      forgetSession(c);
    },
    goTo: () => paths.signIn(),
    json: () => ({ next: "sign_in" }),
    again: async (state) => {
      const { email } = await peekReset(personCtx(c), secretOf(c));
      return <ChoicePage c={c} email={email} state={state} />;
    },
  });
}

function secretOf(c: OpenContext): string {
  return c.req.param("secret") ?? "";
}

function ForgottenPage({ c, state }: { c: OpenContext; state?: FormState }): JSX.Element {
  return (
    <PublicPage {...pageSettings(c)} title="Mot de passe oublié" aside={<a href={paths.signIn()}>Se connecter</a>}>
      <h1>Mot de passe oublié</h1>
      <p class="lead">
        Indiquez l’adresse de votre compte : vous y recevrez un lien pour choisir un autre mot de passe.
      </p>
      <Card>
        <Form action={paths.forgottenPassword()} state={state}>
          <TextField
            name="email"
            label="Adresse e-mail"
            type="email"
            autocomplete="username"
            width="full"
            form={state}
          />
          <Button kind="primary">Recevoir le lien</Button>
        </Form>
      </Card>
      <p>
        Vous ne savez plus votre adresse ? Le message de bienvenue la rappelle ; sinon,{" "}
        <a href={paths.contact()}>écrivez-nous</a>.
      </p>
    </PublicPage>
  );
}

function SentPage({ c }: { c: OpenContext }): JSX.Element {
  return (
    <LookAtMailPage
      c={c}
      lead="Si cette adresse est celle d’un compte, un message vient d’y partir."
      steps={["Choisissez un nouveau mot de passe : toutes vos connexions sont alors fermées."]}
      lifetime={`${RESET_LINK_MINUTES} minutes`}
    >
      <p>
        Vous ne savez plus votre adresse ? <a href={paths.contact()}>Écrivez-nous</a>.
      </p>
    </LookAtMailPage>
  );
}

function ChoicePage({ c, email, state }: { c: OpenContext; email: string; state?: FormState }): JSX.Element {
  return (
    <PublicPage {...pageSettings(c)} title="Nouveau mot de passe">
      <h1>Choisir un nouveau mot de passe</h1>
      <p class="lead">
        Pour le compte <strong>{email}</strong>. Vos connexions en cours seront fermées.
      </p>
      <Card>
        <Form action={c.req.path} state={state}>
          <NewPasswordField label="Nouveau mot de passe" form={state} />
          <Button kind="primary">Enregistrer ce mot de passe</Button>
        </Form>
      </Card>
    </PublicPage>
  );
}
