import type { PersonCtx } from "../../../lib/base/ctx.ts";
import { addSeconds, type IsoInstant } from "../../../lib/base/dates.ts";
import type { Uuid } from "../../../lib/base/ids.ts";
import { beginTotp, confirmTotp, findSession, peekTotpDraft, signIn } from "../../../lib/identity/mod.ts";
import { aPerson, CAST_PASSWORD } from "../../../lib/identity/testing.ts";
import { totpCode } from "../../../lib/identity/totp.ts";
import { now } from "../../../lib/platform/clock.ts";
import { bytesOf } from "../../support/totp.ts";
import { aMailbox, aVisitor } from "./_people.ts";

/** Somebody signed in, whose clock stands still unless told. */
export interface Somebody {
  readonly email: string;
  readonly personId: Uuid;
  readonly start: IsoInstant;
  token: string;
  /** The ctx of the signed-in person, some seconds after his sign-up. */
  ctx(after?: number): PersonCtx;
  /** The same moment, of nobody in particular. */
  visitor(after?: number): PersonCtx;
}

/** Signs somebody up; his moments begin at a step of the codes, so that drift is exact. */
export async function somebody(): Promise<Somebody> {
  const email = aMailbox();
  const start = atStep(now());
  const { token, personId } = await aPerson(aVisitor({ at: start }), { email });
  return {
    email,
    personId,
    start,
    token,
    ctx: (after = 0) => aVisitor({ at: start, after, personId }),
    visitor: (after = 0) => aVisitor({ at: start, after }),
  };
}

/** Gives somebody an application of codes, confirmed at his start, and hands over how it computes one. */
export async function withTotp(person: Somebody): Promise<(after: number) => string> {
  await beginTotp(person.ctx());
  const draft = await peekTotpDraft(person.ctx(), person.email);
  const secret = bytesOf(draft!.secret);
  const code = (after: number) => totpCode(secret, addSeconds(person.start, after));
  person.token = (await confirmTotp(person.ctx(), { code: code(0), token: person.token })).token;
  return code;
}

/** The token of a sign-in that waits for its second step. */
export async function awaited(person: Somebody, after = 0): Promise<string> {
  const outcome = await signIn(person.visitor(after), { email: person.email, password: CAST_PASSWORD });
  if (!("stepToken" in outcome)) throw new Error("no second step was asked for");
  return outcome.stepToken;
}

/** True when a session's token opens a strong session of somebody. */
export async function isStrongIn(person: Somebody, token: string, after = 0): Promise<boolean> {
  const session = await findSession(person.visitor(after), token);
  return session?.personId === person.personId && session.isStrong;
}

/** Status and code of a refusal, or `done`. */
export async function refusalOf(work: Promise<unknown>): Promise<string> {
  return await work.then(() => "done", (error) => `${error.status} ${error.message}`);
}

function atStep(instant: IsoInstant): IsoInstant {
  const seconds = Math.floor(Date.parse(instant) / 1_000);
  return addSeconds(instant.replace(/\.\d+/, "") as IsoInstant, -(seconds % 30));
}
