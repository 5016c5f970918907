import { baseUrl } from "../platform/outside.ts";

/** Pages that our mails lead to; routes/paths.ts takes them from here. */
export const IDENTITY_PATHS = {
  signIn: "/connexion",
  signUp: "/inscription",
  forgottenPassword: "/mot-de-passe-oublie",
  /** Page with the button that confirms; the secret of the link follows. */
  confirmSignUp: "/inscription/confirmation",
} as const;

/** Full address of one of those pages, with the secret of a link where it takes one. */
export function linkTo(page: keyof typeof IDENTITY_PATHS, secret?: string): string {
  return `${baseUrl()}${IDENTITY_PATHS[page]}${secret === undefined ? "" : `/${secret}`}`;
}
