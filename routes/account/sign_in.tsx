import { passCaptcha, signIn, signOut } from "../../lib/identity/mod.ts";
import type { Uuid } from "../../lib/base/ids.ts";
import { Banner, Button, Card, Form, type FormState, type JSX, PublicPage, TextField } from "../../lib/ui/mod.ts";
import { type OpenContext, pageSettings, personCtx, type Routes } from "../handler.ts";
import { ownPath, paths } from "../paths.ts";
import { done, respond, submit } from "../respond.tsx";
import { forgetSession, keepSession, keepStep } from "../session.ts";
import { PasskeyForm } from "../../lib/ui/mod.ts";
import { CaptchaByMail, CaptchaFields, captchaFor, captchaJson } from "./_captcha_fields.tsx";

export const signInRoutes: Routes = {
  "GET /connexion": showSignIn,
  "POST /connexion": enter,
  "POST /deconnexion": leave,
};

async function showSignIn(c: OpenContext): Promise<Response> {
  const back = ownPath(c.req.query("retour"));
  const captcha = await captchaFor(c);
  return respond(c, {
    page: () => <SignInPage c={c} back={back} captcha={captcha} />,
    json: () => ({ fields: ["email", "password"], captcha: captchaJson(captcha) }),
  });
}

async function enter(c: OpenContext): Promise<Response> {
  let back = "";
  return await submit(c, {
    run: async (form) => {
      back = ownPath(form.text("back"));
      const email = form.text("email");
      const answer = { rule: c.get("edge").captcha, email, id: form.text("captchaId"), code: form.text("captcha") };
      await passCaptcha(personCtx(c), answer);
      const outcome = await signIn(personCtx(c), { email, password: form.text("password") });
      if ("stepToken" in outcome) keepStep(c, outcome);
      else await keepSession(c, outcome);
      return outcome;
    },
    goTo: (outcome) => "stepToken" in outcome ? paths.secondStep(back) : back || paths.dossiers(),
    json: ({ expiresAt, ...outcome }) => ({
      expiresAt,
      ...("stepToken" in outcome ? { next: "second_step", at: paths.secondStep() } : {}),
    }),
    again: async (state) => (
      <SignInPage c={c} back={back} state={state} captcha={await captchaFor(c, state.values["email"])} />
    ),
  });
}

/** Signing out twice, or after the session has ended, is no error. */
async function leave(c: OpenContext): Promise<Response> {
  const token = c.get("edge").cookie.read(c.req.raw);
  if (token) await signOut(personCtx(c), token);
  forgetSession(c);
  return done(c, { goTo: paths.signIn(), json: () => ({ signedOut: true }) });
}

/** The sign-in page, with the code to copy where one is wanted. */
export function SignInPage(
  { c, back, state, captcha, isMailed = false }: {
    c: OpenContext;
    back: string;
    state?: FormState;
    captcha: Uuid | null;
    isMailed?: boolean;
  },
): JSX.Element {
  return (
    <PublicPage
      {...pageSettings(c)}
      title="Se connecter"
      scripts={["passkeys.js"]}
      aside={<a href={paths.signUp()}>Essayer gratuitement</a>}
    >
      <h1>Se connecter</h1>
      {isMailed
        ? (
          <Banner kind="success">
            Si un compte a cette adresse, le code vient de lui être envoyé. Recopiez-le ici.
          </Banner>
        )
        : null}
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
          <CaptchaFields captcha={captcha} form={state} />
          <Button kind="primary">Se connecter</Button>
          <CaptchaByMail captcha={captcha} />
          <p>
            <a href={paths.forgottenPassword()}>Mot de passe oublié</a>
          </p>
          <p>
            <a href={paths.companySignInChoice()}>Connexion de l’entreprise</a>
          </p>
        </Form>
        <PasskeyForm
          kind="get"
          action={paths.passkeySignIn()}
          options={paths.passkeySignInRequest()}
          hidden={back ? { back } : {}}
          label="Se connecter avec une clé d’accès"
        />
      </Card>
    </PublicPage>
  );
}
