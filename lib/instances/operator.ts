/** What the console may do with cells, dossiers, procedures and jobs: the directory and figures, no business data. */
export { abandonProcedure } from "./abandon_procedure.ts";
export {
  type CellJobs,
  type InstancePage,
  listCellJobs,
  listCells,
  listInstances,
  listParkedJobs,
  listProcedures,
  registerCell,
  sampleFigures,
} from "./oversee.ts";
export type { CellRow, InstanceFilter, InstanceRow, JobFigures, ParkedJob, ProcedureLine } from "./operator_query.ts";
export { INSTANCE_STATES, type InstanceState } from "./states.ts";
