import { isHtmx } from "../lib/platform/web/answer.ts";
import { FormPage, Proof } from "./account/_proof_form.tsx";
import type { OpenContext } from "./handler.ts";
import { isOwnPath, paths } from "./paths.ts";
import { readForm, respond, seeOther, wantsJson } from "./respond.tsx";

/** Why an act was not done; the same words in HTML and in JSON. */
const SENTENCE =
  "Cette action demande de confirmer que c’est bien vous : votre dernière preuve date de plus de dix minutes.";

/**
 * Answers a route that wants a fresh proof. A page is asked for again after the proof; a form that was sent stays in
 * the page, which hands it back to be sent once more. In JSON: 403 `request.proof_wanted`.
 */
export async function askForProof(c: OpenContext): Promise<Response> {
  const { pathname, search } = new URL(c.req.url);
  const asked = pathname + search;
  if (!wantsJson(c)) {
    if (c.req.method === "GET") return seeOther(c, paths.proof(asked));
    // A part of a page cannot hold the form: the page it stands on is asked for again after the proof.
    if (isHtmx(c.req.raw)) return seeOther(c, paths.proof(pageOf(c)));
  }
  const form = wantsJson(c) ? null : await readForm(c);
  return respond(c, {
    status: 403,
    json: () => ({ code: "request.proof_wanted", sentence: SENTENCE, proof: paths.proof() }),
    page: () => (
      <FormPage c={c}>
        <p class="lead">{SENTENCE} Rien n’a encore été fait.</p>
        {form?.hasFiles ? <p>Les fichiers joints seront à choisir de nouveau.</p> : null}
        <Proof kept={{ path: asked, values: form ? form.values : {} }} back="" />
      </FormPage>
    ),
  });
}

/** The page that sent a request of htmx, or the dossiers. */
function pageOf(c: OpenContext): string {
  const url = URL.parse(c.req.header("hx-current-url") ?? "");
  const path = url ? url.pathname + url.search : "";
  return isOwnPath(path) ? path : paths.dossiers();
}
