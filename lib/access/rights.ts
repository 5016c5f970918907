import type { Right } from "../base/ctx.ts";

/** One action on a resource, with the words that the members page shows. */
interface Action {
  readonly label: string;
}

/** What can be done in a dossier: resource → action. A right that is not here does not exist. */
export const RESOURCES = {
  dashboard: { label: "Tableau de bord", actions: { read: { label: "consulter" } } },
  company: {
    label: "Entreprise et réglages",
    actions: { read: { label: "consulter" }, write: { label: "modifier" } },
  },
  members: { label: "Membres et droits", actions: { read: { label: "consulter" }, write: { label: "gérer" } } },
  customers: { label: "Clients", actions: { read: { label: "consulter" }, write: { label: "créer et modifier" } } },
  suppliers: {
    label: "Fournisseurs",
    actions: { read: { label: "consulter" }, write: { label: "créer et modifier" } },
  },
  catalog: {
    label: "Articles et services",
    actions: { read: { label: "consulter" }, write: { label: "créer et modifier" } },
  },
  quotes: {
    label: "Devis",
    actions: {
      read: { label: "consulter" },
      write: { label: "rédiger" },
      send: { label: "envoyer" },
    },
  },
  invoices: {
    label: "Factures et avoirs",
    actions: {
      read: { label: "consulter" },
      write: { label: "rédiger les brouillons" },
      issue: { label: "émettre" },
      send: { label: "envoyer" },
    },
  },
  payments: {
    label: "Paiements reçus",
    actions: { read: { label: "consulter" }, write: { label: "enregistrer" } },
  },
  files: { label: "Fichiers", actions: { read: { label: "consulter" }, write: { label: "déposer et ranger" } } },
  activity: { label: "Qui a fait quoi", actions: { read: { label: "consulter" } } },
  sealed_log: {
    label: "Journal scellé",
    actions: {
      read: { label: "consulter et vérifier" },
      close: { label: "clôturer une période" },
      archive: { label: "faire une archive ou une attestation" },
      control: { label: "ouvrir l’accès d’un contrôle" },
    },
  },
  lists: { label: "Listes", actions: { export: { label: "exporter (Excel, CSV)" } } },
} as const satisfies Record<
  string,
  { readonly label: string; readonly actions: Readonly<Record<string, Action>> }
>;

type Resources = typeof RESOURCES;

/** A right that exists, as `resource:action`. */
export type KnownRight = {
  [R in keyof Resources & string]: `${R}:${keyof Resources[R]["actions"] & string}`;
}[keyof Resources & string];

/** Every right, in the order of the table. Jobs run with all of them: a person with the right asked for the work. */
export const ALL_RIGHTS: ReadonlySet<Right> = new Set(
  Object.entries(RESOURCES).flatMap(([resource, { actions }]) =>
    Object.keys(actions).map((action): Right => `${resource}:${action}`)
  ),
);

/** A right in words: `Factures et avoirs : émettre`. Null for one that does not exist. */
export function labelOfRight(right: Right): string | null {
  const [resource = "", action = ""] = right.split(":");
  if (!ALL_RIGHTS.has(right)) return null;
  const row: { label: string; actions: Readonly<Record<string, Action>> } = RESOURCES[resource as keyof Resources];
  return `${row.label} : ${row.actions[action]!.label}`;
}

/** The right that profiles of a dossier's own may not hold: whoever hands rights out is an administrator, wholly. */
export const ADMINISTRATORS_RIGHT: KnownRight = "members:write";

/** What everybody in a dossier may do: without it the dossier would open on a refusal. */
const EVERYBODYS_RIGHT: KnownRight = "dashboard:read";

/** True for a right that a profile of a dossier's own may hold. */
export function isGrantable(right: string): right is KnownRight {
  return ALL_RIGHTS.has(right as Right) && right !== ADMINISTRATORS_RIGHT;
}

/** What a form cannot be filled without, besides reading its own resource: a country, rates of VAT, customers. */
const FORM_READS: { readonly [R in KnownRight]?: readonly KnownRight[] } = {
  "customers:write": ["company:read"],
  "catalog:write": ["company:read"],
  "quotes:write": ["company:read", "customers:read"],
  "invoices:write": ["company:read", "customers:read"],
};

/**
 * Rights that were ticked, in the order of the table, with what they are of no use without: reading what one may
 * change and what its form is filled from, and the page that a dossier opens on.
 */
export function completed(ticked: readonly KnownRight[]): KnownRight[] {
  const reads = ticked.flatMap((right) => [readingOf(right), ...FORM_READS[right] ?? []]);
  const wanted = new Set<Right>([EVERYBODYS_RIGHT, ...ticked, ...reads]);
  return [...ALL_RIGHTS].filter((right): right is KnownRight => wanted.has(right));
}

function readingOf(right: KnownRight): Right {
  return `${right.slice(0, right.indexOf(":"))}:read`;
}
