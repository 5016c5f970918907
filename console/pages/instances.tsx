import { dayOf, formatDate } from "../../lib/base/dates.ts";
import {
  INSTANCE_SORTS,
  INSTANCE_STATES,
  type InstanceFilter,
  type InstancePage,
  type InstanceRow,
  type InstanceSort,
  type InstanceState,
  listInstances,
} from "../../lib/instances/operator.ts";
import {
  ButtonLink,
  Empty,
  Filters,
  type JSX,
  PageHead,
  Pager,
  SelectField,
  State,
  Table,
  type Tone,
} from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { answerJson, may, type OperatorContext, operatorCtx, page, type Routes, wantsJson } from "../handler.ts";
import {
  CURSOR,
  everyRow,
  type ExportFormat,
  ExportLinks,
  type FileColumn,
  keptSort,
  queryWith,
  sendList,
  sortIn,
  sortLink,
} from "../lists.tsx";
import { paths } from "../paths.ts";
import { bytesText, countText } from "../words.ts";

/** Every dossier: where it lives, its state, its size. No business data. */
export const routes: Routes = {
  "GET /": showInstances,
  "GET /dossiers/export.csv": (c) => send(c, "csv"),
  "GET /dossiers/export.xlsx": (c) => send(c, "xlsx"),
};

const YOUNGEST_FIRST: InstanceSort = { by: "created", isDescending: true };

async function showInstances(c: OperatorContext): Promise<Response> {
  const filter = filterOf(c);
  const found = await listInstances(operatorCtx(c), filter);
  if (wantsJson(c)) return answerJson(c, found);
  return page(c, <InstancesPage c={c} filter={filter} found={found} />);
}

function send(c: OperatorContext, format: ExportFormat): Response {
  const ctx = operatorCtx(c), filter = filterOf(c);
  const rows = everyRow(async (before: string | undefined) => {
    const { instances, next } = await listInstances(ctx, { ...filter, before });
    return { rows: instances, next };
  });
  return sendList(c, format, { name: "Dossiers", columns: FILE_COLUMNS, rows });
}

const FILE_COLUMNS: readonly FileColumn<InstanceRow>[] = [
  { title: "Dossier", kind: "text", width: 40, value: ({ companyName }) => companyName },
  { title: "Adresse", kind: "text", width: 30, value: ({ slug }) => slug },
  { title: "Identifiant", kind: "text", width: 38, value: ({ tenantId }) => tenantId },
  { title: "Cellule", kind: "text", width: 16, value: ({ cell }) => cell },
  { title: "État", kind: "text", width: 14, value: ({ state }) => STATES[state].word },
  { title: "Ouvert le", kind: "date", value: ({ createdAt }) => dayOf(createdAt) },
  { title: "Fin d’essai", kind: "date", value: ({ trialEndsOn }) => trialEndsOn },
  { title: "Lignes", kind: "number", value: ({ rowCount }) => rowCount === null ? null : Number(rowCount) },
  { title: "Octets", kind: "number", value: ({ rowBytes }) => rowBytes === null ? null : Number(rowBytes) },
];

/** What the address asks for; what it says that cannot be is left aside. */
function filterOf(c: OperatorContext): InstanceFilter {
  const state = c.req.query("etat");
  return {
    state: INSTANCE_STATES.find((known) => known === state),
    cell: c.get("edge").cells.find((known) => known === c.req.query("cellule")),
    text: c.req.query("q")?.slice(0, 100) || undefined,
    sort: sortIn(c, INSTANCE_SORTS, YOUNGEST_FIRST),
    before: c.req.query(CURSOR)?.slice(0, 400),
  };
}

function InstancesPage(
  { c, filter, found }: { c: OperatorContext; filter: InstanceFilter; found: InstancePage },
): JSX.Element {
  const sorted = (by: InstanceSort["by"]) => sortLink(c, { path: paths.instances(), by, now: filter.sort! });
  return (
    <ConsolePage c={c} title="Dossiers">
      <PageHead
        title="Dossiers"
        lead="Aucune donnée commerciale n’est visible ici."
        actions={may(c, "GET /ouvertures")
          ? <ButtonLink kind="primary" href={paths.openings()}>Ouvrir un dossier</ButtonLink>
          : null}
      />
      <Filters
        action={paths.instances()}
        keep={keptSort(c)}
        search={{ label: "Nom ou adresse du dossier", value: filter.text }}
      >
        <SelectField
          name="etat"
          label="État"
          blank="Tous"
          optional
          value={filter.state}
          options={INSTANCE_STATES.map((state) => ({ value: state, label: STATES[state].word }))}
        />
        <SelectField
          name="cellule"
          label="Cellule"
          blank="Toutes"
          optional
          value={filter.cell}
          options={c.get("edge").cells.map((cell) => ({ value: cell, label: cell }))}
        />
      </Filters>
      <ExportLinks c={c} href={paths.instancesExport} />
      <Table
        caption="Dossiers"
        columns={[
          { label: "Dossier", cell: (row) => row.companyName, sort: sorted("name") },
          { label: "Adresse", cell: (row) => row.slug },
          { label: "Cellule", cell: (row) => row.cell },
          { label: "État", cell: (row) => <State {...STATES[row.state]} />, card: "aside" },
          {
            label: "Fin d’essai",
            cell: (row) => row.trialEndsOn ? formatDate(row.trialEndsOn) : "",
            sort: sorted("trial"),
          },
          { label: "Ouvert le", cell: (row) => formatDate(dayOf(row.createdAt)), sort: sorted("created") },
          { label: "Lignes", cell: (row) => row.rowCount === null ? "" : countText(row.rowCount), align: "end" },
          {
            label: "Taille",
            cell: (row) => row.rowBytes === null ? "" : bytesText(row.rowBytes),
            align: "end",
            sort: sorted("size"),
          },
        ]}
        rows={found.instances}
        rowHref={(row) => paths.instance(row.tenantId)}
        empty={<Empty title="Aucun dossier">Aucun dossier ne répond à ces filtres.</Empty>}
      />
      <Pager olderHref={found.next ? paths.instances(queryWith(c, { [CURSOR]: found.next })) : undefined} />
    </ConsolePage>
  );
}

/** State → how the console says it. */
export const STATES: Readonly<Record<InstanceState, { readonly word: string; readonly tone: Tone }>> = {
  provisioning: { word: "en préparation", tone: "draft" },
  trial: { word: "essai", tone: "open" },
  active: { word: "actif", tone: "done" },
  suspended: { word: "suspendu", tone: "late" },
  closed: { word: "fermé", tone: "ended" },
  erased: { word: "effacé", tone: "ended" },
  copy: { word: "copie", tone: "info" },
};
