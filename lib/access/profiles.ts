import { present } from "../base/assert.ts";
import type { Right } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
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

/** The ready profiles. Those of a dossier's own stand beside them under ids, which no key can look like. */
export const PROFILES = {
  administrator: { label: "Administrateur", hint: "Tout faire, et décider qui fait quoi.", rights: "all" },
  adv: {
    label: "ADV",
    hint: "Toutes les fonctions, sauf les membres, les réglages de l’entreprise et l’accès d’un contrôle.",
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
      "sealed_log:close",
      "sealed_log:archive",
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
    hint: "Tout lire et tout exporter, archives comprises, sans rien modifier.",
    rights: [...READING, "lists:export", "sealed_log:archive"],
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

/** What a membership says instead of a key when its profile is one of the dossier's own. */
export const CUSTOM = "custom";

/** Which profile somebody is given: the key of a ready one, or the id of one of the dossier's own. */
export type ProfileChoice = ProfileKey | Uuid;

/**
 * The rights of a profile, always the same set object for a ready one. `held`: those of a profile of the dossier's own;
 * names that the table no longer has allow nothing. Throws a Bug for a key that no profile has.
 */
export function rightsOf(profile: string, held: readonly string[] | null = null): ReadonlySet<Right> {
  if (profile !== CUSTOM) return present(SETS.get(profile), `profile ${profile}`);
  const names = new Set<string>(present(held, "rights of a profile of the dossier's own"));
  return new Set([...ALL_RIGHTS].filter((right) => names.has(right)));
}

/** True for the key of a ready profile. */
export function isReady(profile: string): profile is ProfileKey {
  return Object.hasOwn(PROFILES, profile);
}

/** What a profile is called; `name` is that of one of the dossier's own. */
export function labelOfProfile(profile: string, name: string | null = null): string {
  return isReady(profile) ? PROFILES[profile].label : name ?? "Profil du dossier";
}
