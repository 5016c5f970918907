/**
 * What a page is written against. A file of pages exports its routes as data:
 *
 *     export const routes: Routes = { "GET /d/:slug/factures": listPage, "POST /d/:slug/factures": create };
 *
 * Each key stands in access.ts, which says who may come in; the type of the handler's context follows from it. A route
 * that is not declared there does not compile, and routes/app.ts mounts nothing else.
 */
import type { Context } from "hono";
import type { Entered, Guest } from "../lib/access/mod.ts";
import type { Ctx, PersonCtx, RequestInfo } from "../lib/base/ctx.ts";
import type { IsoInstant } from "../lib/base/dates.ts";
import { isUuid, type Uuid } from "../lib/base/ids.ts";
import { Refusal } from "../lib/base/refusal.ts";
import { newId } from "../lib/platform/random.ts";
import type { Session } from "../lib/identity/mod.ts";
import type { Connection } from "../lib/platform/web/server.ts";
import type { Look } from "../lib/platform/web/page_memory.ts";
import type { SentForm } from "../lib/platform/web/form.ts";
import type { PageSettings } from "../lib/ui/mod.ts";
import type { ACCESS, RouteKey } from "./access.ts";
import type { Edge } from "./edge.ts";

/** What every handler finds in `c.var`. */
export interface OpenVariables {
  readonly edge: Edge;
  readonly request: RequestInfo;
  /** The moment of the request; verbs get no other time. */
  readonly now: IsoInstant;
  /** The form, once it was read. */
  form?: SentForm;
}

/** What the pages of a person find besides. */
export interface PersonVariables extends OpenVariables {
  readonly person: Session;
}

/** What the pages of a dossier find besides: the ctx that its verbs take, and what the frame shows. */
export interface DossierVariables extends OpenVariables {
  readonly ctx: Ctx;
  readonly entered: Entered;
  /** Set where the page may be kept: see remember.ts. */
  readonly remembering?: Remembering | undefined;
}

/** What the pages of a guest find besides. */
export interface GuestVariables extends OpenVariables {
  readonly guest: Guest;
}

/** How a page under way is kept. */
export interface Remembering {
  /** Ids drawn for the forms of the page. */
  readonly freshIds: Uuid[];
  readonly keep: Look["keep"];
}

type EnvOf<Variables> = { Bindings: Connection; Variables: Variables };
/** Context of a page that anybody may open. */
export type OpenContext = Context<EnvOf<OpenVariables>>;
/** Context of a page of a signed-in person. */
export type PersonContext = Context<EnvOf<PersonVariables>>;
/** Context of a page inside a dossier. */
export type DossierContext = Context<EnvOf<DossierVariables>>;
/** Context of a page of a guest. */
export type GuestContext = Context<EnvOf<GuestVariables>>;
/** Any of them: an answer looks the same wherever it comes from. */
export type AnyContext = OpenContext | PersonContext | DossierContext | GuestContext;
/** Environment of the whole application, before anybody is known. */
export type AppEnv = EnvOf<OpenVariables>;

/** Answers a request. */
export type Handler<C> = (c: C) => Response | Promise<Response>;

/** The handler that a route takes, by its row of the access table. */
export type HandlerOf<K extends RouteKey> = (typeof ACCESS)[K] extends "anyone" | "link" | "machine" | "demo"
  ? Handler<OpenContext>
  : (typeof ACCESS)[K] extends "person" ? Handler<PersonContext>
  : (typeof ACCESS)[K] extends "guest" ? Handler<GuestContext>
  : Handler<DossierContext>;

/** Routes of a file of pages: method and path → handler. */
export type Routes = { readonly [K in RouteKey]?: HandlerOf<K> };

/** The ctx of somebody outside any dossier, signed in or not. */
export function personCtx(c: OpenContext | PersonContext): PersonCtx {
  const open = c as OpenContext;
  const person = (c as PersonContext).get("person") as Session | undefined;
  return { now: open.get("now"), request: open.get("request"), personId: person ? person.personId : null };
}

/** What the components that draw a whole page are told. */
export function pageSettings(c: AnyContext): PageSettings {
  return { assets: (c as OpenContext).get("edge").assets };
}

/** The id in a path; whatever is no id is answered like an unknown one. */
export function idParam(c: DossierContext, name: string): Uuid {
  const text = c.req.param(name) ?? "";
  if (!isUuid(text)) throw notFound();
  return text;
}

/** An id for a form of the page: sent twice it is one act, and each look at the page draws another. */
export function freshId(c: DossierContext): Uuid {
  const id = newId();
  c.get("remembering")?.freshIds.push(id);
  return id;
}

/** The one answer for what does not exist and for what belongs to somebody else. */
export function notFound(): Refusal {
  return new Refusal(404, [{ code: "request.not_found", sentence: "Cette page n’existe pas, ou n’existe plus." }]);
}
