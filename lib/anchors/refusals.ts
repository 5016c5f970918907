import { defineRefusals } from "../base/refusal.ts";
import { MAX_ADDRESSES } from "./choice.ts";

/** What anchors refuse. */
export const { refuse, issue } = defineRefusals("anchors", {
  no_anchor: { status: 404, say: "Aucun ancrage n’a été fait à cette date, ou il n’existe pas encore." },
  no_proof: { status: 404, say: "Ce dossier n’est dans aucun ancrage à cette date." },
  no_key: { status: 409, say: "Aucune clé ne signe encore : la première est tirée avec le premier ancrage." },
  key_changed: { status: 409, say: "La clé vient d’être changée. Relisez la page avant de recommencer." },
  pace: { status: 422, say: "Choisissez une fréquence dans la liste.", field: "pace" },
  address: {
    status: 422,
    say: ({ line = "" }) => `Cette adresse électronique est impossible : ${line}.`,
    field: "addresses",
  },
  too_many: { status: 422, say: `Indiquez ${MAX_ADDRESSES} adresses au plus.`, field: "addresses" },
  nobody: {
    status: 422,
    say: "Personne ne recevrait les preuves. Indiquez une adresse, cochez les membres, ou choisissez « Jamais ».",
    field: "addresses",
  },
});
