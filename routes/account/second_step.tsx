import {
  finishSecondStep,
  mailSecondStep,
  passkeyForSecondStep,
  passkeyForSignIn,
  peekSecondStep,
  signInByPasskey,
  type StepProof,
  type StepWays,
} from "../../lib/identity/mod.ts";
import { Button, Card, Form, type FormState, type JSX, PublicPage, TextField } from "../../lib/ui/mod.ts";
import { type OpenContext, pageSettings, personCtx, type Routes } from "../handler.ts";
import { ownPath, paths } from "../paths.ts";
import { done, respond, submit } from "../respond.tsx";
import { keepSession, stepToken } from "../session.ts";
import { captchaFor } from "./_captcha_fields.tsx";
import { PasskeyForm } from "../../lib/ui/mod.ts";
import { SignInPage } from "./sign_in.tsx";

export const secondStepRoutes: Routes = {
  "GET /connexion/code": showStep,
  "POST /connexion/code": finish,
  "POST /connexion/code/mail": mail,
  "POST /connexion/code/cle": askPasskey,
  "POST /connexion/cle/demande": askAnyPasskey,
  "POST /connexion/cle": enterByPasskey,
};

/** A wait that is over and one that never was look the same: 410, and the way back to the first step. */
async function showStep(c: OpenContext): Promise<Response> {
  const ways = await peekSecondStep(personCtx(c), stepToken(c));
  const back = ownPath(c.req.query("retour"));
  const wasMailed = c.req.query("envoye") !== undefined;
  return respond(c, {
    json: () => ({ fields: ["code"], ways }),
    page: () => <StepPage c={c} ways={ways} back={back} wasMailed={wasMailed} />,
  });
}

async function finish(c: OpenContext): Promise<Response> {
  let back = "";
  return await submit(c, {
    run: async (form) => {
      back = ownPath(form.text("back"));
      const answer = form.text("answer");
      const proof: StepProof = answer ? { signature: answer } : { code: form.text("code") };
      const session = await finishSecondStep(personCtx(c), { stepToken: stepToken(c), proof });
      await keepSession(c, session);
      return session;
    },
    goTo: () => back || paths.dossiers(),
    json: ({ expiresAt }) => ({ expiresAt }),
    again: async ({ issues }) => {
      const ways = await peekSecondStep(personCtx(c), stepToken(c));
      return <StepPage c={c} ways={ways} back={back} state={{ values: {}, issues }} />;
    },
  });
}

async function mail(c: OpenContext): Promise<Response> {
  await mailSecondStep(personCtx(c), stepToken(c));
  return done(c, { goTo: paths.secondStep(ownPath(c.req.query("retour")), "envoye"), json: () => ({ sent: true }) });
}

async function askPasskey(c: OpenContext): Promise<Response> {
  const request = await passkeyForSecondStep(personCtx(c), stepToken(c));
  return done(c, { goTo: paths.secondStep(), json: () => request });
}

async function askAnyPasskey(c: OpenContext): Promise<Response> {
  const request = await passkeyForSignIn(personCtx(c));
  return done(c, { goTo: paths.signIn(), json: () => request });
}

async function enterByPasskey(c: OpenContext): Promise<Response> {
  let back = "";
  return await submit(c, {
    run: async (form) => {
      back = ownPath(form.text("back"));
      const session = await signInByPasskey(personCtx(c), form.text("answer"));
      await keepSession(c, session);
      return session;
    },
    goTo: () => back || paths.dossiers(),
    json: ({ expiresAt }) => ({ expiresAt }),
    again: async ({ issues }) => (
      <SignInPage c={c} back={back} state={{ values: {}, issues }} captcha={await captchaFor(c)} />
    ),
  });
}

function StepPage(
  { c, ways, back, wasMailed, state }: {
    c: OpenContext;
    ways: StepWays;
    back: string;
    wasMailed?: boolean;
    state?: FormState;
  },
): JSX.Element {
  const hidden = back ? { back } : {};
  return (
    <PublicPage {...pageSettings(c)} title="Deuxième étape" scripts={["passkeys.js"]}>
      <h1>Deuxième étape</h1>
      <Card>
        <Form action={paths.secondStep()} state={state} hidden={hidden}>
          <TextField
            name="code"
            label="Code"
            hint={hintOf(ways, wasMailed)}
            autocomplete="one-time-code"
            autofocus
            width="full"
            form={state}
          />
          <Button kind="primary">Continuer</Button>
        </Form>
        {ways.passkey
          ? (
            <PasskeyForm
              kind="get"
              action={paths.secondStep()}
              options={paths.secondStepPasskey()}
              hidden={hidden}
              label="Utiliser une clé d’accès"
            />
          )
          : null}
        {ways.mailCode
          ? (
            <Form action={paths.secondStepMail(back)}>
              <Button kind="quiet">Recevoir un code par e-mail</Button>
            </Form>
          )
          : null}
      </Card>
      <p>
        <a href={paths.signIn(back || undefined)}>Recommencer la connexion</a>
      </p>
    </PublicPage>
  );
}

function hintOf({ totp, mailCode, passkey, recovery }: StepWays, wasMailed: boolean | undefined): string {
  const main = wasMailed || (mailCode && !totp && !passkey)
    ? "Six chiffres viennent de partir vers votre adresse ; ils valent dix minutes."
    : totp
    ? "Les six chiffres que montre votre application."
    : "Utilisez votre clé d’accès ci-dessous.";
  return recovery ? `${main} Un code de secours convient aussi.` : main;
}
