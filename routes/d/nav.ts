import type { Entered } from "../../lib/access/mod.ts";
import type { IconName, NavEntry, NavSection } from "../../lib/ui/mod.ts";
import { isLeftOpen, rightOf, type RouteKey } from "../access.ts";
import { isSwitchedOff } from "../modules.ts";

/** A place of the sidebar: the list it opens, shown to those who may open it. */
interface Place {
  readonly route: RouteKey & `GET /d/:slug${string}`;
  readonly label: string;
  readonly icon: IconName;
  /** Sequence that leads there: `g f`. */
  readonly shortcut: string;
  /** What one of the three places of the phone's bottom bar is called there: one short word. */
  readonly tab?: string;
  /** Places without a line of their own that belong to it. */
  readonly also?: readonly Place["route"][];
}

/** The sidebar, in order. A new list of documents adds its line here. */
const SECTIONS: readonly { readonly label?: string; readonly places: readonly Place[] }[] = [
  { places: [{ route: "GET /d/:slug", label: "Tableau de bord", icon: "home", shortcut: "g t", tab: "Accueil" }] },
  {
    label: "Ventes",
    places: [
      { route: "GET /d/:slug/devis", label: "Devis", icon: "quote", shortcut: "g d" },
      { route: "GET /d/:slug/factures", label: "Factures", icon: "document", shortcut: "g f", tab: "Factures" },
      { route: "GET /d/:slug/avoirs", label: "Avoirs", icon: "document", shortcut: "g v" },
    ],
  },
  {
    label: "Fiches",
    places: [
      { route: "GET /d/:slug/clients", label: "Clients", icon: "people", shortcut: "g c", tab: "Clients" },
      { route: "GET /d/:slug/articles", label: "Articles", icon: "box", shortcut: "g a" },
    ],
  },
  {
    label: "Preuves",
    places: [
      { route: "GET /d/:slug/preuves", label: "Journal scellé", icon: "book", shortcut: "g j" },
      { route: "GET /d/:slug/clotures", label: "Clôtures", icon: "calendar", shortcut: "g k" },
      { route: "GET /d/:slug/archives", label: "Archives", icon: "folder", shortcut: "g h" },
      {
        route: "GET /d/:slug/controle",
        label: "Contrôle",
        icon: "check",
        shortcut: "g o",
        also: ["GET /d/:slug/attestations"],
      },
    ],
  },
  {
    label: "Réglages",
    places: [
      { route: "GET /d/:slug/entreprise", label: "Entreprise", icon: "gear", shortcut: "g e" },
      { route: "GET /d/:slug/securite", label: "Sécurité", icon: "lock", shortcut: "g s" },
      {
        route: "GET /d/:slug/connexion-entreprise",
        label: "Connexion de l’entreprise",
        icon: "lock",
        shortcut: "g x",
      },
      { route: "GET /d/:slug/membres", label: "Membres", icon: "people", shortcut: "g m" },
      { route: "GET /d/:slug/activite", label: "Qui a fait quoi", icon: "book", shortcut: "g q" },
      { route: "GET /d/:slug/pieces", label: "Liste des pièces", icon: "folder", shortcut: "g l" },
    ],
  },
];

/** « + Nouveau »: what one makes most, the first answering to `n`. */
const CREATIONS: readonly Omit<Place, "shortcut">[] = [
  { route: "GET /d/:slug/factures/nouvelle", label: "Devis ou facture", icon: "document" },
  { route: "GET /d/:slug/devis/nouveau", label: "Devis", icon: "quote" },
  { route: "GET /d/:slug/clients/nouveau", label: "Client", icon: "people" },
  { route: "GET /d/:slug/articles/nouveau", label: "Article", icon: "box" },
];

/** The dashboard, or what stands in its place. */
const HOME: RouteKey = "GET /d/:slug";

/** True for a route that the dossier's state leaves open; the home of a locked one is the subscriber's area. */
export function isOpenIn({ openness }: Entered["dossier"], route: RouteKey): boolean {
  return route === HOME || isLeftOpen(openness, route);
}

/** What the frame shows of the dossier's places to one person, on one page. */
export interface Navigation {
  readonly nav: readonly NavSection[];
  readonly tabs: readonly NavEntry[];
  readonly create: readonly NavEntry[];
}

/** The places that the person may open, the one that holds `path` marked as current. */
export function navigationOf({ ctx, dossier }: Entered, path: string): Navigation {
  function mayOpen({ route }: Pick<Place, "route">): boolean {
    const right = rightOf(route);
    if (isSwitchedOff(route, dossier.modulesOff)) return false;
    if (!isOpenIn(dossier, route)) return false;
    return right === null || ctx.rights.has(right);
  }
  function entry(place: Omit<Place, "shortcut"> & { readonly shortcut?: string }): NavEntry {
    const { label, icon, shortcut } = place;
    const { slug } = dossier, href = hrefOf(place.route, slug);
    const holds = [place.route, ...place.also ?? []].map((route) => hrefOf(route, slug));
    return { label, icon, shortcut, href, current: holds.some((each) => isWithin(path, each, slug)) };
  }
  const sections = SECTIONS.map(({ label, places }) => ({ label, places: places.filter(mayOpen) }));
  return {
    nav: sections.filter(({ places }) => places.length > 0)
      .map(({ label, places }) => ({ label, entries: places.map(entry) })),
    tabs: sections.flatMap(({ places }) => places).flatMap((place) =>
      place.tab ? [{ ...entry(place), label: place.tab }] : []
    ),
    create: CREATIONS.filter(mayOpen).map(entry),
  };
}

function hrefOf(route: Place["route"], slug: string): string {
  return route.slice("GET ".length).replace(":slug", slug);
}

/** A page under a list belongs to it; the dashboard, above everything, only to itself. */
function isWithin(path: string, href: string, slug: string): boolean {
  return path === href || (href !== `/d/${slug}` && path.startsWith(`${href}/`));
}
