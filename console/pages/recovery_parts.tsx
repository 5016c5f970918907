import type { Evidence, Recovery, RecoveryState } from "../../lib/access/operator.ts";
import { type Column, InstantText, type JSX, State, Table, type Tone } from "../../lib/ui/mod.ts";
import { paths } from "../paths.ts";

/** States of a recovery in words. */
export const RECOVERY_WORDS: Readonly<Record<RecoveryState, { readonly word: string; readonly tone: Tone }>> = {
  asked: { word: "à décider", tone: "due" },
  approved: { word: "accordée", tone: "open" },
  waiting: { word: "opposition possible", tone: "open" },
  done: { word: "invitation envoyée", tone: "done" },
  refused: { word: "refusée", tone: "ended" },
  cancelled: { word: "annulée", tone: "ended" },
  objected: { word: "arrêtée par un membre", tone: "ended" },
};

/** What an operator may have seen, in words. */
export const EVIDENCE_WORDS: Readonly<Record<Evidence, string>> = {
  register_extract: "Kbis ou extrait de la BCE de moins de trois mois",
  identity_document: "Pièce d’identité du représentant légal",
  register_call: "Rappel au numéro de téléphone du registre",
};

/** What a list of recoveries shows, with the links that sort it where it is sorted. */
export function recoveryColumns(
  sort: { readonly asked?: Column<Recovery>["sort"]; readonly until?: Column<Recovery>["sort"] } = {},
): readonly Column<Recovery>[] {
  return [
    { label: "Dossier", cell: (recovery) => recovery.companyName },
    { label: "État", cell: ({ state }) => <State {...RECOVERY_WORDS[state]} />, card: "aside" },
    { label: "Demandée le", cell: ({ askedAt }) => <InstantText instant={askedAt} />, sort: sort.asked },
    { label: "Par", cell: ({ askedByName }) => askedByName },
    {
      label: "Opposition jusqu’au",
      cell: ({ state, waitsUntil }) =>
        state === "waiting" && waitsUntil !== null ? <InstantText instant={waitsUntil} /> : "",
      sort: sort.until,
    },
  ];
}

/** The recoveries of one dossier, the youngest first. */
export function RecoveryTable({ recoveries }: { recoveries: readonly Recovery[] }): JSX.Element {
  return (
    <Table
      caption="Reprises de ce dossier"
      columns={recoveryColumns()}
      rows={recoveries}
      rowHref={(recovery) => paths.recovery(recovery)}
    />
  );
}
