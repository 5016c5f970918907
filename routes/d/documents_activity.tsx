import { type CheckedRecord, checkProof } from "../../lib/antifraud/mod.ts";
import { formatInstant } from "../../lib/base/dates.ts";
import { listActivity } from "../../lib/company/mod.ts";
import type { DocumentKind } from "../../lib/sales/mod.ts";
import { Card, InstantText, type JSX, State, Table } from "../../lib/ui/mod.ts";
import type { DossierContext } from "../handler.ts";
import { paths } from "../paths.ts";
import { respond } from "../respond.tsx";
import { activityCursorIn, ActivityTimeline } from "./activity_timeline.tsx";
import { DocumentHeading, followed } from "./documents_show.tsx";
import { documentTitle } from "./documents_words.ts";
import { DossierPage } from "./frame.tsx";
import { slugOf } from "./here.tsx";
import { recordWord } from "./proofs_words.ts";

/** « Qui a fait quoi » on one document, and the sealed records that prove it. */
export async function showActivity(c: DossierContext, kind: DocumentKind): Promise<Response> {
  const view = await followed(c, kind);
  const { document } = view;
  const page = await listActivity(c.get("ctx"), { kind, id: document.id }, { before: activityCursorIn(c) });
  const records = await checkProof(c.get("ctx"), document.id);
  return respond(c, {
    json: () => ({ ...page, proof: records }),
    page: () => (
      <DossierPage c={c} title={`${documentTitle(document)} : qui a fait quoi`}>
        <DocumentHeading c={c} view={view} tab="activity" />
        <ActivityTimeline c={c} page={page} path={paths.documentAct(slugOf(c), document, "journal")} />
        <Proof c={c} records={records} />
      </DossierPage>
    ),
  });
}

function Proof({ c, records }: { c: DossierContext; records: readonly CheckedRecord[] }): JSX.Element | null {
  if (records.length === 0) return null;
  const { timeZone } = c.get("entered").dossier;
  const isWhole = records.every(({ fault }) => fault === null);
  return (
    <Card
      title="Preuve"
      id="preuve"
      action={isWhole ? <State tone="done" word="vérifiée à l’instant" /> : <State tone="late" word="anomalie" />}
    >
      <p>
        {isWhole
          ? "Chaque enregistrement de ce document vient d’être recalculé : il est tel qu’il a été scellé."
          : "Un enregistrement n’est plus tel qu’il a été scellé. Ne touchez à rien et écrivez à l’assistance."}
      </p>
      <Table
        caption="Enregistrements scellés de ce document, dans l’ordre de la chaîne"
        columns={[
          { label: "Rang", cell: ({ seq }) => `n° ${seq}` },
          { label: "Quoi", cell: ({ type }) => recordWord(type), card: "line" },
          { label: "Quand", cell: ({ at }) => <InstantText instant={at} timeZone={timeZone} /> },
          { label: "Constat", cell: findingOf, grow: true, card: "line" },
          { label: "Empreinte", cell: ({ hash }) => <code class="hash">{hash}</code> },
          { label: "Précédente", cell: ({ prevHash }) => <code class="hash">{prevHash}</code> },
        ]}
        rows={records}
      />
    </Card>
  );
}

function findingOf({ finding, erasedAt, isFollowed }: CheckedRecord): string {
  const erased = erasedAt ? ` Contenu effacé le ${formatInstant(erasedAt)}.` : "";
  return `${finding}${erased}${isFollowed ? "" : " C’est le dernier de la chaîne."}`;
}
