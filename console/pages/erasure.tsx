import { approveErasure, cancelErasure, type Erasure, getErasure, refuseErasure } from "../../lib/access/operator.ts";
import { DateText } from "../../lib/ui/mod.ts";
import { operatorCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { countText } from "../words.ts";
import { decisionPage } from "./decision.tsx";
import { ERASURE_WORDS } from "./erasure_parts.tsx";

const erasure = decisionPage<Erasure>({
  param: "erasure",
  load: (c, key) => getErasure(operatorCtx(c), key),
  pathOf: paths.erasure,
  list: { label: "Effacements", href: paths.allErasures() },
  title: "Effacement",
  words: ({ state }) => ERASURE_WORDS[state],
  routes: {
    accord: "POST /dossiers/:dossier/effacements/:erasure/accord",
    annulation: "POST /dossiers/:dossier/effacements/:erasure/annulation",
  },
  isStillCancelled: () => false,
  asked: ({ untilOn, reaches, reason }) => [
    { term: "Contenus scellés jusqu’au", value: <DateText date={untilOn} /> },
    { term: "Enregistrements concernés", value: `${countText(reaches)}, tous dans une archive` },
    { term: "Pourquoi", value: reason },
  ],
  then: ({ erased }) =>
    erased === null
      ? []
      : [{ term: "Contenus effacés", value: `${countText(erased)} ; leurs empreintes et signatures restent` }],
  says: {
    own: "Vous avez demandé cet effacement : une autre personne de l’équipe en décide, du rôle administration.",
    other: "Une personne du rôle administration en décide.",
    approve: {
      text: "Accordé, ces contenus disparaissent aussitôt et pour toujours. Le dossier le lit à sa page des preuves.",
      tick: "Pour accorder : j’ai vérifié moi-même la date et les archives",
      button: "Accorder l’effacement",
      isFinal: true,
    },
    refuse: "Refuser l’effacement",
    cancel: "Annuler la demande",
    askedBy: "Demandé par",
    ended: "Terminé le",
    approvedBy: "Accordé par",
    refusedBy: "Refusé par",
  },
});

/** One erasure of contents: what the first operator asks, the second one's word, and what went. */
export const routes: Routes = {
  "GET /dossiers/:dossier/effacements/:erasure": erasure.show,
  "POST /dossiers/:dossier/effacements/:erasure/accord": erasure.act("accord", (c, form) => {
    const typed = { ...erasure.keyOf(c), isChecked: form.flag("checked"), reason: form.text("reason") };
    return approveErasure(operatorCtx(c), c.get("operator"), typed);
  }, erasure.after),
  "POST /dossiers/:dossier/effacements/:erasure/refus": erasure.act("refus", (c, form) => {
    return refuseErasure(operatorCtx(c), c.get("operator"), { ...erasure.keyOf(c), reason: form.text("reason") });
  }, erasure.after),
  "POST /dossiers/:dossier/effacements/:erasure/annulation": erasure.act("annulation", (c, form) => {
    return cancelErasure(operatorCtx(c), c.get("operator"), { ...erasure.keyOf(c), reason: form.text("reason") });
  }, erasure.after),
};
