import { defineRefusals } from "../../base/refusal.ts";

/** Everything that an account's pages refuse, in words. */
export const { refuse, issue } = defineRefusals("account", {
  too_many_resets: {
    status: 429,
    say: "Trop de demandes depuis votre connexion à internet. Réessayez dans une heure.",
  },
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
