/** Every URL of the product. Pages never write one by hand: a test leads each of these to a declared route. */
export const paths = {
  home: () => "/",
  signUp: () => "/inscription",
  signUpSent: () => "/inscription/envoyee",
  confirmSignUp: (secret: string) => `/inscription/confirmation/${encodeURIComponent(secret)}`,
  signIn: (back?: string) => back ? `/connexion?retour=${encodeURIComponent(back)}` : "/connexion",
  signOut: () => "/deconnexion",
  forgottenPassword: () => "/mot-de-passe-oublie",
  dossiers: (which?: "tous") => which ? `/dossiers?${which}` : "/dossiers",

  mailbox: () => "/dev/courrier",
  mail: (message: string) => `/dev/courrier/${message}`,
  mailPart: (message: string, part: string | number) => `/dev/courrier/${message}/${part}`,

  dossier: (slug: string) => `/d/${slug}`,

  company: (slug: string, done?: string) => `/d/${slug}/entreprise${done ? `?fait=${done}` : ""}`,
  companyLogo: (slug: string, logo?: string) => `/d/${slug}/entreprise/logo${logo ? `/${logo}` : ""}`,
  companyLogoRemoval: (slug: string) => `/d/${slug}/entreprise/logo/retrait`,
  companyModules: (slug: string) => `/d/${slug}/entreprise/modules`,
} as const;

/** True for an address inside the product that a person may be sent back to: never another site. */
export function isOwnPath(path: string): boolean {
  return /^\/(?![/\\])[\x21-\x7e]*$/.test(path) && !path.includes("\\");
}
