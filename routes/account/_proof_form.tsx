// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import {
  Actions,
  Button,
  Card,
  type Child,
  Form,
  type FormState,
  type JSX,
  PublicPage,
  TextField,
} from "../../lib/ui/mod.ts";
import { type AnyContext, pageSettings } from "../handler.ts";
import { isOwnPath, paths } from "../paths.ts";
import { PasskeyForm } from "../../lib/ui/mod.ts";

/** A form that waits for the proof: where it goes, and what was typed. */
export interface KeptForm {
  readonly path: string;
  readonly values: Readonly<Record<string, string | undefined>>;
}

/** Which ways of proving oneself the page offers. */
export interface ProofWays {
  readonly password: boolean;
  readonly code: boolean;
  readonly mailCode: boolean;
  readonly passkey: boolean;
}

/** The frame of the pages about the proof. */
export function FormPage({ c, children }: { c: AnyContext; children?: Child }): JSX.Element {
  return (
    <PublicPage {...pageSettings(c)} title="Confirmer que c’est vous" scripts={["passkeys.js"]}>
      <h1>Confirmer que c’est vous</h1>
      {children}
    </PublicPage>
  );
}

/** The forms by which somebody proves himself; what he was doing travels with each of them. */
export function Proof(
  { back, kept, ways, isStrong, state }: {
    back: string;
    kept: KeptForm | null;
    ways: ProofWays;
    isStrong?: boolean;
    state?: FormState | undefined;
  },
): JSX.Element {
  const hidden = {
    ...(back ? { back } : {}),
    ...(kept ? { kept: JSON.stringify(kept) } : {}),
    ...(isStrong ? { strong: "oui" } : {}),
  };
  return (
    <Card>
      <Form action={paths.proof()} hidden={hidden} state={state}>
        {ways.password ? <PasswordField ways={ways} state={state} /> : null}
        {ways.code ? <CodeField ways={ways} state={state} /> : null}
        {ways.password || ways.code ? <Button kind="primary">C’est moi</Button> : null}
      </Form>
      {ways.passkey
        ? (
          <PasskeyForm
            kind="get"
            action={paths.proof()}
            options={paths.proofPasskey()}
            hidden={hidden}
            label="Utiliser une clé d’accès"
          />
        )
        : null}
      {ways.mailCode && !kept
        ? (
          <Form action={paths.proofMail(back, isStrong ? "forte" : undefined)}>
            <Button kind="quiet">Recevoir un code par e-mail</Button>
          </Form>
        )
        : null}
    </Card>
  );
}

function PasswordField({ ways, state }: { ways: ProofWays; state?: FormState | undefined }): JSX.Element {
  return (
    <TextField
      name="password"
      label="Votre mot de passe"
      type="password"
      autocomplete="current-password"
      optional={ways.code}
      width="full"
      form={state}
    />
  );
}

function CodeField({ ways, state }: { ways: ProofWays; state?: FormState | undefined }): JSX.Element {
  return (
    <TextField
      name="code"
      label={ways.password ? "Ou un code" : "Code"}
      hint="De votre application, reçu par e-mail, ou de secours."
      autocomplete="one-time-code"
      width="full"
      optional={ways.password}
      form={state}
    />
  );
}

/** After the proof: the form that waited, one button away from being sent again. */
export function Resume({ kept }: { kept: KeptForm }): JSX.Element {
  return (
    <form method="post" action={kept.path}>
      {Object.entries(kept.values).map(([name, value]) => <input type="hidden" name={name} value={value} />)}
      <Actions>
        <Button kind="primary">Reprendre où j’en étais</Button>
      </Actions>
    </form>
  );
}

/** Reads what waited out of the form of the proof; null unless it is a form for a page of ours. */
export function readKept(text: string): KeptForm | null {
  const read = parsed(text);
  if (typeof read !== "object" || read === null || !("path" in read) || !("values" in read)) return null;
  const { path, values } = read;
  if (typeof path !== "string" || !isOwnPath(path) || typeof values !== "object" || values === null) return null;
  const texts = Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return { path, values: Object.fromEntries(texts) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
