import { present } from "../base/assert.ts";
import type { Right } from "../base/ctx.ts";
import { ALL_RIGHTS, type KnownRight } from "./rights.ts";

/** What a profile is called and allows. */
interface Profile {
  readonly label: string;
  /** One sentence for the person who hands profiles out. */
  readonly hint: string;
  readonly rights: readonly KnownRight[] | "all";
}

const READING: readonly KnownRight[] = [
  "dashboard:read",
  "company:read",
  "customers:read",
  "suppliers:read",
  "catalog:read",
  "quotes:read",
  "invoices:read",
  "payments:read",
  "files:read",
  "activity:read",
  "sealed_log:read",
];

/** The ready profiles. Custom ones will stand beside them, per dossier, under keys of the same form. */
export const PROFILES = {
  administrator: { label: "Administrateur", hint: "Tout faire, et décider qui fait quoi.", rights: "all" },
  adv: {
    label: "ADV",
    hint: "Toutes les fonctions, sauf les membres et les réglages de l’entreprise.",
    rights: [
      ...READING,
      "customers:write",
      "suppliers:write",
      "catalog:write",
      "quotes:write",
      "quotes:send",
      "invoices:write",
      "invoices:issue",
      "invoices:send",
      "payments:write",
      "files:write",
      "lists:export",
    ],
  },
  sales: {
    label: "Commercial",
    hint: "Les devis et leurs clients, rien d’autre.",
    rights: [
      "dashboard:read",
      "company:read",
      "customers:read",
      "customers:write",
      "catalog:read",
      "quotes:read",
      "quotes:write",
      "quotes:send",
    ],
  },
  purchasing: {
    label: "Achat",
    hint: "Les fournisseurs, leurs demandes de prix et leurs commandes, rien d’autre.",
    rights: ["dashboard:read", "company:read", "suppliers:read", "suppliers:write", "catalog:read"],
  },
  accountant: {
    label: "Comptable",
    hint: "Tout lire et tout exporter, sans rien modifier.",
    rights: [...READING, "lists:export"],
  },
  reader: { label: "Lecture seule", hint: "Tout lire, sans rien modifier ni exporter.", rights: READING },
} as const satisfies Record<string, Profile>;

/** Key of a ready profile. */
export type ProfileKey = keyof typeof PROFILES;

/** Profile of the person who opens a dossier. */
export const OWNER_PROFILE: ProfileKey = "administrator";

// Built once: every request of everybody with a profile holds the very same set.
const SETS: ReadonlyMap<string, ReadonlySet<Right>> = new Map(
  Object.entries(PROFILES).map(([key, { rights }]) => [key, rights === "all" ? ALL_RIGHTS : new Set<Right>(rights)]),
);

/** The rights of a profile, always the same set object. Throws a Bug for a key that no profile has. */
export function rightsOf(profile: string): ReadonlySet<Right> {
  return present(SETS.get(profile), `profile ${profile}`);
}
