import { baseUrl } from "../platform/outside.ts";

/** Pages that our mails lead to; routes/paths.ts takes them from here. */
export const IDENTITY_PATHS = {
  signIn: "/connexion",
  signUp: "/inscription",
  forgottenPassword: "/mot-de-passe-oublie",
  /** Page where a new password is chosen; the secret of the link follows. */
  resetPassword: "/mot-de-passe-oublie/choix",
  contact: "/contact",
  devices: "/compte/appareils",
  /** Pages of the two links of a change of address; the secret follows. */
  confirmAddress: "/compte/adresse/confirmation",
  restoreAddress: "/compte/adresse/retablissement",
  /** Page with the button that confirms; the secret of the link follows. */
  confirmSignUp: "/inscription/confirmation",
  /** Page with the button that opens a blocked account; the secret of the link follows. */
  unblock: "/deblocage",
} as const;

/** Full address of one of those pages, with the secret of a link where it takes one. */
export function linkTo(page: keyof typeof IDENTITY_PATHS, secret?: string): string {
  return `${baseUrl()}${IDENTITY_PATHS[page]}${secret === undefined ? "" : `/${secret}`}`;
}
