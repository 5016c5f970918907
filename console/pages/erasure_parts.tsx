import type { Erasure, ErasureState } from "../../lib/access/operator.ts";
import { type Column, DateText, Empty, InstantText, type JSX, State, Table, type Tone } from "../../lib/ui/mod.ts";
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

type Sort = Column<Erasure>["sort"];

/** What a list of erasures shows, with the links that sort it where it is sorted. */
export function erasureColumns(
  sort: { readonly asked?: Sort; readonly until?: Sort; readonly contents?: Sort } = {},
): readonly Column<Erasure>[] {
  return [
    { label: "Dossier", cell: (erasure) => erasure.companyName },
    { label: "État", cell: ({ state }) => <State {...ERASURE_WORDS[state]} />, card: "aside" },
    { label: "Jusqu’au", cell: ({ untilOn }) => <DateText date={untilOn} />, sort: sort.until },
    { label: "Contenus", cell: ({ reaches, erased }) => countText(erased ?? reaches), sort: sort.contents },
    { label: "Demandé le", cell: ({ askedAt }) => <InstantText instant={askedAt} />, sort: sort.asked },
    { label: "Par", cell: ({ askedByName }) => askedByName },
  ];
}

/** The erasures of contents of one dossier, the youngest first. */
export function ErasureTable({ erasures }: { erasures: readonly Erasure[] }): JSX.Element {
  return (
    <Table
      caption="Effacements de ce dossier"
      columns={erasureColumns()}
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
