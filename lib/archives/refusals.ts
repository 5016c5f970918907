import { defineRefusals } from "../base/refusal.ts";

/** What the module refuses by name. */
export const { refuse, issue } = defineRefusals("archives", {
  not_found: { status: 404, say: "Cette pièce n’existe pas dans ce dossier." },
  log_not_whole: {
    status: 409,
    say: ({ reason = "" }) =>
      `Le journal scellé ne concorde pas : ${reason} Aucune attestation n’est faite avant que cela soit compris. ` +
      "Écrivez-nous.",
  },
  company_incomplete: {
    status: 409,
    say: "Complétez d’abord l’entreprise : l’attestation nomme sa raison sociale et son SIREN.",
  },
  representative_missing: {
    status: 422,
    say: "Indiquez les nom et prénom du représentant légal.",
    field: "representative",
  },
  city_missing: { status: 422, say: "Indiquez où l’attestation est faite.", field: "city" },
  bad_text: { status: 422, say: "Ce texte est trop long, ou contient des caractères invisibles. Retapez-le." },
  bad_acquired: {
    status: 422,
    say: "Indiquez une date réelle, au plus tard aujourd’hui.",
    field: "acquiredOn",
  },
  bad_used_since: {
    status: 422,
    say: "Indiquez une date réelle, ni avant l’acquisition ni après aujourd’hui.",
    field: "usedSince",
  },
});
