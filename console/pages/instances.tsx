import { dayOf, formatDate } from "../../lib/base/dates.ts";
import {
  INSTANCE_SORTS,
  INSTANCE_STATES,
  type InstanceFilter,
  type InstanceRow,
  type InstanceState,
  listInstances,
} from "../../lib/instances/operator.ts";
import { ButtonLink, SelectField, State, type Tone } from "../../lib/ui/mod.ts";
import { may, type Routes } from "../handler.ts";
import { listPage } from "../list_page.tsx";
import { textIn } from "../lists.tsx";
import { paths } from "../paths.ts";
import { bytesText, countText } from "../words.ts";

/** State → how the console says it. */
export const STATES: Readonly<Record<InstanceState, { readonly word: string; readonly tone: Tone }>> = {
  provisioning: { word: "en préparation", tone: "draft" },
  trial: { word: "essai", tone: "open" },
  active: { word: "actif", tone: "done" },
  suspended: { word: "suspendu", tone: "late" },
  closed: { word: "fermé", tone: "ended" },
  kept: { word: "archive gardée", tone: "ended" },
  erased: { word: "effacé", tone: "ended" },
  copy: { word: "copie", tone: "info" },
};

const dossiers = listPage<
  Pick<InstanceFilter, "state" | "cell" | "text">,
  InstanceRow,
  (typeof INSTANCE_SORTS)[number]
>({
  name: "instances",
  title: "Dossiers",
  lead: "Aucune donnée commerciale n’est visible ici.",
  path: paths.instances,
  files: paths.instancesExport,
  sorts: INSTANCE_SORTS,
  usual: { by: "created", isDescending: true },
  filterOf: (c) => ({
    state: INSTANCE_STATES.find((known) => known === c.req.query("etat")),
    cell: c.get("edge").cells.find((known) => known === c.req.query("cellule")),
    text: textIn(c),
  }),
  load: listInstances,
  search: ({ text }) => ({ label: "Nom ou adresse du dossier", value: text }),
  fields: ({ state, cell }, c) => (
    <>
      <SelectField
        name="etat"
        label="État"
        blank="Tous"
        optional
        value={state}
        options={INSTANCE_STATES.map((each) => ({ value: each, label: STATES[each].word }))}
      />
      <SelectField
        name="cellule"
        label="Cellule"
        blank="Toutes"
        optional
        value={cell}
        options={c.get("edge").cells.map((each) => ({ value: each, label: each }))}
      />
    </>
  ),
  shown: ({ sorted }) => [
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
  ],
  rowHref: (row) => paths.instance(row.tenantId),
  empty: { title: "Aucun dossier", text: "Aucun dossier ne répond à ces filtres." },
  actions: (c) =>
    may(c, "GET /ouvertures")
      ? <ButtonLink kind="primary" href={paths.openings()}>Ouvrir un dossier</ButtonLink>
      : null,
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
