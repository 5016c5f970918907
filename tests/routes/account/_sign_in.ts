import { codeOf } from "../../../lib/identity/captcha/captcha_code.ts";
import type { Uuid } from "../../../lib/base/ids.ts";
import { paths } from "../../../routes/paths.ts";
import { type Client, openClient, type Reachable, type Reply } from "../../support/client.ts";

/** Asks for a code to copy, and gives its id and the code, as somebody who reads the picture would. */
export async function readCaptcha(client: Client): Promise<{ captchaId: string; captcha: string }> {
  const asked = (await client.getJson(`${paths.signIn()}?code`)).json<{ captcha: { id: Uuid } }>();
  return { captchaId: asked.captcha.id, captcha: codeOf(asked.captcha.id) };
}

/** Signs in from a computer of one's own with the code of a picture: what an account under watch asks for. */
export async function signInWithCode(
  app: Reachable,
  fields: { email: string; password: string },
): Promise<Reply> {
  const client = openClient(app);
  return await client.postJson(paths.signIn(), { ...fields, ...await readCaptcha(client) });
}
