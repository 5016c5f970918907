import { defineRefusals } from "../base/refusal.ts";

/** What the sealed log refuses. */
export const { refuse, issue } = defineRefusals("antifraud", {
  no_chain: {
    status: 409,
    say: "Le journal scellé de ce dossier n’est pas ouvert. Écrivez à l’assistance : rien ne peut être émis sans lui.",
  },
  not_a_period: { status: 422, say: "Cette période n’existe pas. Choisissez un jour, un mois ou un exercice entier." },
  not_over: {
    status: 409,
    say: ({ period = "" }) => `Cette période n’est pas terminée (${period}) : elle se clôture à partir du lendemain.`,
  },
  nothing_to_close: {
    status: 409,
    say: ({ period = "" }) =>
      `Aucune facture, aucun avoir ni règlement à clôturer (${period}). Une période vide n’a pas besoin de clôture.`,
  },
  earlier_open: {
    status: 409,
    say: ({ period = "" }) => `Les périodes se clôturent dans l’ordre. Clôturez d’abord : ${period}.`,
  },
});
