/** Every URL of the console. */
export const paths = {
  instances: (query = "") => `/${query}`,
  cells: () => "/cellules",
  jobs: () => "/travaux",
  signIn: () => "/connexion",
  signOut: () => "/deconnexion",
} as const;
