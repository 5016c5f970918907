import { defineRefusals } from "../../base/refusal.ts";

/** Everything that an account's pages refuse, in words. */
export const { refuse, issue } = defineRefusals("account", {
  too_many_resets: {
    status: 429,
    say: "Trop de demandes depuis votre connexion à internet. Réessayez dans une heure.",
  },
  too_many_changes: { status: 429, say: "Trop de demandes en une heure. Réessayez plus tard." },
  session: { status: 404, say: "Cette connexion n’existe pas, ou n’existe plus." },
  language: { status: 422, say: "Choisissez la langue dans la liste.", field: "language" },
  wrong_password: { status: 422, say: "Ce n’est pas votre mot de passe actuel.", field: "current" },
  same_password: { status: 422, say: "Choisissez un mot de passe différent de l’actuel.", field: "password" },
  same_address: { status: 422, say: "C’est déjà votre adresse de connexion.", field: "email" },
  contact_name: {
    status: 422,
    say: (values) => `Indiquez votre nom, en ${values.max} caractères au plus.`,
    field: "name",
  },
  message_missing: { status: 422, say: "Écrivez votre message.", field: "message" },
  message_long: {
    status: 422,
    say: (values) => `Le message compte ${values.max} caractères au plus.`,
    field: "message",
  },
  message_characters: {
    status: 422,
    say: "Le message contient des caractères illisibles. Retapez-le sans copier-coller.",
    field: "message",
  },
  too_many_messages: {
    status: 429,
    say: "Trop de messages depuis votre connexion à internet. Réessayez dans une heure.",
  },
  // Unknown, spent, expired, foreign and malformed links all get this answer.
  link: {
    status: 410,
    say: "Ce lien n’est plus valable : il a déjà servi, ou son délai est passé. Refaites votre demande.",
  },
});
