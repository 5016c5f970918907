/** Every URL of the console. */
export const paths = {
  instances: (query = "") => `/${query}`,
  instance: (dossier: string) => `/dossiers/${dossier}`,
  siret: (dossier: string) => `/dossiers/${dossier}/siret`,
  siretWithdrawal: (dossier: string) => `/dossiers/${dossier}/siret/retrait`,
  reviews: () => "/verifications",
  heldMail: (dossier: string, mail: string) => `/verifications/${dossier}/${mail}`,
  reports: (dossier: string) => `/signalements/${dossier}`,
  cells: () => "/cellules",
  jobs: () => "/travaux",
  signIn: () => "/connexion",
  signOut: () => "/deconnexion",
} as const;
