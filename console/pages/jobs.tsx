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
import { Banner, Card, Empty, Filters, InstantText, type JSX, PageHead, Table } from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { type OperatorContext, operatorCtx, type Routes } from "../handler.ts";
import { ExportLinks, keptSort, type ListPage, listPage, NextPage, sortIn, sortLink } from "../lists.tsx";
import { paths } from "../paths.ts";
import { countText } from "../words.ts";

const jobs = listPage<JobFilter, ParkedJob>({
  name: "jobs",
  file: "Travaux garés",
  filterOf,
  load: (ctx, filter, after) => listParkedJobs(ctx, { ...filter, after }),
  draw: async (props) => <JobsPage {...props} cells={await listCellJobs(operatorCtx(props.c))} />,
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

const OLDEST_FIRST = { by: "asked", isDescending: false } as const;

function filterOf(c: OperatorContext): JobFilter {
  const { q, dossier } = c.req.query(), text = q?.trim().slice(0, 100);
  const tenantId = [dossier, text].find((given) => given !== undefined && isUuid(given));
  return {
    kind: text && !isUuid(text) ? text : undefined,
    tenantId: tenantId !== undefined && isUuid(tenantId) ? tenantId : undefined,
    sort: sortIn(c, JOB_SORTS, OLDEST_FIRST),
  };
}

type Props = { readonly c: OperatorContext; readonly filter: JobFilter; readonly cells: readonly CellJobs[] };

function JobsPage({ c, filter, rows, next, cells }: Props & ListPage<ParkedJob>): JSX.Element {
  const path = paths.jobs(), sort = filter.sort ?? OLDEST_FIRST;
  const sorted = (by: (typeof JOB_SORTS)[number]) => sortLink(c, { path, by, now: sort });
  return (
    <ConsolePage c={c} title="Travaux">
      <PageHead title="Travaux" lead="Ce qui a échoué pour de bon et attend quelqu’un." />
      <Filters
        action={path}
        keep={keptSort(c)}
        search={{ label: "Sorte de travail, ou dossier", value: filter.kind ?? filter.tenantId }}
      />
      <ExportLinks c={c} href={paths.jobsExport} />
      <Table
        caption="Travaux garés du contrôle"
        columns={[
          { label: "Travail", cell: (job) => job.kind },
          { label: "Dossier", cell: (job) => <DossierLink {...job} /> },
          { label: "Essais", cell: (job) => countText(job.attempts), align: "end", sort: sorted("attempts") },
          { label: "Dernière erreur", cell: (job) => job.lastError ?? "", grow: true },
          { label: "Demandé le", cell: (job) => <InstantText instant={job.createdAt} />, sort: sorted("asked") },
        ]}
        rows={rows}
        empty={<Empty title="Rien n’attend">Aucun travail garé ne répond à ces filtres.</Empty>}
      />
      <NextPage c={c} path={path} next={next} />
      {cells.map((cell) => <CellCard cell={cell} />)}
    </ConsolePage>
  );
}

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
