// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import {
  approveRecovery,
  cancelRecovery,
  getRecovery,
  type Recovery,
  refuseRecovery,
} from "../../lib/access/operator.ts";
import { type Fact, InstantText } from "../../lib/ui/mod.ts";
import { operatorCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { decisionPage } from "./decision.tsx";
import { EVIDENCE_WORDS, RECOVERY_WORDS } from "./recovery_parts.tsx";

const recovery = decisionPage<Recovery>({
  param: "recovery",
  load: (c, key) => getRecovery(operatorCtx(c), key),
  pathOf: paths.recovery,
  list: { label: "Reprises", href: paths.allRecoveries() },
  title: "Reprise",
  words: ({ state }) => RECOVERY_WORDS[state],
  routes: {
    accord: "POST /dossiers/:dossier/reprises/:recovery/accord",
    annulation: "POST /dossiers/:dossier/reprises/:recovery/annulation",
  },
  isStillCancelled: ({ state }) => state === "approved" || state === "waiting",
  asked: askedFacts,
  then: ({ waitsUntil }) =>
    waitsUntil === null ? [] : [{ term: "Opposition possible jusqu’au", value: <InstantText instant={waitsUntil} /> }],
  says: {
    own: "Vous avez demandé cette reprise : une autre personne de l’équipe en décide, du rôle administration.",
    other: "Une personne du rôle administration en décide.",
    approve: {
      text: "Accordée, les membres du dossier sont prévenus aussitôt et ont trois jours pour s’y opposer.",
      tick: "Pour accorder : j’ai vérifié moi-même l’identité et les pièces",
      button: "Accorder la reprise",
      isFinal: false,
    },
    refuse: "Refuser la reprise",
    cancel: "Annuler la reprise",
    askedBy: "Demandée par",
    ended: "Terminée le",
    approvedBy: "Accordée par",
    refusedBy: "Refusée par",
  },
});

/** One recovery: what the first operator saw, the second one's word, and how it went. */
export const routes: Routes = {
  "GET /dossiers/:dossier/reprises/:recovery": recovery.show,
  "POST /dossiers/:dossier/reprises/:recovery/accord": recovery.act("accord", (c, form) => {
    const typed = { ...recovery.keyOf(c), isChecked: form.flag("checked"), reason: form.text("reason") };
    return approveRecovery(operatorCtx(c), c.get("operator"), typed);
  }, recovery.after),
  "POST /dossiers/:dossier/reprises/:recovery/refus": recovery.act("refus", (c, form) => {
    return refuseRecovery(operatorCtx(c), c.get("operator"), { ...recovery.keyOf(c), reason: form.text("reason") });
  }, recovery.after),
  "POST /dossiers/:dossier/reprises/:recovery/annulation": recovery.act("annulation", (c, form) => {
    return cancelRecovery(operatorCtx(c), c.get("operator"), { ...recovery.keyOf(c), reason: form.text("reason") });
  }, recovery.after),
};

function askedFacts(recovery: Recovery): Fact[] {
  const { name, email, reason, evidence, evidenceNote, ownersLeave, administratorSeen } = recovery;
  return [
    { term: "Nouvel administrateur et titulaire", value: `${name}, ${email}` },
    { term: "Pourquoi", value: reason },
    { term: "Pièces vues", value: <ul>{evidence.map((kind) => <li>{EVIDENCE_WORDS[kind]}</li>)}</ul> },
    ...(evidenceNote === "" ? [] : [{ term: "Note", value: evidenceNote }]),
    { term: "Titulaires actuels", value: ownersLeave ? "ne le seront plus (départ)" : "gardent ce qu’ils ont" },
    ...(administratorSeen
      ? [{ term: "Attention", value: "un administrateur s’était connecté dans les 30 jours" }]
      : []),
  ];
}
