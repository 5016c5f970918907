import { formatInstant } from "../../lib/base/dates.ts";
import {
  ABUSE_KINDS,
  clearAbuse,
  listReported,
  REPORTED_SORTS,
  type ReportedDossier,
  type ReportedFilter,
  viewReported,
} from "../../lib/instances/operator.ts";
import {
  Button,
  Card,
  Facts,
  Form,
  type FormState,
  InstantText,
  type JSX,
  PageHead,
  SelectField,
} from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { idParam, type OperatorContext, operatorCtx, page, type Routes, submit } from "../handler.ts";
import { listPage } from "../list_page.tsx";
import { textIn } from "../lists.tsx";
import { paths } from "../paths.ts";
import { ReasonField } from "../reason.tsx";
import { countText } from "../words.ts";

const KINDS = Object.keys(ABUSE_KINDS) as readonly (keyof typeof ABUSE_KINDS)[];

const reported = listPage<
  Pick<ReportedFilter, "isHeld" | "kind" | "text">,
  ReportedDossier,
  (typeof REPORTED_SORTS)[number]
>({
  name: "dossiers",
  title: "Signalements d’abus",
  lead: (
    <>
      Les dossiers que des destinataires ont signalés et que personne n’a encore examinés. Voyez aussi les{" "}
      <a href={paths.reviews()}>envois retenus</a>.
    </>
  ),
  path: paths.reported,
  files: paths.reportedExport,
  sorts: REPORTED_SORTS,
  usual: { by: "since", isDescending: false },
  filterOf: (c) => {
    const { envois, sorte } = c.req.query();
    return {
      isHeld: envois === "retenus" ? true : envois === "libres" ? false : undefined,
      kind: KINDS.find((known) => known === sorte),
      text: textIn(c),
    };
  },
  load: listReported,
  search: ({ text }) => ({ label: "Nom du dossier", value: text }),
  fields: ({ isHeld, kind }) => (
    <>
      <SelectField
        name="sorte"
        label="Pourquoi"
        blank="Tout"
        optional
        value={kind}
        options={KINDS.map((value) => ({ value, label: ABUSE_KINDS[value] }))}
      />
      <SelectField
        name="envois"
        label="Envois"
        blank="Tous"
        optional
        value={isHeld === undefined ? undefined : isHeld ? "retenus" : "libres"}
        options={[{ value: "retenus", label: "Retenus" }, { value: "libres", label: "Libres" }]}
      />
    </>
  ),
  shown: ({ sorted }) => [
    { label: "Dossier", cell: (dossier) => dossier.companyName },
    {
      label: "Signalé par",
      cell: (dossier) => countText(dossier.reporters),
      align: "end",
      sort: sorted("reporters"),
    },
    { label: "Pourquoi", cell: kindsText, grow: true },
    { label: "Depuis", cell: (dossier) => <InstantText instant={dossier.since} />, sort: sorted("since") },
    { label: "Envois", cell: (dossier) => dossier.isHeld ? "retenus" : "libres" },
  ],
  rowHref: (dossier) => paths.reports(dossier.tenantId),
  empty: { title: "Aucun signalement", text: "Aucun dossier signalé ne répond à ces filtres." },
  columns: [
    { title: "Dossier", kind: "text", width: 40, value: ({ companyName }) => companyName },
    { title: "Identifiant du dossier", kind: "text", width: 38, value: ({ tenantId }) => tenantId },
    { title: "Signalé par", kind: "number", value: ({ reporters }) => reporters },
    { title: "Pourquoi", kind: "text", width: 60, value: kindsText },
    { title: "Depuis", kind: "text", width: 20, value: ({ since }) => formatInstant(since) },
    { title: "Envois", kind: "text", width: 12, value: ({ isHeld }) => isHeld ? "retenus" : "libres" },
  ],
});

/** What recipients reported, and what an operator found. */
export const routes: Routes = {
  "GET /signalements": reported.show,
  "GET /signalements/export.csv": reported.csv,
  "GET /signalements/export.xlsx": reported.xlsx,
  "GET /signalements/:dossier": showReports,
  "POST /signalements/:dossier": clear,
};

async function showReports(c: OperatorContext): Promise<Response> {
  return page(c, reportsPage(c, await viewReported(operatorCtx(c), idParam(c, "dossier"))));
}

async function clear(c: OperatorContext): Promise<Response> {
  const tenantId = idParam(c, "dossier");
  return await submit(c, {
    run: (form) => clearAbuse(operatorCtx(c), c.get("operator"), { tenantId, reason: form.text("reason") }),
    goTo: paths.reported(),
    again: async (state) => reportsPage(c, await viewReported(operatorCtx(c), tenantId), state),
  });
}

function reportsPage(c: OperatorContext, dossier: ReportedDossier, state?: FormState): JSX.Element {
  return (
    <ConsolePage c={c} title="Signalements d’abus">
      <PageHead
        title="Signalements du dossier"
        back={{ label: "Signalements d’abus", href: paths.reported() }}
        lead="Trois personnes différentes suffisent à retenir les envois d’un essai, jusqu’à ce que vous ayez regardé."
      />
      <Card title="En bref">
        <Facts
          facts={[
            { term: "Dossier", value: <a href={paths.instance(dossier.tenantId)}>{dossier.companyName}</a> },
            { term: "Personnes", value: countText(dossier.reporters) },
            { term: "Pourquoi", value: kindsText(dossier) },
            { term: "Depuis", value: <InstantText instant={dossier.since} /> },
            { term: "Envois", value: dossier.isHeld ? "retenus" : "libres" },
          ]}
        />
      </Card>
      <Card title="Vous avez regardé">
        <Form action={paths.reports(dossier.tenantId)} state={state}>
          <p>Les prochains envois repartiront ; ceux qui attendent se décident un par un dans la liste.</p>
          <ReasonField state={state} />
          <Button kind="primary">Marquer comme examiné</Button>
        </Form>
      </Card>
    </ConsolePage>
  );
}

function kindsText({ kinds }: ReportedDossier): string {
  return kinds.map((kind) => ABUSE_KINDS[kind]).join(", ");
}
