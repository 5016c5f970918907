import assert from "node:assert/strict";
import { codeOf } from "../../../lib/identity/captcha/captcha_code.ts";
import type { Uuid } from "../../../lib/base/ids.ts";
import { paths } from "../../../routes/paths.ts";
import type { CastDossier, Player } from "../../cast.ts";
import type { TestApp } from "../../support/app.ts";
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

/** Wrong passwords after which the dossier of a blocked account blocks. */
const BLOCKS_AFTER = 4;

/** Blocks an account as a stranger would: its dossier allows few tries, and somebody makes them. */
export async function blockAccount(app: TestApp, who: { player: Player; dossier: CastDossier }): Promise<void> {
  const { control } = app.world.owner;
  await control`insert into control.password_policies
    values (${who.dossier.tenantId}, 12, false, false, false, false, ${BLOCKS_AFTER}, now())`;
  for (let i = 0; i < BLOCKS_AFTER; i++) {
    await signInWithCode(app, { email: who.player.email, password: "un tout autre mot secret" });
  }
  const [row] = await control`
    select blocked_at is not null as blocked from control.password_tries where person_id = ${who.player.personId}`;
  assert.equal(row?.blocked, true);
}
