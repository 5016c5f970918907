import { Refusal } from "../../lib/base/refusal.ts";
import {
  type Factors,
  listFactors,
  mailProof,
  type OpenedSession,
  passkeyForProof,
  proveByFactor,
  proveByPassword,
} from "../../lib/identity/mod.ts";
import { type FormState, formState } from "../../lib/ui/mod.ts";
import type { SentForm } from "../../lib/platform/web/form.ts";
import { type PersonContext, personCtx, type Routes } from "../handler.ts";
import { ownPath, paths } from "../paths.ts";
import { done, readForm, respond, seeOther, wantsJson } from "../respond.tsx";
import { keepSession, sessionToken } from "../session.ts";
import { FormPage, type KeptForm, Proof, type ProofWays, readKept, Resume } from "./_proof_form.tsx";

export const proofRoutes: Routes = {
  "GET /compte/preuve": showProof,
  "POST /compte/preuve": prove,
  "POST /compte/preuve/mail": mail,
  "POST /compte/preuve/cle": askPasskey,
};

/** What the page leads on to, and whether a second factor is a must. */
interface Waiting {
  readonly back: string;
  readonly kept: KeptForm | null;
  readonly isStrong: boolean;
}

/** Somebody of whom a second factor is wanted and who has none is led to set one up. */
async function showProof(c: PersonContext): Promise<Response> {
  const isStrong = c.req.query("force") === "forte";
  const factors = await listFactors(personCtx(c));
  const back = ownPath(c.req.query("retour"));
  if (isStrong && !factors.any && !wantsJson(c)) return seeOther(c, paths.security(back, "requise"));
  const waiting = { back, kept: null, isStrong };
  return respond(c, {
    json: () => ({ fields: ["password", "code"], ways: waysOf(factors, isStrong) }),
    page: () => page(c, { waiting, factors }),
  });
}

/** A right proof leads back to the page that wanted it, or hands back the form that waited. */
async function prove(c: PersonContext): Promise<Response> {
  const form = await readForm(c);
  const kept = readKept(form.text("kept"));
  const waiting = { back: ownPath(form.text("back")), kept, isStrong: form.flag("strong") };
  try {
    await keepSession(c, await provenBy(c, form));
  } catch (error) {
    if (!(error instanceof Refusal) || wantsJson(c)) throw error;
    const factors = await listFactors(personCtx(c));
    const state = formState({}, error);
    const status = error.status === 429 ? 429 : 401;
    return respond(c, { status, json: () => null, page: () => page(c, { waiting, factors, state }) });
  }
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

async function provenBy(c: PersonContext, form: SentForm): Promise<OpenedSession> {
  const ctx = personCtx(c), token = sessionToken(c);
  const session = { token, sessionId: c.get("person").sessionId };
  const answer = form.text("answer"), code = form.text("code");
  if (answer) return await proveByFactor(ctx, { session, proof: { signature: answer } });
  if (code) return await proveByFactor(ctx, { session, proof: { code } });
  return await proveByPassword(ctx, { token, password: form.text("password") });
}

async function mail(c: PersonContext): Promise<Response> {
  await mailProof(personCtx(c), c.get("person").sessionId);
  const strength = c.req.query("force") === "forte" ? "forte" : undefined;
  return done(c, { goTo: paths.proof(ownPath(c.req.query("retour")), strength), json: () => ({ sent: true }) });
}

async function askPasskey(c: PersonContext): Promise<Response> {
  const request = await passkeyForProof(personCtx(c));
  return done(c, { goTo: paths.proof(), json: () => request });
}

function page(c: PersonContext, shown: { waiting: Waiting; factors: Factors; state?: FormState }) {
  const { waiting, factors, state } = shown;
  return (
    <FormPage c={c}>
      <p class="lead">
        {waiting.isStrong
          ? "Ce dossier demande une deuxième étape, que cette connexion n’a pas encore vue."
          : "Avant un réglage important, nous vérifions que personne n’a pris votre place."}
      </p>
      <Proof {...waiting} ways={waysOf(factors, waiting.isStrong)} state={state} />
    </FormPage>
  );
}

/** The password is proof enough of who is there, but it is no second factor. */
function waysOf({ totp, mailCode, passkeys, recoveryLeft, any }: Factors, isStrong: boolean): ProofWays {
  const code = totp || mailCode || recoveryLeft > 0;
  return { password: !(isStrong && any), code, mailCode, passkey: passkeys.length > 0 };
}
