import type { PersonCtx } from "../lib/base/ctx.ts";
import { instantMs } from "../lib/platform/clock.ts";
import { enterDossier, type Entered } from "../lib/access/mod.ts";
import {
  type AwaitedStep,
  findSession,
  type OpenedSession,
  SECOND_STEP_S,
  type Session,
  signOut,
} from "../lib/identity/mod.ts";
import type { AnyContext, OpenContext } from "./handler.ts";

/** The person whose session a request carries, or null. */
export async function findPerson(c: AnyContext): Promise<Session | null> {
  const open = c as OpenContext;
  const token = open.get("edge").cookie.read(open.req.raw);
  return token === null ? null : await findSession(visitorCtx(open), token);
}

/**
 * Lets the session of a request into a dossier, by one statement on control. `unknown` for a dossier that does not
 * exist and for one that is somebody else's: which of the two is not told.
 */
export async function enter(c: OpenContext, slug: string): Promise<Entered | "signed_out" | "unknown"> {
  const token = c.get("edge").cookie.read(c.req.raw);
  if (token === null) return "signed_out";
  const entered = await enterDossier(visitorCtx(c), { token, slug });
  if (entered) return entered;
  // Only now, off the path of every request: has the session ended, or is it the wrong door?
  return await findPerson(c) ? "unknown" : "signed_out";
}

/** The token that a request carries; its session was found already. */
export function sessionToken(c: AnyContext): string {
  return (c as OpenContext).get("edge").cookie.read(c.req.raw) ?? "";
}

/** Keeps a session just opened in the browser, and ends the one that it kept before. */
export async function keepSession(c: AnyContext, session: OpenedSession): Promise<void> {
  const open = c as OpenContext;
  const former = open.get("edge").cookie.read(open.req.raw);
  if (former !== null && former !== session.token) await signOut(visitorCtx(open), former);
  const lifetimeMs = instantMs(session.expiresAt) - instantMs(open.get("now"));
  const { cookie, stepCookie } = open.get("edge");
  c.header("set-cookie", cookie.keep(session.token, Math.floor(lifetimeMs / 1000)), { append: true });
  if (stepCookie.read(c.req.raw)) c.header("set-cookie", stepCookie.forget(), { append: true });
}

/** Keeps a sign-in that waits for its second step; it opens nothing but that page. */
export function keepStep(c: OpenContext, step: AwaitedStep): void {
  c.header("set-cookie", c.get("edge").stepCookie.keep(step.stepToken, SECOND_STEP_S), { append: true });
}

/** The token of a sign-in that waits, or empty. */
export function stepToken(c: OpenContext): string {
  return c.get("edge").stepCookie.read(c.req.raw) ?? "";
}

/** Forgets the session in the browser. */
export function forgetSession(c: AnyContext): void {
  c.header("set-cookie", (c as OpenContext).get("edge").cookie.forget());
}

function visitorCtx(c: OpenContext): PersonCtx {
  return { now: c.get("now"), request: c.get("request"), personId: null };
}
