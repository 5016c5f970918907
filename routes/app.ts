import { Hono } from "hono";
import type { Edge } from "./edge.ts";
import { answerError, answerNotFound, answerWrongHost, foreignOrigin } from "./errors.tsx";
import { guard } from "./guard.ts";
import type { AppEnv, Handler, OpenContext, Routes } from "./handler.ts";
import { openRequest } from "./request.ts";
import { refuseHugeBody } from "../lib/platform/web/body.ts";
import { isOurHost, isOurOrigin } from "../lib/platform/web/origin.ts";
import type { RouteKey } from "./access.ts";
import { routes as account } from "./account/routes.ts";
import { routes as demo } from "./dev/mailbox.tsx";
import { routes as dossier } from "./d/routes.ts";
import { abuseRoutes as abuse } from "./public/abuse.tsx";
import { anchorRoutes as anchors } from "./public/anchors.tsx";
import { publicDocumentRoutes as links } from "./public/document.tsx";
import { documentFontRoutes as fonts } from "./public/document_fonts.ts";
import { routes as home } from "./public/home.tsx";
import { guestRoutes as guests } from "./public/guest.tsx";
import { verificationRoutes as verification } from "./public/verification.tsx";
import { offerRoutes as offers } from "./public/offers.tsx";
import { fileRoutes as files } from "./system/files.ts";
import { routes as system } from "./system/routes.ts";

/** Every route of the product, by what stands before it in the staircase. */
export const BEFORE_CHECKS: readonly Routes[] = [system];
export const AFTER_CHECKS: readonly Routes[] = [
  home,
  offers,
  fonts,
  links,
  abuse,
  anchors,
  files,
  verification,
  guests,
  account,
  demo,
  dossier,
];

/**
 * The product's edge, read from top to bottom: what stands higher is passed first. Who may open a route stands in
 * access.ts, and `mount` puts that guard before each handler.
 */
export function createApp(edge: Edge): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.onError((error, c) => answerError(c, error));
  app.notFound(answerNotFound);

  // A number and a moment for each request, security headers on each answer.
  app.use(openRequest(edge));
  // What is longer than anything we take is not read.
  app.use(async (c, next) => {
    refuseHugeBody(c.req.raw);
    await next();
  });
  // Static files, health, and the clock of a hosted database, which shows a secret of its own.
  mount(app, BEFORE_CHECKS);
  // One address only, so that a forged Host never reaches a link or a redirect.
  app.use(async (c, next) => isOurHost(c.req.raw, edge.baseUrl) ? await next() : answerWrongHost(c));
  // What may change something comes from a page of ours.
  app.use(async (c, next) => {
    if (!isOurOrigin(c.req.raw, edge.baseUrl)) throw foreignOrigin();
    await next();
  });
  // | anybody | person | member of the dossier | module on | with the right | dossier not closed: see guard.ts.
  mount(app, AFTER_CHECKS);
  return app;
}

function mount(app: Hono<AppEnv>, files: readonly Routes[]): void {
  for (const routes of files) {
    for (const [route, handler] of Object.entries(routes) as [RouteKey, Handler<never>][]) {
      const [method, path] = route.split(" ") as ["GET" | "POST", string];
      app.on(method, path, guard(route, handler) as Handler<OpenContext>);
    }
  }
}
