/** A plan that one may choose at sign-up. Nothing is billed yet: prices come with our own billing. */
export interface Plan {
  readonly label: string;
  /** For whom, in one sentence. */
  readonly hint: string;
  readonly includes: readonly string[];
}

/** Key of a plan. */
export type PlanKey = keyof typeof PLANS;

/** The plans, in the order of the page. */
export const PLANS = {
  tpe: {
    label: "TPE",
    hint: "Pour commencer, ou pour travailler à quelques-uns.",
    includes: [
      "Devis, factures et avoirs, en règle",
      "Deux adresses de connexion comprises",
      "1 Go de fichiers compris",
      "Les évolutions du service comprises",
    ],
  },
  tpe_plus: {
    label: "TPE+",
    hint: "Pour travailler avec votre expert-comptable.",
    includes: ["Tout ce que comprend TPE", "L’accès de votre expert-comptable à votre dossier"],
  },
} as const satisfies Readonly<Record<string, Plan>>;

/** A plan by its key, or null for one that does not exist. */
export function findPlan(key: string): (Plan & { readonly key: PlanKey }) | null {
  return Object.hasOwn(PLANS, key) ? { key: key as PlanKey, ...PLANS[key as PlanKey] } : null;
}
