import { ACCESS, type RouteKey } from "../../console/access.ts";

/** Forms of an operator's own access: they change nothing for anybody else, and no reason is asked. */
const OWN: readonly RouteKey[] = [
  "POST /mon-acces/cles",
  "POST /mon-acces/cles/demande",
  "POST /mon-acces/cles/:key/retrait",
];

/** Every form of the console that is an act: it wants a reason. */
export const ACTING = (Object.keys(ACCESS) as RouteKey[]).filter((route) =>
  route.startsWith("POST ") && ACCESS[route] !== "anyone" && ACCESS[route] !== "machine" && !OWN.includes(route)
);
