import type { RouteKey } from "./access.ts";

/** Routes that want a proof of who is there no older than this: a session left open is not enough (AUT-13). */
export const PROOF_LIFETIME_S = 600;

/** Acts on rights, IBAN, second factors, exports of everything, endings. */
export const STEP_UP: ReadonlySet<RouteKey> = new Set<RouteKey>([]);
