import { OBJECTION_PATH, PASS_PATH } from "../lib/access/mod.ts";
import { ANCHORS_PATH } from "../lib/anchors/mod.ts";
import type { DocumentKind } from "../lib/sales/mod.ts";

/** What follows the `?` of an address; what is empty does not stand in it. */
export type Query = Readonly<Record<string, string | undefined>>;

/** Folder of each kind of document in the addresses of a dossier. */
export const DOCUMENT_FOLDERS: Readonly<Record<DocumentKind, string>> = {
  quote: "devis",
  invoice: "factures",
  credit_note: "avoirs",
};

/** Which document. */
export interface DocumentName {
  readonly kind: DocumentKind;
  readonly id: string;
}

/** What may be asked of one document under its address. */
export type DocumentAct =
  | "avoir"
  | "brouillon"
  | "copie"
  | "emission"
  | "envoi"
  | "facture"
  | "journal"
  | "modifier"
  | "pages"
  | "pdf"
  | "reglements"
  | "suppression"
  | "xml";

/** Every URL of the product. Pages never write one by hand: a test leads each of these to a declared route. */
export const paths = {
  home: () => "/",
  offers: (plan?: string) => plan ? `/offres/${plan}` : "/offres",
  terms: () => "/conditions",
  signUp: () => "/inscription",
  signUpSent: () => "/inscription/envoyee",
  confirmSignUp: (secret: string) => `/inscription/confirmation/${encodeURIComponent(secret)}`,
  signIn: (back?: string) => back ? `/connexion?retour=${encodeURIComponent(back)}` : "/connexion",
  passkeySignIn: () => "/connexion/cle",
  passkeySignInRequest: () => "/connexion/cle/demande",
  secondStep: (back?: string, sent?: "envoye") => withQuery("/connexion/code", { retour: back, envoye: sent }),
  secondStepMail: (back?: string) => withQuery("/connexion/code/mail", { retour: back }),
  secondStepPasskey: () => "/connexion/code/cle",
  signOut: () => "/deconnexion",
  captchaPicture: (captcha: string) => `/connexion/code-image/${captcha}`,
  captchaMail: () => "/connexion/code-par-mail",
  unblock: (secret: string) => `/deblocage/${encodeURIComponent(secret)}`,
  companySignInChoice: () => "/connexion/entreprise",
  companySignIn: (slug: string) => `/connexion/entreprise/${encodeURIComponent(slug)}`,
  companySignInReturn: (slug: string) => `/connexion/entreprise/${encodeURIComponent(slug)}/retour`,
  forgottenPassword: () => "/mot-de-passe-oublie",
  resetSent: () => "/mot-de-passe-oublie/envoyee",
  resetPassword: (secret: string) => `/mot-de-passe-oublie/choix/${encodeURIComponent(secret)}`,
  account: () => "/compte",
  ownProfile: (query?: Query) => withQuery("/compte/profil", query),
  passwordChange: () => "/compte/mot-de-passe",
  devices: (query?: Query) => withQuery("/compte/appareils", query),
  deviceClosing: (session: string) => `/compte/appareils/${session}/fermeture`,
  otherDevicesClosing: () => "/compte/appareils/fermeture",
  addressChange: () => "/compte/adresse",
  addressSent: () => "/compte/adresse/envoyee",
  personalData: () => "/compte/donnees",
  accountDeletion: () => "/compte/suppression",
  accountGone: () => "/compte/supprime",
  contact: () => "/contact",
  contactSent: () => "/contact/envoye",
  dossiers: (which?: "tous", query?: Query) =>
    which ? `/dossiers?${[which, withQuery("", query).slice(1)].filter(Boolean).join("&")}` : "/dossiers",
  /** Into a dossier, to the section where one was in another if it is there and allowed. */
  dossierEntrance: (slug: string, query?: Query) => withQuery(`/dossiers/${slug}/entree`, query),
  newDossier: () => "/dossiers/nouveau",
  /** Where somebody proves that it is still he; `back` is asked for again afterwards. */
  proof: (back?: string, strength?: "forte") => withQuery("/compte/preuve", { retour: back, force: strength }),
  proofMail: (back?: string, strength?: "forte") => withQuery("/compte/preuve/mail", { retour: back, force: strength }),
  proofPasskey: () => "/compte/preuve/cle",
  /** `back` is the page that wants another factor: the way to it stays at hand. */
  security: (back?: string, notice?: "requise") => withQuery("/compte/securite", { retour: back, etape: notice }),
  totp: (back?: string) => withQuery("/compte/securite/application", { retour: back }),
  totpCode: () => "/compte/securite/application/code",
  totpRemoval: () => "/compte/securite/application/retrait",
  mailCode: () => "/compte/securite/mail",
  recoveryCodes: () => "/compte/securite/codes",
  passkeyRequest: () => "/compte/securite/cles/demande",
  passkeys: () => "/compte/securite/cles",
  passkey: (id: string) => `/compte/securite/cles/${id}`,
  passkeyRemoval: (id: string) => `/compte/securite/cles/${id}/retrait`,

  recoveryStopped: () => OBJECTION_PATH,
  objection: (secret: string) => `${OBJECTION_PATH}/${encodeURIComponent(secret)}`,
  /** To the objection of the member who is signed in. */
  ownObjection: (slug: string) => `/d/${slug}/reprise`,
  invitation: (secret: string) => `/invitation/${encodeURIComponent(secret)}`,

  mailbox: () => "/dev/courrier",
  mail: (message: string) => `/dev/courrier/${message}`,
  mailPart: (message: string, part: string | number) => `/dev/courrier/${message}/${part}`,

  dossier: (slug: string) => `/d/${slug}`,

  company: (slug: string, query?: Query) => withQuery(`/d/${slug}/entreprise`, query),
  companyLogo: (slug: string, logo?: string) => `/d/${slug}/entreprise/logo${logo ? `/${logo}` : ""}`,
  companyLogoRemoval: (slug: string) => `/d/${slug}/entreprise/logo/retrait`,
  companyIban: (slug: string, answer: "accord" | "refus" | "cle" = "accord") => `/d/${slug}/entreprise/iban/${answer}`,
  companyModules: (slug: string) => `/d/${slug}/entreprise/modules`,

  dossierSecurity: (slug: string, query?: Query) => withQuery(`/d/${slug}/securite`, query),
  secondFactorRule: (slug: string) => `/d/${slug}/securite/deuxieme-etape`,
  passwordPolicy: (slug: string) => `/d/${slug}/securite/mots-de-passe`,
  memberUnblocking: (slug: string) => `/d/${slug}/securite/mots-de-passe/deblocage`,
  companySignInSettings: (slug: string, query?: Query) => withQuery(`/d/${slug}/connexion-entreprise`, query),
  companySignInTry: (slug: string) => `/d/${slug}/connexion-entreprise/essai`,
  companySignInUntying: (slug: string) => `/d/${slug}/connexion-entreprise/rattachements`,
  companySignInRemoval: (slug: string) => `/d/${slug}/connexion-entreprise/retrait`,

  customers: (slug: string, query?: Query) => withQuery(`/d/${slug}/clients`, query),
  customersExport: (slug: string, query?: Query) => withQuery(`/d/${slug}/clients/export`, query),
  newCustomer: (slug: string, query?: Query) => withQuery(`/d/${slug}/clients/nouveau`, query),
  customer: (slug: string, id: string, query?: Query) => withQuery(`/d/${slug}/clients/${id}`, query),
  editCustomer: (slug: string, id: string) => `/d/${slug}/clients/${id}/modifier`,
  customerActivity: (slug: string, id: string) => `/d/${slug}/clients/${id}/activite`,
  customerArchiving: (slug: string, id: string) => `/d/${slug}/clients/${id}/archivage`,
  customerRestoring: (slug: string, id: string) => `/d/${slug}/clients/${id}/retablissement`,
  customerDeletion: (slug: string, id: string) => `/d/${slug}/clients/${id}/suppression`,

  items: (slug: string, query?: Query) => withQuery(`/d/${slug}/articles`, query),
  itemsExport: (slug: string, query?: Query) => withQuery(`/d/${slug}/articles/export`, query),
  newItem: (slug: string, query?: Query) => withQuery(`/d/${slug}/articles/nouveau`, query),
  item: (slug: string, id: string, query?: Query) => withQuery(`/d/${slug}/articles/${id}`, query),
  itemActivity: (slug: string, id: string) => `/d/${slug}/articles/${id}/activite`,
  itemArchiving: (slug: string, id: string) => `/d/${slug}/articles/${id}/archivage`,
  itemRestoring: (slug: string, id: string) => `/d/${slug}/articles/${id}/retablissement`,
  categories: (slug: string, query?: Query) => withQuery(`/d/${slug}/articles/categories`, query),
  category: (slug: string, id: string) => `/d/${slug}/articles/categories/${id}`,
  categoryDeletion: (slug: string, id: string) => `/d/${slug}/articles/categories/${id}/suppression`,

  members: (slug: string, query?: Query) => withQuery(`/d/${slug}/membres`, query),
  member: (slug: string, id: string, query?: Query) => withQuery(`/d/${slug}/membres/${id}`, query),
  memberAct: (slug: string, id: string, act: "profil" | "retrait" | "titulaire" | "titulaire/retrait") =>
    `/d/${slug}/membres/${id}/${act}`,
  leaving: (slug: string) => `/d/${slug}/membres/depart`,
  invitations: (slug: string) => `/d/${slug}/membres/invitations`,
  invitationAct: (slug: string, id: string, act: "renvoi" | "retrait") => `/d/${slug}/membres/invitations/${id}/${act}`,
  profiles: (slug: string) => `/d/${slug}/membres/profils`,
  newProfile: (slug: string) => `/d/${slug}/membres/profils/nouveau`,
  profile: (slug: string, id: string) => `/d/${slug}/membres/profils/${id}`,
  profileDeletion: (slug: string, id: string) => `/d/${slug}/membres/profils/${id}/suppression`,

  proofs: (slug: string, query?: Query) => withQuery(`/d/${slug}/preuves`, query),
  proofsCheck: (slug: string) => `/d/${slug}/preuves/verification`,
  proofsKey: (slug: string) => `/d/${slug}/preuves/cle`,
  proofsExport: (slug: string, query?: Query) => withQuery(`/d/${slug}/preuves/export.csv`, query),
  /** The published anchors of a month, and where a proof is checked. */
  anchors: (query?: Query) => withQuery(ANCHORS_PATH, query),
  anchorKeys: () => `${ANCHORS_PATH}/cles.json`,
  anchor: (day: string) => `${ANCHORS_PATH}/${day}`,
  anchorFile: (day: string, file: string) => `${ANCHORS_PATH}/${day}/${file}`,
  ownAnchors: (slug: string, query?: Query) => withQuery(`/d/${slug}/preuves/ancrages`, query),
  ownAnchorCheck: (slug: string) => `/d/${slug}/preuves/ancrages/verification`,
  ownAnchorProof: (slug: string, day: string) => `/d/${slug}/preuves/ancrages/${day}`,

  activity: (slug: string, query?: Query) => withQuery(`/d/${slug}/activite`, query),
  pieces: (slug: string, query?: Query) => withQuery(`/d/${slug}/pieces`, query),
  piecesExport: (slug: string, format: "xlsx" | "csv", query?: Query) =>
    withQuery(`/d/${slug}/pieces/export.${format}`, query),

  numbering: (slug: string, query?: Query) => withQuery(`/d/${slug}/preuves/numeros`, query),
  numberingExport: (slug: string, format: "xlsx" | "csv") => `/d/${slug}/preuves/numeros/export.${format}`,
  controls: (slug: string, query?: Query) => withQuery(`/d/${slug}/controle`, query),
  controlClosing: (slug: string, pass: string) => `/d/${slug}/controle/${pass}/fermeture`,
  controlFile: (slug: string, query?: Query) => withQuery(`/d/${slug}/controle/dossier`, query),
  controlBundle: (slug: string, query?: Query) => withQuery(`/d/${slug}/controle/dossier.zip`, query),
  pass: (token: string) => `${PASS_PATH}/${token}`,
  guest: (
    part?:
      | "factures"
      | "reglements"
      | "clotures"
      | "numeros"
      | "attestations"
      | "archives"
      | "mode-d-emploi"
      | "dossier.zip"
      | "fin",
    query?: Query,
  ) => withQuery(`/consultation${part ? `/${part}` : ""}`, query),
  guestDocument: (id: string, file: "pdf" | "xml") => `/consultation/factures/${id}/${file}`,
  guestArchive: (id: string) => `/consultation/archives/${id}/zip`,
  guestAttestation: (id: string) => `/consultation/attestations/${id}/pdf`,
  closures: (slug: string, query?: Query) => withQuery(`/d/${slug}/clotures`, query),
  closuresExport: (slug: string, format: "xlsx" | "csv") => `/d/${slug}/clotures/export.${format}`,
  subscription: (slug: string, query?: Query) => withQuery(`/d/${slug}/abonnement`, query),
  size: (slug: string) => `/d/${slug}/abonnement/espace`,
  keptZip: (slug: string) => `/d/${slug}/abonnement/archive-conservee`,
  closing: (slug: string) => `/d/${slug}/abonnement/fermeture`,
  reopening: (slug: string) => `/d/${slug}/abonnement/reouverture`,
  archives: (slug: string, query?: Query) => withQuery(`/d/${slug}/archives`, query),
  archive: (slug: string, id: string) => `/d/${slug}/archives/${id}`,
  exit: (slug: string, query?: Query) => withQuery(`/d/${slug}/abonnement/sortie`, query),
  exitZip: (slug: string, id: string) => `/d/${slug}/abonnement/sortie/${id}/zip`,
  archiveZip: (slug: string, id: string) => `/d/${slug}/archives/${id}/zip`,
  attestations: (slug: string, query?: Query) => withQuery(`/d/${slug}/attestations`, query),
  attestationPdf: (slug: string, id: string) => `/d/${slug}/attestations/${id}/pdf`,
  documents: (slug: string, kind: DocumentKind, query?: Query) => withQuery(folderOf(slug, kind), query),
  documentsExport: (slug: string, kind: DocumentKind, query?: Query) =>
    withQuery(`${folderOf(slug, kind)}/export`, query),
  newDocument: (slug: string, kind: "quote" | "invoice", query?: Query) =>
    withQuery(`${folderOf(slug, kind)}/${kind === "quote" ? "nouveau" : "nouvelle"}`, query),
  documentEntry: (slug: string, kind: DocumentKind) => `${folderOf(slug, kind)}/saisie`,
  documentSketch: (slug: string, kind: DocumentKind) => `${folderOf(slug, kind)}/apercu`,
  newDocumentDraft: (slug: string, kind: "quote" | "invoice") => `${folderOf(slug, kind)}/brouillon`,
  document: (slug: string, { kind, id }: DocumentName, query?: Query) =>
    withQuery(`${folderOf(slug, kind)}/${id}`, query),
  documentAct: (slug: string, { kind, id }: DocumentName, act: DocumentAct) => `${folderOf(slug, kind)}/${id}/${act}`,
  paymentReversal: (slug: string, payment: string) => `/d/${slug}/reglements/${payment}/annulation`,
  customerProposals: (slug: string) => `/d/${slug}/propositions/clients`,
  itemProposals: (slug: string) => `/d/${slug}/propositions/articles`,

  publicDocument: (
    token: string,
    part?: "pdf" | "carte.png" | "couleur.css" | "logo" | "reponse" | "signalement" | "signalement/recu",
  ) => `/document/${token}${part ? `/${part}` : ""}`,
  verification: (token?: string, query?: Query) => withQuery(token ? `/v/${token}` : "/v", query),
  documentStyles: () => "/polices/documents.css",
  documentFont: (file: string) => `/polices/${file}`,
} as const;

function folderOf(slug: string, kind: DocumentKind): string {
  return `/d/${slug}/${DOCUMENT_FOLDERS[kind]}`;
}

/** An address with what narrows or announces its page. */
export function withQuery(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

/** True for an address inside the product that a person may be sent back to: never another site. */
export function isOwnPath(path: string): boolean {
  return /^\/(?![/\\])[\x21-\x7e]*$/.test(path) && !path.includes("\\");
}

/** The address that a person asked to be sent back to, or empty unless it is one of ours. */
export function ownPath(path: string | undefined): string {
  return path && isOwnPath(path) ? path : "";
}
