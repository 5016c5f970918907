import type { Erasure, ErasureState } from "../../lib/access/operator.ts";
import type { IsoDate } from "../../lib/base/dates.ts";
import type { Uuid } from "../../lib/base/ids.ts";
import {
  Button,
  Card,
  DateField,
  DateText,
  Empty,
  Form,
  type FormState,
  formState,
  InstantText,
  type JSX,
  State,
  Table,
  TextArea,
  type Tone,
} from "../../lib/ui/mod.ts";
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

interface AskProps {
  readonly tenantId: Uuid;
  readonly erasures: readonly Erasure[];
  /** Last day that the form proposes. */
  readonly proposed: IsoDate;
  readonly state: FormState | undefined;
  readonly mayAsk: boolean;
}

/** The erasures of one dossier, and the form that asks for one while none is under way. */
export function ErasureSection({ tenantId, erasures, proposed, state, mayAsk }: AskProps): JSX.Element {
  const isUnderWay = erasures.some(({ endedAt }) => endedAt === null);
  const form = state ?? formState({ until: proposed });
  return (
    <>
      {erasures.length > 0
        ? (
          <Card title="Effacements" flush>
            <ErasureTable erasures={erasures} caption="Effacements de ce dossier" />
          </Card>
        )
        : null}
      {!mayAsk || (isUnderWay && !state) ? null : (
        <Card title="Demander un effacement">
          <p>
            Le contenu des enregistrements scellés de plus de dix ans peut disparaître une fois archivé ; leurs
            empreintes et leurs signatures restent, et le journal se vérifie toujours. Une autre personne de l’équipe
            décide.
          </p>
          <Form action={paths.erasures(tenantId)} state={form}>
            <DateField
              name="until"
              label="Dernier jour à effacer"
              hint="Le dernier jour d’un exercice clos depuis plus de dix ans."
              form={form}
            />
            <TextArea
              name="reason"
              label="Pourquoi effacer"
              hint="Qui le demande et sur quel fondement : demande du client, fin de la durée de conservation."
              maxlength={1_000}
              rows={3}
              form={form}
            />
            <Button kind="danger">Demander l’effacement</Button>
          </Form>
        </Card>
      )}
    </>
  );
}
