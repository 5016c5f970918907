import { dayOf, formatDate } from "../../lib/base/dates.ts";
import {
  INSTANCE_SORTS,
  INSTANCE_STATES,
  type InstanceFilter,
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
  SelectField,
  State,
  Table,
  type Tone,
} from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { may, type OperatorContext, type Routes } from "../handler.ts";
import { ExportLinks, keptSort, type ListPage, listPage, NextPage, sortIn, sortLink } from "../lists.tsx";
import { paths } from "../paths.ts";
import { bytesText, countText } from "../words.ts";

const dossiers = listPage<InstanceFilter, InstanceRow>({
  name: "instances",
  file: "Dossiers",
  filterOf,
  load: (ctx, filter, after) => listInstances(ctx, { ...filter, after }),
  draw: InstancesPage,
  columns: [
    { title: "Dossier", kind: "text", width: 40, value: ({ companyName }) => companyName },
    { title: "Adresse", kind: "text", width: 30, value: ({ slug }) => slug },
    { title: "Identifiant", kind: "text", width: 38, value: ({ tenantId }) => tenantId },
    { title: "Cellule", kind: "text", width: 16, value: ({ cell }) => cell },
    { title: "État", kind: "text", width: 14, value: ({ state }) => STATES[state].word },
    { title: "Ouvert le", kind: "date", value: ({ createdAt }) => dayOf(createdAt) },
    { title: "Fin d’essai", kind: "date", value: ({ trialEndsOn }) => trialEndsOn },
    {
      title: "Lignes",
      kind: "number",
      value: ({ rowCount, sampledAt }) => sampledAt === null ? null : Number(rowCount),
    },
    { title: "Octets", kind: "number", value: ({ bytes, sampledAt }) => sampledAt === null ? null : Number(bytes) },
  ],
});

/** Every dossier: where it lives, its state, its size. No business data. */
export const routes: Routes = {
  "GET /": dossiers.show,
  "GET /dossiers/export.csv": dossiers.csv,
  "GET /dossiers/export.xlsx": dossiers.xlsx,
};

const YOUNGEST_FIRST: InstanceSort = { by: "created", isDescending: true };

function filterOf(c: OperatorContext): InstanceFilter {
  const state = c.req.query("etat");
  return {
    state: INSTANCE_STATES.find((known) => known === state),
    cell: c.get("edge").cells.find((known) => known === c.req.query("cellule")),
    text: c.req.query("q")?.slice(0, 100) || undefined,
    sort: sortIn(c, INSTANCE_SORTS, YOUNGEST_FIRST),
  };
}

function InstancesPage(
  { c, filter, rows, next }: { c: OperatorContext; filter: InstanceFilter } & ListPage<InstanceRow>,
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
          {
            label: "Lignes",
            cell: ({ rowCount, sampledAt }) => sampledAt === null ? "" : countText(rowCount ?? 0),
            align: "end",
          },
          {
            label: "Taille",
            cell: ({ bytes, sampledAt }) => sampledAt === null ? "" : bytesText(bytes),
            align: "end",
            sort: sorted("size"),
          },
        ]}
        rows={rows}
        rowHref={(row) => paths.instance(row.tenantId)}
        empty={<Empty title="Aucun dossier">Aucun dossier ne répond à ces filtres.</Empty>}
      />
      <NextPage c={c} path={paths.instances()} next={next} />
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
