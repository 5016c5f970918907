import type { Erasure, ErasureState } from "../../lib/access/operator.ts";
import { DateText, Empty, InstantText, type JSX, State, Table, type Tone } from "../../lib/ui/mod.ts";
import { paths } from "../paths.ts";
import { countText } from "../words.ts";

/** States of an erasure in words. */
export const ERASURE_WORDS: Readonly<Record<ErasureState, { readonly word: string; readonly tone: Tone }>> = {
  asked: { word: "à décider", tone: "due" },
  approved: { word: "en cours", tone: "open" },
  done: { word: "fait", tone: "done" },
  refused: { word: "refusé", tone: "ended" },
  cancelled: { word: "annulé", tone: "ended" },
};

/** Erasures, the youngest first. */
export function ErasureTable(
  { erasures, caption }: { erasures: readonly Erasure[]; caption: string },
): JSX.Element {
  return (
    <Table
      caption={caption}
      columns={[
        { label: "Dossier", cell: (erasure) => erasure.companyName },
        { label: "État", cell: ({ state }) => <State {...ERASURE_WORDS[state]} />, card: "aside" },
        { label: "Jusqu’au", cell: ({ untilOn }) => <DateText date={untilOn} /> },
        { label: "Contenus", cell: ({ reaches, erased }) => countText(erased ?? reaches) },
        { label: "Demandé le", cell: ({ askedAt }) => <InstantText instant={askedAt} /> },
        { label: "Par", cell: ({ askedByName }) => askedByName },
      ]}
      rows={erasures}
      rowHref={(erasure) => paths.erasure(erasure)}
      empty={
        <Empty title="Aucun effacement">
          Un effacement se demande depuis la page d’un dossier dont des contenus ont plus de dix ans.
        </Empty>
      }
    />
  );
}
