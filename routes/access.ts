/**
 * Who may open what: the only list of routes. One line a route, method and path as the router knows them.
 *
 * - `anyone`: a public page; nobody is asked who he is
 * - `link`: whoever holds a secret link; the verb behind it judges the secret
 * - `machine`: a program with a secret of its own
 * - `demo`: answered under `start` alone, 404 elsewhere
 * - `person`: anybody signed in
 * - `member`: any member of the dossier
 * - a right: the members whose profile has it (lib/access/rights.ts)
 */
import type { KnownRight } from "../lib/access/mod.ts";

/** What a route asks of whoever comes. */
export type Access = "anyone" | "link" | "machine" | "demo" | "person" | "member" | KnownRight;

/** Method and path of a route. */
export type RouteName = `${"GET" | "POST"} /${string}`;

/** Route → who may open it. */
export const ACCESS = {
  "GET /assets/:file": "anyone",
  "GET /healthz": "anyone",
  "POST /internal/tick": "machine",

  "GET /": "anyone",
  "GET /inscription": "anyone",
  "POST /inscription": "anyone",
  "GET /inscription/envoyee": "anyone",
  "GET /inscription/confirmation/:secret": "link",
  "POST /inscription/confirmation/:secret": "link",
  "GET /connexion": "anyone",
  "POST /connexion": "anyone",
  "POST /deconnexion": "anyone",
  "GET /mot-de-passe-oublie": "anyone",
  "GET /dossiers": "person",

  "GET /dev/courrier": "demo",
  "GET /dev/courrier/:message": "demo",
  "GET /dev/courrier/:message/:part": "demo",

  "GET /d/:slug": "dashboard:read",

  "GET /d/:slug/entreprise": "company:read",
  "POST /d/:slug/entreprise": "company:write",
  "POST /d/:slug/entreprise/logo": "company:write",
  "POST /d/:slug/entreprise/logo/retrait": "company:write",
  "GET /d/:slug/entreprise/logo/:logo": "company:read",
  "POST /d/:slug/entreprise/modules": "company:write",
} as const satisfies Readonly<Record<RouteName, Access>>;

/** A route that exists. */
export type RouteKey = keyof typeof ACCESS;

/** Routes of a dossier that stay open when it has expired, is suspended or closed: the subscriber's area and export. */
export const OPEN_WHEN_CLOSED: ReadonlySet<RouteKey> = new Set<RouteKey>([]);

/** The right that a route asks for, or null when membership is enough. */
export function rightOf(route: RouteKey): KnownRight | null {
  const access: Access = ACCESS[route];
  return access.includes(":") ? access as KnownRight : null;
}
