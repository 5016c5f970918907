import { listActivity } from "../../lib/company/mod.ts";
import type { DocumentFollowUp, DocumentKind } from "../../lib/sales/mod.ts";
import { Card, InstantText, type JSX, Table } from "../../lib/ui/mod.ts";
import type { DossierContext } from "../handler.ts";
import { paths } from "../paths.ts";
import { respond } from "../respond.tsx";
import { activityCursorIn, ActivityTimeline } from "./activity_timeline.tsx";
import { DocumentHeading, followed } from "./documents_show.tsx";
import { documentTitle } from "./documents_words.ts";
import { DossierPage } from "./frame.tsx";
import { slugOf } from "./here.tsx";

/** « Qui a fait quoi » on one document, and the sealed records that prove it. */
export async function showActivity(c: DossierContext, kind: DocumentKind): Promise<Response> {
  const view = await followed(c, kind);
  const { document } = view;
  const page = await listActivity(c.get("ctx"), { kind, id: document.id }, { before: activityCursorIn(c) });
  return respond(c, {
    json: () => ({ ...page, proof: view.proof }),
    page: () => (
      <DossierPage c={c} title={`${documentTitle(document)} : qui a fait quoi`}>
        <DocumentHeading c={c} view={view} tab="activity" />
        <ActivityTimeline c={c} page={page} path={paths.documentAct(slugOf(c), document, "journal")} />
        <Proof c={c} view={view} />
      </DossierPage>
    ),
  });
}

function Proof({ c, view }: { c: DossierContext; view: DocumentFollowUp }): JSX.Element | null {
  if (view.proof.length === 0) return null;
  const { timeZone } = c.get("entered").dossier;
  return (
    <Card title="Preuve" id="preuve" flush>
      <Table
        caption="Enregistrements scellés de ce document, dans l’ordre de la chaîne"
        columns={[
          { label: "Rang", cell: ({ seq }) => `n° ${seq}` },
          { label: "Quoi", cell: ({ type }) => SEALED[type] ?? "Enregistrement", grow: true, card: "line" },
          { label: "Quand", cell: ({ at }) => <InstantText instant={at} timeZone={timeZone} /> },
          { label: "Empreinte", cell: ({ hash }) => <code class="hash">{hash}</code> },
        ]}
        rows={view.proof}
      />
    </Card>
  );
}

const SEALED: Readonly<Record<string, string>> = {
  invoice_issued: "Émission",
  credit_note_issued: "Émission",
  document_rendered: "Fichier",
  document_sent: "Envoi",
  quote_answered: "Réponse du client",
};
