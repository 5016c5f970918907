// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import {
  type CellJobs,
  type JobFigures,
  listCellJobs,
  listParkedJobs,
  listProcedures,
} from "../../lib/instances/operator.ts";
import { Banner, Card, Empty, InstantText, type JSX, PageHead, Table } from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { type OperatorContext, operatorCtx, page, type Routes } from "../handler.ts";
import { countText } from "../words.ts";

/** Work that waits for somebody: jobs parked after their last try, procedures under way. */
export const routes: Routes = { "GET /travaux": showJobs };

async function showJobs(c: OperatorContext): Promise<Response> {
  const ctx = operatorCtx(c);
  const [parked, procedures, cells] = await Promise.all([
    listParkedJobs(ctx),
    listProcedures(ctx),
    listCellJobs(ctx, c.get("edge").cells),
  ]);
  return page(
    c,
    <ConsolePage c={c} title="Travaux">
      <PageHead title="Travaux" lead="Ce qui a échoué pour de bon et attend quelqu’un." />
      <Card title="Travaux garés du contrôle" flush>
        <Table
          caption="Travaux garés du contrôle"
          columns={[
            { label: "Travail", cell: (job) => job.kind, grow: true },
            { label: "Essais", cell: (job) => countText(job.attempts), align: "end" },
            { label: "Dernière erreur", cell: (job) => job.lastError ?? "" },
            { label: "Demandé le", cell: (job) => <InstantText instant={job.createdAt} /> },
          ]}
          rows={parked}
          empty={<Empty title="Rien n’attend">Aucun travail du contrôle n’est garé.</Empty>}
        />
      </Card>
      <Card title="Procédures en cours" flush>
        <Table
          caption="Procédures en cours"
          columns={[
            { label: "Procédure", cell: (procedure) => procedure.kind, grow: true },
            { label: "Dossier", cell: (procedure) => procedure.tenantId },
            { label: "Étape", cell: (procedure) => countText(procedure.step), align: "end" },
            { label: "Essais", cell: (procedure) => countText(procedure.attempts), align: "end" },
            { label: "Dernière erreur", cell: (procedure) => procedure.lastError ?? "" },
            { label: "Commencée le", cell: (procedure) => <InstantText instant={procedure.createdAt} /> },
          ]}
          rows={procedures}
          empty={<Empty title="Rien en cours">Aucune procédure n’est en cours.</Empty>}
        />
      </Card>
      {cells.map((cell) => <CellCard cell={cell} />)}
    </ConsolePage>,
  );
}

function CellCard({ cell: { cell, jobs } }: { cell: CellJobs }): JSX.Element {
  if (jobs === null) return <Banner kind="warning" title={`${cell} ne répond pas.`} />;
  return (
    <Card title={`Travaux de ${cell}`} flush>
      <Table
        caption={`Travaux de ${cell}, par dossier`}
        columns={[
          { label: "Dossier", cell: (row: JobFigures) => row.tenantId, grow: true },
          { label: "À faire", cell: (row) => countText(row.ready), align: "end" },
          { label: "En cours", cell: (row) => countText(row.running), align: "end" },
          { label: "Garés", cell: (row) => countText(row.parked), align: "end", card: "aside" },
        ]}
        rows={jobs}
        empty={<Empty title="Rien à faire">Aucun travail n’attend dans cette cellule.</Empty>}
      />
    </Card>
  );
}
