import { isUuid, type Uuid } from "../../lib/base/ids.ts";
import {
  addPasskey,
  beginTotp,
  confirmTotp,
  listFactors,
  newRecoveryCodes,
  passkeyEnrolment,
  peekTotpDraft,
  removePasskey,
  removeTotp,
  renamePasskey,
  setMailCode,
} from "../../lib/identity/mod.ts";
import type { FormState } from "../../lib/ui/mod.ts";
import { notFound, type PersonContext, personCtx, type Routes } from "../handler.ts";
import { ownPath, paths } from "../paths.ts";
import { done, readForm, respond, seeOther, submit, wantsJson } from "../respond.tsx";
import { keepSession, sessionToken } from "../session.ts";
import { passkeyField, RecoveryPage, SecurityPage, TotpPage } from "./_security_pages.tsx";

export const securityRoutes: Routes = {
  "GET /compte/securite": showSecurity,
  "POST /compte/securite/application": startTotp,
  "GET /compte/securite/application": showTotp,
  "POST /compte/securite/application/code": finishTotp,
  "POST /compte/securite/application/retrait": dropTotp,
  "POST /compte/securite/mail": switchMail,
  "POST /compte/securite/codes": drawCodes,
  "POST /compte/securite/cles/demande": askPasskey,
  "POST /compte/securite/cles": keepPasskey,
  "POST /compte/securite/cles/:passkey": namePasskey,
  "POST /compte/securite/cles/:passkey/retrait": dropPasskey,
};

async function showSecurity(c: PersonContext): Promise<Response> {
  const factors = await listFactors(personCtx(c));
  const isWanted = c.req.query("etape") === "requise", back = await backOf(c);
  return respond(c, {
    json: () => factors,
    page: () => <SecurityPage c={c} factors={factors} back={back} isWanted={isWanted} />,
  });
}

async function startTotp(c: PersonContext): Promise<Response> {
  const back = await backOf(c);
  await beginTotp(personCtx(c));
  return done(c, { goTo: paths.totp(back), json: () => ({ next: paths.totp() }) });
}

async function showTotp(c: PersonContext): Promise<Response> {
  const draft = await draftOf(c), back = await backOf(c);
  if (!draft && !wantsJson(c)) return seeOther(c, paths.security(back));
  return respond(c, { json: () => ({ draft }), page: () => <TotpPage c={c} draft={draft!} back={back} /> });
}

async function finishTotp(c: PersonContext): Promise<Response> {
  const back = await backOf(c);
  return await submit(c, {
    run: async (form) => {
      await keepSession(c, await confirmTotp(personCtx(c), { code: form.text("code"), token: sessionToken(c) }));
    },
    goTo: () => paths.security(back),
    json: () => ({ totp: true }),
    again: async ({ issues }) => {
      const draft = await draftOf(c);
      const state = { values: {}, issues };
      return draft ? <TotpPage c={c} draft={draft} back={back} state={state} /> : await securityAgain(c, state);
    },
  });
}

async function dropTotp(c: PersonContext): Promise<Response> {
  return await changed(c, { at: "totp", run: () => removeTotp(personCtx(c)), json: { totp: false } });
}

async function switchMail(c: PersonContext): Promise<Response> {
  const isOn = (await readForm(c)).text("on") === "oui";
  return await changed(c, { at: "mailCode", run: () => setMailCode(personCtx(c), { isOn }), json: { mailCode: isOn } });
}

/** Shown in the answer itself and never again: there is no page to come back to. */
async function drawCodes(c: PersonContext): Promise<Response> {
  return await submitted(c, async () => {
    const codes = await newRecoveryCodes(personCtx(c)), back = await backOf(c);
    return respond(c, { json: () => ({ codes }), page: () => <RecoveryPage c={c} codes={codes} back={back} /> });
  });
}

async function askPasskey(c: PersonContext): Promise<Response> {
  const request = await passkeyEnrolment(personCtx(c));
  return done(c, { goTo: paths.security(), json: () => request });
}

async function keepPasskey(c: PersonContext): Promise<Response> {
  const back = await backOf(c);
  return await submit(c, {
    run: async (form) => {
      const input = { answer: form.text("answer"), name: form.text("name"), token: sessionToken(c) };
      await keepSession(c, await addPasskey(personCtx(c), input));
    },
    goTo: () => paths.security(back),
    json: () => ({ added: true }),
    again: (state) => securityAgain(c, state),
  });
}

async function namePasskey(c: PersonContext): Promise<Response> {
  const passkeyId = passkeyOf(c), name = (await readForm(c)).text("name");
  const run = () => renamePasskey(personCtx(c), { passkeyId, name });
  return await changed(c, { at: passkeyField(passkeyId), run, json: { renamed: true } });
}

async function dropPasskey(c: PersonContext): Promise<Response> {
  const passkeyId = passkeyOf(c);
  const run = () => removePasskey(personCtx(c), passkeyId);
  return await changed(c, { at: passkeyField(passkeyId), run, json: { removed: true } });
}

/** Carries out an act on one factor; refused, the page comes back and says why at that factor. */
async function changed(
  c: PersonContext,
  { at, run, json }: { at: string; run: () => Promise<void>; json: Readonly<Record<string, boolean>> },
): Promise<Response> {
  const back = await backOf(c);
  return await submit(c, {
    run,
    goTo: () => paths.security(back),
    json: () => json,
    again: ({ issues }) => securityAgain(c, { values: {}, issues: issues.map((issue) => ({ ...issue, field: at })) }),
  });
}

/** Carries out a form whose answer is a page of its own; refused, it comes back on the page of security. */
async function submitted(c: PersonContext, run: () => Promise<Response>): Promise<Response> {
  let answer: Response | null = null;
  const refused = await submit(c, {
    run: async () => {
      answer = await run();
    },
    goTo: () => paths.security(),
    json: () => null,
    again: (state) => securityAgain(c, state),
  });
  return answer ?? refused;
}

async function securityAgain(c: PersonContext, state: FormState) {
  return <SecurityPage c={c} factors={await listFactors(personCtx(c))} back={await backOf(c)} state={state} />;
}

/** The page of ours that led here because it wants another factor, or empty; each form hands it on. */
async function backOf(c: PersonContext): Promise<string> {
  return ownPath(c.req.method === "GET" ? c.req.query("retour") : (await readForm(c)).text("back"));
}

function draftOf(c: PersonContext) {
  return peekTotpDraft(personCtx(c), c.get("person").email);
}

function passkeyOf(c: PersonContext): Uuid {
  const id = c.req.param("passkey") ?? "";
  if (!isUuid(id)) throw notFound();
  return id;
}
