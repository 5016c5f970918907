import { defineRefusals } from "../base/refusal.ts";

/** Everything this module refuses, in words. */
export const { refuse, issue } = defineRefusals("instances", {
  no_room: {
    status: 503,
    say: "Nous ne pouvons pas ouvrir de nouveau dossier en ce moment. Votre demande est gardée et sera reprise.",
  },
  procedure_unknown: { status: 404, say: "Aucune procédure de ce numéro." },
  procedure_ended: { status: 409, say: "Cette procédure est terminée : elle ne peut plus être abandonnée." },
  cell_id: {
    status: 422,
    say:
      "L’identifiant d’une cellule compte 1 à 40 lettres minuscules, chiffres ou tirets, et commence par une lettre.",
    field: "id",
  },
  cell_capacity: { status: 422, say: "Indiquez combien de dossiers la cellule peut tenir.", field: "maxDossiers" },
});
