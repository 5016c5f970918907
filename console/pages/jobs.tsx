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
import { Banner, Card, Empty, InstantText, type JSX, Table } from "../../lib/ui/mod.ts";
import { operatorCtx, type Routes } from "../handler.ts";
import { listPage } from "../list_page.tsx";
import { textIn } from "../lists.tsx";
import { paths } from "../paths.ts";
import { countText } from "../words.ts";

const jobs = listPage<Pick<JobFilter, "kind" | "tenantId">, ParkedJob, (typeof JOB_SORTS)[number]>({
  name: "jobs",
  title: "Travaux",
  lead: "Ce qui a échoué pour de bon et attend quelqu’un.",
  path: paths.jobs,
  files: paths.jobsExport,
  sorts: JOB_SORTS,
  usual: { by: "asked", isDescending: false },
  filterOf: (c) => {
    const text = textIn(c), dossier = textIn(c, "dossier");
    const tenantId = [dossier, text].find((given) => given !== undefined && isUuid(given));
    return {
      kind: text && !isUuid(text) ? text : undefined,
      tenantId: tenantId !== undefined && isUuid(tenantId) ? tenantId : undefined,
    };
  },
  load: listParkedJobs,
  search: ({ kind, tenantId }) => ({ label: "Sorte de travail, ou dossier", value: kind ?? tenantId }),
  shown: ({ sorted }) => [
    { label: "Travail", cell: (job) => job.kind },
    { label: "Dossier", cell: (job) => <DossierLink {...job} /> },
    { label: "Essais", cell: (job) => countText(job.attempts), align: "end", sort: sorted("attempts") },
    { label: "Dernière erreur", cell: (job) => job.lastError ?? "", grow: true },
    { label: "Demandé le", cell: (job) => <InstantText instant={job.createdAt} />, sort: sorted("asked") },
  ],
  empty: { title: "Rien n’attend", text: "Aucun travail garé ne répond à ces filtres." },
  below: async (c) => (await listCellJobs(operatorCtx(c))).map((cell) => <CellCard cell={cell} />),
  columns: [
    { title: "Travail", kind: "text", width: 36, value: ({ kind }) => kind },
    { title: "Dossier", kind: "text", width: 40, value: ({ companyName }) => companyName },
    { title: "Identifiant du dossier", kind: "text", width: 38, value: ({ tenantId }) => tenantId },
    { title: "Identifiant", kind: "text", width: 38, value: ({ id }) => id },
    { title: "Essais", kind: "number", value: ({ attempts }) => attempts },
    { title: "Dernière erreur", kind: "text", width: 60, value: ({ lastError }) => lastError },
    { title: "Demandé", kind: "text", width: 20, value: ({ createdAt }) => formatInstant(createdAt) },
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
        ? <Banner kind="warning">{`${cell} ne répond pas : ces chiffres sont les derniers connus.`}</Banner>
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
