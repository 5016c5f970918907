import { captchaPicture, mailCaptcha, viewCaptcha } from "../../lib/identity/mod.ts";
import { isUuid } from "../../lib/base/ids.ts";
import { Refusal } from "../../lib/base/refusal.ts";
import { formState } from "../../lib/ui/mod.ts";
import { notFound, type OpenContext, personCtx, type Routes } from "../handler.ts";
import { isOwnPath } from "../paths.ts";
import { readForm, respond, wantsJson } from "../respond.tsx";
import { captchaFor } from "./_captcha_fields.tsx";
import { SignInPage } from "./sign_in.tsx";

export const captchaRoutes: Routes = {
  "GET /connexion/code-image/:captcha": showPicture,
  "POST /connexion/code-par-mail": sendByMail,
};

/** The picture of a code that may still be answered; 404 for any other, drawn five times at the most. */
async function showPicture(c: OpenContext): Promise<Response> {
  const code = await viewCaptcha(personCtx(c), c.req.param("captcha") ?? "");
  if (code === null) throw notFound();
  return c.body(await captchaPicture(code), 200, { "content-type": "image/png", "cache-control": "no-store" });
}

/** Sends the code by mail and shows the page again with the same picture: the same answer whoever is asked about. */
async function sendByMail(c: OpenContext): Promise<Response> {
  const form = await readForm(c);
  const { password: _, ...values } = form.values;
  const back = isOwnPath(form.text("back")) ? form.text("back") : "";
  const id = form.text("captchaId");
  try {
    await mailCaptcha(personCtx(c), { id, email: form.text("email") });
  } catch (error) {
    if (!(error instanceof Refusal) || wantsJson(c) || error.status !== 422) throw error;
    const captcha = await captchaFor(c, form.text("email"));
    const state = formState(values, error);
    return respond(c, { status: 422, json: () => null, page: () => <SignInPage {...{ c, back, state, captcha }} /> });
  }
  const captcha = isUuid(id) ? id : null;
  return respond(c, {
    json: () => ({ next: "read_mail" }),
    page: () => <SignInPage {...{ c, back, captcha }} state={formState(values)} isMailed />,
  });
}
