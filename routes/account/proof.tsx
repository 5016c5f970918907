import { proveByPassword } from "../../lib/identity/mod.ts";
import { Refusal } from "../../lib/base/refusal.ts";
import { type FormState, formState } from "../../lib/ui/mod.ts";
import { type PersonContext, personCtx, type Routes } from "../handler.ts";
import { isOwnPath, paths } from "../paths.ts";
import { done, readForm, respond, wantsJson } from "../respond.tsx";
import { keepSession, sessionToken } from "../session.ts";
import { FormPage, type KeptForm, Proof, readKept, Resume } from "./_proof_form.tsx";

export const proofRoutes: Routes = {
  "GET /compte/preuve": showProof,
  "POST /compte/preuve": prove,
};

function showProof(c: PersonContext): Response {
  return respond(c, {
    json: () => ({ fields: ["password"] }),
    page: () => page(c, { back: ownPath(c.req.query("retour")), kept: null }),
  });
}

/** A right proof leads back to the page that wanted it, or hands back the form that waited. */
async function prove(c: PersonContext): Promise<Response> {
  const form = await readForm(c);
  const waiting = { back: ownPath(form.text("back")), kept: readKept(form.text("kept")) };
  try {
    const proof = { token: sessionToken(c), password: form.text("password") };
    keepSession(c, await proveByPassword(personCtx(c), proof));
  } catch (error) {
    if (!(error instanceof Refusal) || wantsJson(c)) throw error;
    const state = formState({}, error);
    return respond(c, { status: refusedStatus(error), json: () => null, page: () => page(c, waiting, state) });
  }
  const { kept } = waiting;
  if (!kept || wantsJson(c)) return done(c, { goTo: waiting.back || paths.dossiers(), json: () => ({ proved: true }) });
  return respond(c, {
    json: () => ({ proved: true }),
    page: () => (
      <FormPage c={c}>
        <p class="lead">Merci. Ce que vous aviez saisi est gardé dans cette page.</p>
        <Resume kept={kept} />
      </FormPage>
    ),
  });
}

function page(c: PersonContext, waiting: { back: string; kept: KeptForm | null }, state?: FormState) {
  return (
    <FormPage c={c}>
      <p class="lead">Avant un réglage important, nous vérifions que personne n’a pris votre place.</p>
      <Proof {...waiting} state={state} />
    </FormPage>
  );
}

function refusedStatus({ status }: Refusal): 401 | 429 {
  return status === 429 ? 429 : 401;
}

function ownPath(path: string | undefined): string {
  return path && isOwnPath(path) ? path : "";
}
