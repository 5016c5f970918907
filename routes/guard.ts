import { type Entered, findGuest } from "../lib/access/mod.ts";
import { onlyDossierOf } from "../lib/identity/mod.ts";
import { authorize } from "../lib/base/ctx.ts";
import { Refusal } from "../lib/base/refusal.ts";
import { isMoved } from "../lib/platform/web/faults.ts";
import { ACCESS, isLeftOpen, rightOf, type RouteKey } from "./access.ts";
import {
  type DossierContext,
  type GuestContext,
  type Handler,
  notFound,
  type OpenContext,
  type PersonContext,
  personCtx,
} from "./handler.ts";
import { isSwitchedOff, withoutModules } from "./modules.ts";
import { askForPassword } from "./password_wanted.tsx";
import { askForFactor, askForProof } from "./proof_wanted.tsx";
import { REMEMBERED, remembered } from "./remember.ts";
import { paths } from "./paths.ts";
import { seeOther, wantsJson } from "./respond.tsx";
import { enter, findPerson, sessionToken } from "./session.ts";
import { wantsProof } from "./step_up.ts";

/** Puts before a handler what its row of the access table asks for. */
export function guard(route: RouteKey, handler: Handler<never>): Handler<OpenContext> {
  switch (ACCESS[route]) {
    case "anyone":
    case "link":
    case "machine":
      return handler as Handler<OpenContext>;
    case "guest":
      return asGuest(handler as Handler<GuestContext>);
    case "demo":
      return inDemo(handler as Handler<OpenContext>);
    case "person":
      return asPerson(route, handler as Handler<PersonContext>);
    default:
      return inDossier(route, handler as Handler<DossierContext>);
  }
}

function inDemo(handler: Handler<OpenContext>): Handler<OpenContext> {
  return (c) => {
    if (!c.get("edge").mailbox) throw notFound();
    return handler(c);
  };
}

/** Whoever came in by a pass. Over, taken back and never opened are one answer, which tells nothing. */
function asGuest(handler: Handler<GuestContext>): Handler<OpenContext> {
  async function once(c: OpenContext): Promise<Response> {
    const token = c.get("edge").guestCookie.read(c.req.raw);
    const guest = token && await findGuest(personCtx(c), token);
    if (!guest) throw notFound();
    const inside = c as unknown as GuestContext;
    inside.set("guest", guest);
    return await handler(inside);
  }
  return async (c) => {
    try {
      return await once(c);
    } catch (error) {
      if (!isMoved(error)) throw error;
      return await once(c);
    }
  };
}

function asPerson(route: RouteKey, handler: Handler<PersonContext>): Handler<OpenContext> {
  return async (c) => {
    const person = await findPerson(c);
    if (!person) throw signedOut();
    if (wantsProof(route, { provedAt: person.provedAt, now: c.get("now") })) {
      return await askForProof(c, person.personId);
    }
    const inside = c as unknown as PersonContext;
    inside.set("person", person);
    return await handler(inside);
  };
}

/**
 * Session, membership, state and rights come from one statement on control. When the dossier turns out to have moved
 * since, the directory is read again and the handler runs once more: the fence refused before anything was written.
 */
function inDossier(route: RouteKey, handler: Handler<DossierContext>): Handler<OpenContext> {
  const right = rightOf(route);
  async function once(c: OpenContext): Promise<Response> {
    const found = await enter(c, c.req.param("slug") ?? "");
    if (found === "signed_out") throw signedOut();
    if (found === "unknown") throw notFound();
    // A company's own provider has asked its people for what the company wants.
    if (found.factorWanted && onlyDossierOf(sessionToken(c)) === null) return askForFactor(c);
    if (found.passwordWanted && onlyDossierOf(sessionToken(c)) === null) return await askForPassword(c, found);
    if (isSwitchedOff(route, found.dossier.modulesOff)) throw notFound();
    const entered = withoutModules(found);
    if (right !== null) authorize(entered.ctx, right);
    if (opensOnSubscription(c, route, entered)) return seeOther(c, paths.subscription(entered.dossier.slug));
    refuseClosed(route, entered);
    if (wantsProof(route, { provedAt: entered.provedAt, now: c.get("now") })) {
      return await askForProof(c, entered.ctx.personId!);
    }
    const inside = c as unknown as DossierContext;
    inside.set("entered", entered);
    inside.set("ctx", entered.ctx);
    return REMEMBERED.has(route) ? await remembered(inside, handler) : await handler(inside);
  }
  return async (c) => {
    try {
      return await once(c);
    } catch (error) {
      if (!isMoved(error)) throw error;
      return await once(c);
    }
  };
}

/** SUB-02: whoever comes into a locked dossier arrives in the subscriber's area. */
function opensOnSubscription(c: OpenContext, route: RouteKey, { dossier }: Entered): boolean {
  return route === "GET /d/:slug" && !isReadable(dossier) && !wantsJson(c);
}

function isReadable({ openness }: Entered["dossier"]): boolean {
  return openness === "open" || openness === "read_only";
}

/** The last step of the staircase: an expired, suspended, closed or kept dossier shows what its table leaves open. */
function refuseClosed(route: RouteKey, { dossier }: Entered): void {
  const { openness } = dossier;
  if (openness === "open" || openness === "read_only" || isLeftOpen(openness, route)) return;
  throw new Refusal(423, [{ code: `request.dossier_${openness}`, sentence: CLOSED[openness] }]);
}

const CLOSED = {
  expired: "L’essai de ce dossier est terminé. Vos données sont gardées ; activez le dossier pour continuer.",
  suspended: "Ce dossier est suspendu. Vos données sont gardées ; écrivez-nous pour le rouvrir.",
  closed: "Ce dossier est fermé.",
  kept: "Ce dossier est fermé pour de bon : seule son archive est gardée, dans l’espace abonné.",
} as const;

function signedOut(): Refusal {
  return new Refusal(401, [{ code: "request.signed_out", sentence: "Connectez-vous pour continuer." }]);
}
