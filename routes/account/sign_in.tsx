import { signIn, signOut } from "../../lib/identity/mod.ts";
import { Button, Card, Form, type FormState, type JSX, PublicPage, TextField } from "../../lib/ui/mod.ts";
import { type OpenContext, pageSettings, personCtx, type Routes } from "../handler.ts";
import { isOwnPath, paths } from "../paths.ts";
import { done, respond, submit } from "../respond.tsx";
import { forgetSession, keepSession } from "../session.ts";

export const signInRoutes: Routes = {
  "GET /connexion": showSignIn,
  "POST /connexion": enter,
  "POST /deconnexion": leave,
};

function showSignIn(c: OpenContext): Response {
  const back = ownPath(c.req.query("retour"));
  return respond(c, {
    page: () => <SignInPage c={c} back={back} />,
    json: () => ({ fields: ["email", "password"] }),
  });
}

async function enter(c: OpenContext): Promise<Response> {
  let back = "";
  return await submit(c, {
    run: async (form) => {
      back = ownPath(form.text("back"));
      const session = await signIn(personCtx(c), { email: form.text("email"), password: form.text("password") });
      keepSession(c, session);
      return session;
    },
    goTo: () => back || paths.dossiers(),
    json: (session) => ({ expiresAt: session.expiresAt }),
    again: (state) => <SignInPage c={c} back={back} state={state} />,
  });
}

/** Signing out twice, or after the session has ended, is no error. */
async function leave(c: OpenContext): Promise<Response> {
  const token = c.get("edge").cookie.read(c.req.raw);
  if (token) await signOut(personCtx(c), token);
  forgetSession(c);
  return done(c, { goTo: paths.signIn(), json: () => ({ signedOut: true }) });
}

function ownPath(path: string | undefined): string {
  return path && isOwnPath(path) ? path : "";
}

function SignInPage({ c, back, state }: { c: OpenContext; back: string; state?: FormState }): JSX.Element {
  return (
    <PublicPage {...pageSettings(c)} title="Se connecter" aside={<a href={paths.signUp()}>Essayer gratuitement</a>}>
      <h1>Se connecter</h1>
      <Card>
        <Form action={paths.signIn()} state={state} hidden={back ? { back } : {}}>
          <TextField
            name="email"
            label="Adresse e-mail"
            type="email"
            autocomplete="username"
            width="full"
            form={state}
          />
          <TextField
            name="password"
            label="Mot de passe"
            type="password"
            autocomplete="current-password"
            width="full"
            form={state}
          />
          <Button kind="primary">Se connecter</Button>
          <p>
            <a href={paths.forgottenPassword()}>Mot de passe oublié</a>
          </p>
        </Form>
      </Card>
    </PublicPage>
  );
}
