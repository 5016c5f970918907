import type { MiddlewareHandler } from "hono";
import { now } from "../lib/platform/clock.ts";
import { newId } from "../lib/platform/random.ts";
import { secure } from "../lib/platform/web/headers.ts";
import { callerAddress } from "../lib/platform/web/origin.ts";
import { languageAsked } from "../lib/platform/web/language.ts";
import type { Edge } from "./edge.ts";
import type { AppEnv } from "./handler.ts";

/** First step of every request: its number, its moment, its caller; and last, the headers of its answer. */
export function openRequest(edge: Edge): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const request = c.req.raw;
    const id = newId();
    c.set("edge", edge);
    c.set("now", now());
    c.set("request", {
      id,
      ip: callerAddress(request, c.env?.remoteAddr?.hostname ?? "", edge.proxyHops),
      userAgent: request.headers.get("user-agent") ?? undefined,
      language: languageAsked(request.headers.get("accept-language") ?? ""),
    });
    await next();
    secure(c.res.headers, edge.baseUrl);
    c.res.headers.set("x-request-id", id);
  };
}
