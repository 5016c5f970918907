import { CAPTCHA_LENGTH, CAPTCHA_SIZE, isCaptchaWanted, openCaptcha } from "../../lib/identity/mod.ts";
import type { Uuid } from "../../lib/base/ids.ts";
import { Button, type FormState, type JSX, TextField } from "../../lib/ui/mod.ts";
import { type OpenContext, personCtx } from "../handler.ts";
import { paths } from "../paths.ts";

/** A new code for the sign-in page where one is wanted; null where none is. `email` is what was typed, if anything. */
export async function captchaFor(c: OpenContext, email?: string): Promise<Uuid | null> {
  const asked = { rule: c.get("edge").captcha, ...(email === undefined ? {} : { email }) };
  // A program that will sign in to an account under watch asks for a code beforehand.
  const isWanted = c.req.query("code") !== undefined || await isCaptchaWanted(personCtx(c), asked);
  return isWanted ? await openCaptcha(personCtx(c)) : null;
}

/** The same in JSON: the id to send back, and where the picture is. */
export function captchaJson(captcha: Uuid | null): { id: Uuid; picture: string } | null {
  return captcha && { id: captcha, picture: paths.captchaPicture(captcha) };
}

/** The picture and the field of its code: above the button that signs in. */
export function CaptchaFields(
  { captcha, form }: { captcha: Uuid | null; form: FormState | undefined },
): JSX.Element | null {
  if (captcha === null) return null;
  // What was copied from another picture is of no use.
  const fresh = form && { ...form, values: { ...form.values, captcha: undefined } };
  return (
    <>
      <input type="hidden" name="captchaId" value={captcha} />
      <img
        class="captcha"
        src={paths.captchaPicture(captcha)}
        width={CAPTCHA_SIZE.width / 2}
        height={CAPTCHA_SIZE.height / 2}
        alt={`Code de ${CAPTCHA_LENGTH} signes à recopier. Si vous ne le voyez pas, recevez-le par e-mail.`}
      />
      <TextField
        name="captcha"
        label="Code de l’image"
        hint={`${CAPTCHA_LENGTH} lettres et chiffres ; majuscules et minuscules se valent.`}
        autocomplete="off"
        width="medium"
        form={fresh}
        attrs={{ autocapitalize: "characters", spellcheck: "false" }}
      />
    </>
  );
}

/** The way in for whoever cannot see the picture: below the button that signs in, so that Enter does not press it. */
export function CaptchaByMail({ captcha }: { captcha: Uuid | null }): JSX.Element | null {
  if (captcha === null) return null;
  return <Button kind="quiet" icon="mail" formaction={paths.captchaMail()}>Recevoir le code par e-mail</Button>;
}
