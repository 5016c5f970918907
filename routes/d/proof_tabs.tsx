import { type JSX, type TabLink, Tabs } from "../../lib/ui/mod.ts";
import { ACCESS, rightOf, type RouteKey } from "../access.ts";
import type { DossierContext } from "../handler.ts";
import { slugOf } from "./here.tsx";

/** The pages of « Preuves », in order; one appears once its route exists and to those who may open it. */
const PLACES: readonly { readonly route: `GET /d/:slug/${string}`; readonly label: string }[] = [
  { route: "GET /d/:slug/preuves", label: "Journal" },
  { route: "GET /d/:slug/clotures", label: "Clôtures" },
  { route: "GET /d/:slug/preuves/ancrages", label: "Ancrages" },
  { route: "GET /d/:slug/preuves/numeros", label: "Numéros" },
  { route: "GET /d/:slug/archives", label: "Archives" },
  { route: "GET /d/:slug/controle", label: "Contrôle" },
];

/** The tabs over the pages of « Preuves ». `here`: the route of the page shown. Nothing where there is but one. */
export function ProofTabs({ c, here }: { readonly c: DossierContext; readonly here: RouteKey }): JSX.Element | null {
  const tabs = PLACES.filter(({ route }) => mayOpen(c, route)).map(({ route, label }): TabLink => ({
    label,
    href: route.slice("GET ".length).replace(":slug", slugOf(c)),
    current: route === here,
  }));
  return tabs.length > 1 ? <Tabs label="Preuves" tabs={tabs} /> : null;
}

function mayOpen(c: DossierContext, route: string): boolean {
  if (!Object.hasOwn(ACCESS, route)) return false;
  const right = rightOf(route as RouteKey);
  return right === null || c.get("ctx").rights.has(right);
}
