import { Refusal } from "../../lib/base/refusal.ts";
import {
  consoleParty,
  OPERATOR_SESSION_LIFETIME_S,
  operatorPasskeyRequest,
  signInOperator,
  signInOperatorByPasskey,
  signOutOperator,
} from "../../lib/identity/operator.ts";
import { readFields } from "../../lib/platform/web/body.ts";
import { type SentForm, sentForm } from "../../lib/platform/web/form.ts";
import {
  Button,
  Card,
  Form,
  type FormState,
  formState,
  type JSX,
  PasskeyForm,
  PublicPage,
  TextField,
} from "../../lib/ui/mod.ts";
import { answerJson, type OpenContext, operatorCtx, page, type Routes, seeOther } from "../handler.ts";
import { paths } from "../paths.ts";
import { party } from "./own_access.tsx";

/** Password and six-digit code, together: which of the two was wrong is not told. */
export const routes: Routes = {
  "GET /connexion": (c) => page(c, <SignInPage c={c} />),
  "POST /connexion": enter,
  "POST /connexion/cle": enterByPasskey,
  "POST /connexion/cle/demande": async (c) => answerJson(c, await operatorPasskeyRequest(operatorCtx(c), party(c))),
  "POST /deconnexion": leave,
};

async function enter(c: OpenContext): Promise<Response> {
  const form = sentForm(await readFields(c.req.raw));
  try {
    const input = { email: form.text("email"), password: form.text("password"), code: form.text("code") };
    const { token } = await signInOperator(operatorCtx(c), input);
    c.header("set-cookie", c.get("edge").cookie.keep(token, OPERATOR_SESSION_LIFETIME_S));
    return seeOther(c, paths.instances());
  } catch (error) {
    if (!(error instanceof Refusal) || (error.status !== 401 && error.status !== 429)) throw error;
    return page(c, <SignInPage c={c} state={formState(kept(form), error)} />, error.status);
  }
}

/** A device alone: its owner's gesture is the second factor. */
async function enterByPasskey(c: OpenContext): Promise<Response> {
  const form = sentForm(await readFields(c.req.raw));
  try {
    const input = { answer: form.text("answer"), party: party(c) };
    const { token } = await signInOperatorByPasskey(operatorCtx(c), input);
    c.header("set-cookie", c.get("edge").cookie.keep(token, OPERATOR_SESSION_LIFETIME_S));
    return seeOther(c, paths.instances());
  } catch (error) {
    if (!(error instanceof Refusal) || (error.status !== 401 && error.status !== 429)) throw error;
    return page(c, <SignInPage c={c} state={formState({}, error)} />, error.status);
  }
}

async function leave(c: OpenContext): Promise<Response> {
  const { cookie } = c.get("edge");
  const token = cookie.read(c.req.raw);
  if (token) await signOutOperator(operatorCtx(c), token);
  c.header("set-cookie", cookie.forget());
  return seeOther(c, paths.signIn());
}

/** The address comes back; a code works once and a password is never written into a page. */
function kept(form: SentForm): Readonly<Record<string, string>> {
  return { email: form.text("email") };
}

const CODE_HINT = "Celui que votre application affiche en ce moment.";

function SignInPage({ c, state }: { c: OpenContext; state?: FormState }): JSX.Element {
  const { assets, demoCode, baseUrl } = c.get("edge");
  return (
    <PublicPage assets={assets} title="Connexion" site="Console d’exploitation" scripts={["passkeys.js"]}>
      <h1>Console d’exploitation</h1>
      <Card>
        <Form action={paths.signIn()} state={state}>
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
          <TextField
            name="code"
            label="Code à six chiffres"
            hint={demoCode ? `Démonstration : le code du moment est ${demoCode()}.` : CODE_HINT}
            inputmode="numeric"
            autocomplete="one-time-code"
            maxlength={6}
            width="short"
            form={state}
          />
          <Button kind="primary">Se connecter</Button>
        </Form>
        {consoleParty(baseUrl)
          ? (
            <PasskeyForm
              kind="get"
              action={paths.passkeySignIn()}
              options={paths.passkeySignInRequest()}
              label="Se connecter avec une clé d’accès"
            />
          )
          : null}
      </Card>
    </PublicPage>
  );
}
