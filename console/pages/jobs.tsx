// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import { formatInstant } from "../../lib/base/dates.ts";
import { isUuid } from "../../lib/base/ids.ts";
import {
  type CellJobs,
  JOB_SORTS,
  type JobFilter,
  listCellJobs,
  listParkedJobs,
  type ParkedJob,
} from "../../lib/instances/operator.ts";
import { Banner, Card, Empty, InstantText, type JSX, SelectField, State, Table } from "../../lib/ui/mod.ts";
import { operatorCtx, type Routes } from "../handler.ts";
import { listPage } from "../list_page.tsx";
import { textIn } from "../lists.tsx";
import { CONTROL_PLACE, placeWords, standingOf } from "../job_words.ts";
import { paths } from "../paths.ts";
import { countText } from "../words.ts";

const jobs = listPage<Pick<JobFilter, "kind" | "tenantId" | "place">, ParkedJob, (typeof JOB_SORTS)[number]>({
  name: "jobs",
  title: "Travaux",
  lead: "Ce qui a échoué pour de bon et attend quelqu’un. Les cellules sont relevées toutes les dix minutes.",
  path: paths.jobs,
  files: paths.jobsExport,
  sorts: JOB_SORTS,
  usual: { by: "asked", isDescending: false },
  filterOf: (c) => {
    const text = textIn(c), dossier = textIn(c, "dossier"), place = textIn(c, "ou");
    return {
      kind: text && !isUuid(text) ? text : undefined,
      tenantId: [dossier, text].filter((given) => given !== undefined).find(isUuid),
      place: [CONTROL_PLACE, ...c.get("edge").cells].find((known) => known === place),
    };
  },
  load: listParkedJobs,
  search: ({ kind, tenantId }) => ({ label: "Sorte de travail, ou dossier", value: kind ?? tenantId }),
  fields: ({ place }, c) => (
    <SelectField
      name="ou"
      label="Où"
      blank="Partout"
      optional
      value={place}
      options={[CONTROL_PLACE, ...c.get("edge").cells].map((value) => ({ value, label: placeWords(value) }))}
    />
  ),
  shown: ({ sorted }) => [
    { label: "Travail", cell: (job) => job.kind },
    { label: "Où", cell: (job) => placeWords(job.place) },
    { label: "Dossier", cell: (job) => job.companyName ?? "–", grow: true },
    { label: "Essais", cell: (job) => countText(job.attempts), align: "end", sort: sorted("attempts") },
    { label: "Dernière erreur", cell: (job) => job.lastFailure ?? "–" },
    { label: "Demandé le", cell: (job) => <InstantText instant={job.createdAt} />, sort: sorted("asked") },
    { label: "Où il en est", cell: (job) => <State {...standingOf(job)} />, card: "aside" },
  ],
  rowHref: paths.job,
  empty: { title: "Rien n’attend", text: "Aucun travail garé ne répond à ces filtres." },
  below: async (c) => {
    const cells = await listCellJobs(operatorCtx(c)),
      idle = cells.filter(({ jobs, isSilent }) => jobs.length === 0 && !isSilent);
    return (
      <>
        {cells.filter((cell) => !idle.includes(cell)).map((cell) => <CellCard cell={cell} />)}
        {idle.length === 0
          ? null
          : <p class="hint">Au dernier relevé, rien n’attendait dans {idle.map(({ cell }) => cell).join(", ")}.</p>}
      </>
    );
  },
  columns: [
    { title: "Travail", kind: "text", width: 36, value: ({ kind }) => kind },
    { title: "Où", kind: "text", width: 16, value: ({ place }) => placeWords(place) },
    { title: "Dossier", kind: "text", width: 40, value: ({ companyName }) => companyName },
    { title: "Identifiant du dossier", kind: "text", width: 38, value: ({ tenantId }) => tenantId },
    { title: "Identifiant", kind: "text", width: 38, value: ({ id }) => id },
    { title: "Essais", kind: "number", value: ({ attempts }) => attempts },
    { title: "Première erreur", kind: "text", width: 24, value: ({ firstFailure }) => firstFailure },
    {
      title: "Première erreur le",
      kind: "text",
      width: 20,
      value: ({ firstFailedAt }) => firstFailedAt && formatInstant(firstFailedAt),
    },
    { title: "Dernière erreur", kind: "text", width: 24, value: ({ lastFailure }) => lastFailure },
    {
      title: "Dernière erreur le",
      kind: "text",
      width: 20,
      value: ({ lastFailedAt }) => lastFailedAt && formatInstant(lastFailedAt),
    },
    { title: "Demandé", kind: "text", width: 20, value: ({ createdAt }) => formatInstant(createdAt) },
    { title: "Où il en est", kind: "text", width: 20, value: (job) => standingOf(job).word },
  ],
});

/** Work that waits for somebody: jobs parked after their last try, and what the queues of the cells hold. */
export const routes: Routes = {
  "GET /travaux": jobs.show,
  "GET /travaux/export.csv": jobs.csv,
  "GET /travaux/export.xlsx": jobs.xlsx,
};

function DossierLink({ tenantId, companyName }: Pick<ParkedJob, "tenantId" | "companyName">): JSX.Element {
  return companyName === null ? <>–</> : <a href={paths.instance(tenantId)}>{companyName}</a>;
}

function CellCard({ cell: { cell, at, isSilent, jobs } }: { cell: CellJobs }): JSX.Element {
  return (
    <Card title={`Travaux de ${cell}`} flush>
      {isSilent
        ? (
          <Banner kind="warning">
            {`${cell} ne répond pas : ses travaux, ici et plus haut, sont les derniers connus.`}
          </Banner>
        )
        : null}
      <Table
        caption={at === null
          ? `Travaux de ${cell}, par dossier`
          : `Travaux de ${cell}, comptés le ${formatInstant(at)}`}
        columns={[
          { label: "Dossier", cell: (row) => <DossierLink {...row} />, grow: true },
          { label: "À faire", cell: (row) => countText(row.ready), align: "end" },
          { label: "En cours", cell: (row) => countText(row.running), align: "end" },
          { label: "Garés", cell: (row) => countText(row.parked), align: "end", card: "aside" },
        ]}
        rows={jobs}
        empty={<Empty title="Rien à faire">Aucun travail n’attendait dans cette cellule au dernier compte.</Empty>}
      />
    </Card>
  );
}
