import { defineRefusals } from "../../base/refusal.ts";

/** Everything that the company sign-in refuses, in words. Its codes are also what the database keeps of each end. */
export const { refuse, issue, table } = defineRefusals("sso", {
  // No such dossier and a dossier without company sign-in are one answer.
  unavailable: {
    status: 404,
    say: "Aucune connexion d’entreprise n’existe à cette adresse. Vérifiez-la auprès de l’administrateur du dossier.",
  },
  // Unknown, spent, expired, begun in another browser or for another dossier: one answer.
  state: {
    status: 410,
    say: "Cette demande de connexion n’est plus valable. Recommencez depuis la page de connexion.",
  },
  unreachable: {
    status: 503,
    say: "Le serveur d’identité de votre entreprise ne répond pas. Réessayez dans un instant.",
  },
  configuration: {
    status: 503,
    say: "Le serveur d’identité de votre entreprise donne une description que nous ne pouvons pas suivre. " +
      "L’administrateur du dossier doit vérifier ses réglages.",
  },
  client: {
    status: 503,
    say: "Le serveur d’identité ne reconnaît pas l’identifiant ou le secret de l’application. " +
      "L’administrateur du dossier doit les vérifier.",
  },
  denied: { status: 410, say: "Le serveur d’identité de votre entreprise n’a pas accepté la connexion." },
  token: {
    status: 410,
    say: "La réponse du serveur d’identité n’a pas pu être vérifiée : personne n’a été connecté. Recommencez.",
  },
  email_unverified: {
    status: 403,
    say: "Le serveur d’identité de votre entreprise ne dit pas que votre adresse e-mail est vérifiée.",
  },
  domain: { status: 403, say: "Votre adresse e-mail n’est pas d’un domaine accepté par ce dossier." },
  not_member: {
    status: 403,
    say: "Vous n’avez pas de place dans ce dossier. Demandez une invitation à son administrateur.",
  },
  subject: {
    status: 403,
    say: "Votre adresse est déjà rattachée à un autre compte du serveur d’identité. " +
      "L’administrateur du dossier peut remettre les rattachements à zéro.",
  },
  issuer_address: {
    status: 422,
    say:
      "Indiquez l’adresse du serveur d’identité, en https, sans « ? » ni « # » : par exemple https://login.exemple.fr.",
    field: "issuer",
  },
  client_id_missing: {
    status: 422,
    say: "Indiquez l’identifiant de l’application (300 caractères au plus).",
    field: "clientId",
  },
  client_secret_missing: {
    status: 422,
    say: "Indiquez le secret de l’application (500 caractères au plus, sans accent ni espace).",
    field: "clientSecret",
  },
  secret_of_other: {
    status: 422,
    say: "Le serveur ou l’identifiant a changé : saisissez le secret qui va avec.",
    field: "clientSecret",
  },
  domains_missing: {
    status: 422,
    say: "Indiquez de un à dix domaines, séparés par des espaces : par exemple exemple.fr.",
    field: "domains",
  },
  domain_public: {
    status: 422,
    say: (values) =>
      `${values.domain} appartient à tout le monde : indiquez les domaines de votre entreprise seulement.`,
    field: "domains",
  },
  profile: { status: 422, say: "Choisissez un profil de la liste.", field: "defaultProfile" },
  stale: {
    status: 409,
    say: "Ces réglages ont changé depuis que vous les avez ouverts. Relisez-les avant d’enregistrer.",
  },
});

/** The sentence of a code kept in the database; null for one that says that all went well. */
export function sentenceOf(code: string): string | null {
  return Object.hasOwn(table, code) ? issue(code as keyof typeof table).sentence : null;
}
