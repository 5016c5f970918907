import type { Context } from "hono";
import type { PersonCtx, RequestInfo } from "../lib/base/ctx.ts";
import type { IsoInstant } from "../lib/base/dates.ts";
import { isUuid, type Uuid } from "../lib/base/ids.ts";
import { Refusal } from "../lib/base/refusal.ts";
import { isAtLeast, type OperatorRole, type OperatorSession } from "../lib/identity/operator.ts";
import type { Health } from "../lib/platform/health.ts";
import { HTML, JSON_TYPE, packed, wantsJson as asksJson } from "../lib/platform/web/answer.ts";
import { readFields } from "../lib/platform/web/body.ts";
import type { CookieJar } from "../lib/platform/web/cookies.ts";
import { type SentForm, sentForm } from "../lib/platform/web/form.ts";
import { jsonText } from "../lib/platform/web/json.ts";
import type { Connection } from "../lib/platform/web/server.ts";
import { type AssetPath, type FormState, formState, type JSX, renderPage } from "../lib/ui/mod.ts";
import { type ACCESS, leastRole, type OperatorRouteKey, type RouteKey } from "./access.ts";

/** What the console's program hands to its edge when it starts. */
export interface ConsoleEdge {
  /** The only address under which pages are served, without a final slash. */
  readonly baseUrl: string;
  readonly version: string;
  readonly proxyHops: number;
  readonly cells: readonly string[];
  readonly cookie: CookieJar;
  readonly assets: AssetPath;
  readonly serveAsset: (request: Request) => Response | null;
  readonly health: () => Promise<Health>;
  /** The present code of the demo's operator, shown on the sign-in page; null everywhere but in a demo. */
  readonly demoCode: (() => string) | null;
  readonly tick: { readonly secret: string; readonly run: () => Promise<number> } | null;
}

/** What every handler finds in its context. */
export interface OpenVariables {
  readonly edge: ConsoleEdge;
  readonly request: RequestInfo;
  readonly now: IsoInstant;
}

/** What the pages of a signed-in operator find besides. */
export interface OperatorVariables extends OpenVariables {
  readonly operator: OperatorSession;
}

type EnvOf<Variables> = { Bindings: Connection; Variables: Variables };
/** Context of a page that anybody may open. */
export type OpenContext = Context<EnvOf<OpenVariables>>;
/** Context of an operator's page. */
export type OperatorContext = Context<EnvOf<OperatorVariables>>;
/** Environment of the whole console. */
export type AppEnv = EnvOf<OpenVariables>;

/** Answers a request. */
export type Handler<C> = (c: C) => Response | Promise<Response>;
/** The handler that a route takes, by its row of the access table. */
export type HandlerOf<K extends RouteKey> = (typeof ACCESS)[K] extends OperatorRole ? Handler<OperatorContext>
  : Handler<OpenContext>;
/** Routes of a file of pages: method and path → handler. */
export type Routes = { readonly [K in RouteKey]?: HandlerOf<K> };

/** Status of a page. */
export type Status = 200 | 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 421 | 422 | 423 | 429 | 500 | 503;

/** The ctx that verbs take: operators are nobody inside a dossier. */
export function operatorCtx(c: OpenContext | OperatorContext): PersonCtx {
  const open = c as OpenContext;
  return { now: open.get("now"), request: open.get("request"), personId: null };
}

/** True where the operator who looks may open a route: what he may not do is not proposed to him. */
export function may(c: OperatorContext, route: OperatorRouteKey): boolean {
  const least = leastRole(route);
  return least !== null && isAtLeast(c.get("operator").role, least);
}

/** An id of the address; what is none leads to no page. */
export function idParam(c: OperatorContext, name: string): Uuid {
  const given = c.req.param(name) ?? "";
  if (isUuid(given)) return given;
  throw new Refusal(404, [{ code: "console.not_found", sentence: "Cette page n’existe pas." }]);
}

/** How an operator's form is carried out. */
export interface Submission<T> {
  readonly run: (form: SentForm) => Promise<T>;
  readonly goTo: string | ((result: T) => string);
  /** What is answered to a program that asks for JSON. */
  readonly json?: (result: T) => unknown;
  /** The page again, with what was typed and what is to mend. */
  readonly again: (state: FormState) => Promise<JSX.Element>;
}

/** A form whose result is shown in the answer itself: what must not stand in an address. */
export interface ShownSubmission<T> extends Omit<Submission<T>, "goTo" | "json"> {
  readonly json: (result: T) => unknown;
  readonly shown: (result: T) => Promise<JSX.Element>;
}

/** Carries such a form out; sent again by a reload, it is carried out again. */
export async function submitToShow<T>(
  c: OperatorContext,
  { run, json, shown, again }: ShownSubmission<T>,
): Promise<Response> {
  return await carryOut(c, { run, again }, async (result) => {
    return wantsJson(c) ? answerJson(c, json(result)) : page(c, await shown(result));
  });
}

/** Carries a form out; refused for what was typed in it, it comes back with every value kept. */
export async function submit<T>(c: OperatorContext, { run, goTo, again, json }: Submission<T>): Promise<Response> {
  return await carryOut(c, { run, again }, (result) => {
    if (wantsJson(c)) return answerJson(c, json ? json(result) : { done: true });
    return seeOther(c, typeof goTo === "string" ? goTo : goTo(result));
  });
}

async function carryOut<T>(
  c: OperatorContext,
  { run, again }: Pick<Submission<T>, "run" | "again">,
  answer: (result: T) => Response | Promise<Response>,
): Promise<Response> {
  const form = sentForm(await readFields(c.req.raw));
  let result: T;
  try {
    result = await run(form);
  } catch (error) {
    if (!(error instanceof Refusal) || (error.status !== 422 && error.status !== 409) || wantsJson(c)) throw error;
    return page(c, await again(formState(form.values, error)), error.status);
  }
  return await answer(result);
}

/** True when the caller wants JSON rather than a page. */
export function wantsJson(c: OpenContext | OperatorContext): boolean {
  return asksJson(c.req.raw);
}

/** Answers with JSON. */
export function answerJson(c: OpenContext | OperatorContext, value: unknown, status: Status = 200): Response {
  const { body, headers } = packed(c.req.raw, jsonText(value), JSON_TYPE);
  return c.body(body, status, headers);
}

/** Answers with a page. */
export function page(c: OpenContext | OperatorContext, element: JSX.Element, status: Status = 200): Response {
  const { body, headers } = packed(c.req.raw, renderPage(element), HTML);
  return c.body(body, status, headers);
}

/** Sends the browser to another page of the console. */
export function seeOther(c: OpenContext | OperatorContext, path: string): Response {
  return c.body(null, 303, { location: path, "cache-control": "no-store" });
}
