/**
 * What each module that a dossier can switch off holds: the folders of its pages, and the resources whose rights go
 * with it. The only list; a route under no such folder belongs to the core, which is always on.
 */
import type { Entered } from "../lib/access/mod.ts";
import type { RESOURCES } from "../lib/access/mod.ts";
import type { Right } from "../lib/base/ctx.ts";
import { type ModuleName, MODULES_OFFERED } from "../lib/company/mod.ts";
import { ACCESS, type RouteKey } from "./access.ts";

interface Extent {
  /** First part of an address inside the dossier. */
  readonly folders: readonly string[];
  /** Routes of other folders that would be of no use without it. */
  readonly also?: readonly RouteKey[];
  readonly resources: readonly (keyof typeof RESOURCES)[];
}

/** Module → its pages and rights. */
export const EXTENTS: Readonly<Record<ModuleName, Extent>> = {
  quotes: { folders: ["devis"], resources: ["quotes"] },
  invoices: {
    folders: ["factures", "avoirs", "reglements"],
    also: ["POST /d/:slug/devis/:document/facture"],
    resources: ["invoices", "payments"],
  },
  catalog: { folders: ["articles"], also: ["GET /d/:slug/propositions/articles"], resources: ["catalog"] },
};

const NAMES = Object.keys(MODULES_OFFERED) as readonly ModuleName[];

const MODULES_OF_ROUTE: ReadonlyMap<string, readonly ModuleName[]> = new Map(
  (Object.keys(ACCESS) as RouteKey[]).map((route) => {
    const folder = /^(?:GET|POST) \/d\/:slug\/([^/]+)/.exec(route)?.[1] ?? "";
    return [route, NAMES.filter((name) => holds(EXTENTS[name], { route, folder }))] as const;
  }),
);

/** The modules that a route belongs to; none for the core. */
export function modulesOfRoute(route: RouteKey): readonly ModuleName[] {
  return MODULES_OF_ROUTE.get(route) ?? [];
}

/** True where one of a route's modules is off: it is answered 404, as if it had never been built. */
export function isSwitchedOff(route: RouteKey, modulesOff: readonly string[]): boolean {
  return modulesOff.length > 0 && modulesOfRoute(route).some((name) => modulesOff.includes(name));
}

/** The same person without the rights of modules that are off: what a page shows by right leaves it with them. */
export function withoutModules(entered: Entered): Entered {
  const { modulesOff } = entered.dossier;
  if (modulesOff.length === 0) return entered;
  const gone = new Set<string>(NAMES.filter((name) => modulesOff.includes(name)).flatMap((name) => resourcesOf(name)));
  const rights = new Set([...entered.ctx.rights].filter((right: Right) => !gone.has(right.split(":")[0]!)));
  return { ...entered, ctx: { ...entered.ctx, rights } };
}

function holds(extent: Extent, { route, folder }: { route: RouteKey; folder: string }): boolean {
  return extent.folders.includes(folder) || (extent.also?.includes(route) ?? false);
}

function resourcesOf(name: ModuleName): readonly string[] {
  return EXTENTS[name].resources;
}
