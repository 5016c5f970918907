import { defineRefusals } from "../base/refusal.ts";

/** What the sealed log refuses. */
export const { refuse, issue } = defineRefusals("antifraud", {
  no_chain: {
    status: 409,
    say: "Le journal scellé de ce dossier n’est pas ouvert. Écrivez à l’assistance : rien ne peut être émis sans lui.",
  },
});
