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

/** A form that waits for the proof: where it goes, and what was typed. */
export interface KeptForm {
  readonly path: string;
  readonly values: Readonly<Record<string, string | undefined>>;
}

/** The frame of the pages about the proof. */
export function FormPage({ c, children }: { c: AnyContext; children?: Child }): JSX.Element {
  return (
    <PublicPage {...pageSettings(c)} title="Confirmer que c’est vous">
      <h1>Confirmer que c’est vous</h1>
      {children}
    </PublicPage>
  );
}

/** The form by which somebody proves himself; what he was doing travels with it. */
export function Proof(
  { back, kept, state }: { back: string; kept: KeptForm | null; state?: FormState | undefined },
): JSX.Element {
  const hidden = { ...(back ? { back } : {}), ...(kept ? { kept: JSON.stringify(kept) } : {}) };
  return (
    <Card>
      <Form action={paths.proof()} hidden={hidden} state={state}>
        <TextField
          name="password"
          label="Votre mot de passe"
          type="password"
          autocomplete="current-password"
          width="full"
          form={state}
        />
        <Button kind="primary">C’est moi</Button>
      </Form>
    </Card>
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
