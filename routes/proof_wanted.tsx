import type { Uuid } from "../lib/base/ids.ts";
import { listFactors, onlyDossierOf } from "../lib/identity/mod.ts";
import { isHtmx } from "../lib/platform/web/answer.ts";
import { FormPage, Proof } from "./account/_proof_form.tsx";
import { type OpenContext, personCtx } from "./handler.ts";
import { isOwnPath, paths } from "./paths.ts";
import { readForm, respond, seeOther, wantsJson } from "./respond.tsx";
import { sessionToken } from "./session.ts";

/** Why an act was not done; the same words in HTML and in JSON. */
const SENTENCE =
  "Cette action demande de confirmer que c’est bien vous : votre dernière preuve date de plus de dix minutes.";

/**
 * Answers a route that wants a fresh proof. A page is asked for again after the proof; a form that was sent stays in
 * the page, which hands it back to be sent once more. In JSON: 403 `request.proof_wanted`.
 */
export async function askForProof(c: OpenContext, personId: Uuid): Promise<Response> {
  if (onlyDossierOf(sessionToken(c)) !== null) return askForPassword(c);
  const { pathname, search } = new URL(c.req.url);
  const asked = pathname + search;
  if (!wantsJson(c)) {
    if (c.req.method === "GET") return seeOther(c, paths.proof(asked));
    // A part of a page cannot hold the form: the page it stands on is asked for again after the proof.
    if (isHtmx(c.req.raw)) return seeOther(c, paths.proof(pageOf(c) ?? paths.dossiers()));
  }
  const form = wantsJson(c) ? null : await readForm(c);
  const { totp, mailCode, passkeys, recoveryLeft } = await listFactors({ ...personCtx(c), personId });
  const code = totp || mailCode || recoveryLeft > 0;
  const ways = { password: true, code, mailCode, passkey: passkeys.length > 0 };
  return respond(c, {
    status: 403,
    json: () => ({ code: "request.proof_wanted", sentence: SENTENCE, proof: paths.proof() }),
    page: () => (
      <FormPage c={c}>
        <p class="lead">{SENTENCE} Rien n’a encore été fait.</p>
        {form?.hasFiles ? <p>Les fichiers joints seront à choisir de nouveau.</p> : null}
        <Proof ways={ways} kept={{ path: asked, values: form ? form.values : {} }} back="" />
      </FormPage>
    ),
  });
}

/** A session that a company's provider opened has no proof of its own to renew: the person signs in himself. */
function askForPassword(c: OpenContext): Response {
  const back = c.req.method === "GET" ? new URL(c.req.url).pathname : pageOf(c) ?? paths.dossiers();
  if (!wantsJson(c) && (c.req.method === "GET" || isHtmx(c.req.raw))) return seeOther(c, paths.signIn(back));
  const sentence = "Cette action demande votre propre mot de passe : la connexion de l’entreprise n’y suffit pas.";
  return respond(c, {
    status: 403,
    json: () => ({ code: "request.proof_wanted", sentence, proof: paths.signIn() }),
    page: () => (
      <FormPage c={c}>
        <p class="lead">{sentence} Rien n’a encore été fait.</p>
        <p>
          <a href={paths.signIn()}>Se connecter avec mon mot de passe</a>
        </p>
      </FormPage>
    ),
  });
}

/**
 * Answers a dossier that wants a second factor which this session has not seen: a page leads to it, and from there to
 * setting one up. Nothing of the dossier is shown or done before. In JSON: 403 `request.second_factor_wanted`.
 */
export function askForFactor(c: OpenContext): Response {
  const wayOn = paths.proof(whereToGoBack(c), "forte");
  if (!wantsJson(c) && (c.req.method === "GET" || isHtmx(c.req.raw))) return seeOther(c, wayOn);
  return respond(c, {
    status: 403,
    json: () => ({ code: "request.second_factor_wanted", sentence: FACTOR_SENTENCE, proof: wayOn }),
    page: () => (
      <FormPage c={c}>
        <p class="lead">{FACTOR_SENTENCE}</p>
        <p>
          <a href={wayOn}>Continuer</a>
        </p>
      </FormPage>
    ),
  });
}

/** Where somebody goes once a dossier's door opens: the page he asked for, or the dossier where he sent a form. */
export function whereToGoBack(c: OpenContext): string {
  const home = paths.dossier(c.req.param("slug") ?? "");
  if (isHtmx(c.req.raw)) return pageOf(c) ?? home;
  if (c.req.method !== "GET") return home;
  const { pathname, search } = new URL(c.req.url);
  return pathname + search;
}

const FACTOR_SENTENCE = "Ce dossier demande une deuxième étape à la connexion, que celle-ci n’a pas encore vue. " +
  "Rien n’a été fait.";

/** The page that sent a request of htmx; null where none of ours is named. */
function pageOf(c: OpenContext): string | null {
  const url = URL.parse(c.req.header("hx-current-url") ?? "");
  const path = url ? url.pathname + url.search : "";
  return isOwnPath(path) ? path : null;
}
