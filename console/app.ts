import { Hono } from "hono";
import { Refusal } from "../lib/base/refusal.ts";
import { findOperatorSession, isAtLeast, type OperatorRole } from "../lib/identity/operator.ts";
import { now } from "../lib/platform/clock.ts";
import { newId } from "../lib/platform/random.ts";
import { refuseHugeBody } from "../lib/platform/web/body.ts";
import { secure } from "../lib/platform/web/headers.ts";
import { callerAddress, isOurHost, isOurOrigin } from "../lib/platform/web/origin.ts";
import { leastRole, type RouteKey } from "./access.ts";
import { answerError, answerForeignOrigin, answerNotFound, answerWrongHost } from "./errors.tsx";
import {
  type AppEnv,
  type ConsoleEdge,
  type Handler,
  type OpenContext,
  type OperatorContext,
  operatorCtx,
  type Routes,
  seeOther,
} from "./handler.ts";
import { routes as alert } from "./pages/alert.tsx";
import { routes as alertChannels } from "./pages/alert_channels.tsx";
import { routes as alerts } from "./pages/alerts.tsx";
import { routes as acts } from "./pages/acts.tsx";
import { routes as operatorPage } from "./pages/operator.tsx";
import { routes as operatorList } from "./pages/operators.tsx";
import { routes as ownAccess } from "./pages/own_access.tsx";
import { routes as personSessions } from "./pages/person_sessions.tsx";
import { routes as settle } from "./pages/settle.tsx";
import { routes as anchors } from "./pages/anchors.tsx";
import { routes as erasureAsk } from "./pages/erasure_ask.tsx";
import { routes as erasures } from "./pages/erasures.tsx";
import { routes as erasure } from "./pages/erasure.tsx";
import { routes as cell } from "./pages/cell.tsx";
import { routes as cells } from "./pages/cells.tsx";
import { routes as provision } from "./pages/provision.tsx";
import { routes as instances } from "./pages/instances.tsx";
import { routes as instance } from "./pages/instance.tsx";
import { routes as instancePurge } from "./pages/instance_purge.tsx";
import { routes as instanceState } from "./pages/instance_state.tsx";
import { routes as job } from "./pages/job.tsx";
import { routes as jobs } from "./pages/jobs.tsx";
import { routes as move } from "./pages/move.tsx";
import { routes as procedure } from "./pages/procedure.tsx";
import { routes as procedures } from "./pages/procedures.tsx";
import { routes as quietHour } from "./pages/quiet_hour.tsx";
import { routes as reports } from "./pages/reports.tsx";
import { routes as reviews } from "./pages/reviews.tsx";
import { routes as recoveryAsk } from "./pages/recovery_ask.tsx";
import { routes as recoveries } from "./pages/recoveries.tsx";
import { routes as recovery } from "./pages/recovery.tsx";
import { routes as siret } from "./pages/siret.tsx";
import { routes as signIn } from "./pages/sign_in.tsx";
import { routes as thresholds } from "./pages/thresholds.tsx";
import { routes as system } from "./pages/system.ts";
import { paths } from "./paths.ts";
import { ROLE_WORDS } from "./words.ts";

/** The console's edge, read from top to bottom: what stands higher is passed first. */
export function createConsole(edge: ConsoleEdge): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.onError((error, c) => answerError(c, error));
  app.notFound(answerNotFound);

  // A number and a moment for each request, security headers on each answer.
  app.use(async (c, next) => {
    const id = newId();
    c.set("edge", edge);
    c.set("now", now());
    const ip = callerAddress(c.req.raw, c.env?.remoteAddr?.hostname ?? "", edge.proxyHops);
    c.set("request", { id, ip, userAgent: c.req.header("user-agent") });
    await next();
    secure(c.res.headers, edge.baseUrl);
    c.res.headers.set("x-request-id", id);
  });
  app.use(async (c, next) => {
    refuseHugeBody(c.req.raw);
    await next();
  });
  mount(app, [system]);
  app.use(async (c, next) => isOurHost(c.req.raw, edge.baseUrl) ? await next() : answerWrongHost(c));
  app.use(async (c, next) => isOurOrigin(c.req.raw, edge.baseUrl) ? await next() : answerForeignOrigin(c));
  // | anybody | operator.
  mount(app, [
    signIn,
    settle,
    operatorList,
    operatorPage,
    personSessions,
    ownAccess,
    acts,
    instances,
    instance,
    siret,
    instanceState,
    instancePurge,
    move,
    procedures,
    quietHour,
    procedure,
    reviews,
    reports,
    recoveries,
    recoveryAsk,
    recovery,
    erasures,
    erasureAsk,
    erasure,
    anchors,
    alerts,
    thresholds,
    alertChannels,
    alert,
    cells,
    provision,
    cell,
    jobs,
    job,
  ]);
  return app;
}

function mount(app: Hono<AppEnv>, files: readonly Routes[]): void {
  for (const routes of files) {
    for (const [route, handler] of Object.entries(routes) as [RouteKey, Handler<never>][]) {
      const [method, path] = route.split(" ") as ["GET" | "POST", string];
      app.on(method, path, guard(route, handler));
    }
  }
}

function guard(route: RouteKey, handler: Handler<never>): Handler<OpenContext> {
  const least = leastRole(route);
  if (least === null) return handler as Handler<OpenContext>;
  return async (c) => {
    const token = c.get("edge").cookie.read(c.req.raw);
    const operator = token === null ? null : await findOperatorSession(operatorCtx(c), token);
    if (!operator) return seeOther(c, paths.signIn());
    if (!isAtLeast(operator.role, least)) throw wrongRole(least);
    const inside = c as unknown as OperatorContext;
    inside.set("operator", operator);
    return await (handler as Handler<OperatorContext>)(inside);
  };
}

function wrongRole(least: OperatorRole): Refusal {
  const sentence = `Votre rôle ne le permet pas : il faut celui de ${ROLE_WORDS[least]}.`;
  return new Refusal(403, [{ code: "console.role", sentence }]);
}
