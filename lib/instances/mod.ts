export { confirmSignUp, type StartedSignUp } from "./confirm_sign_up.ts";
export { hurryProcedure } from "./advance_procedure.ts";
export { startOpening } from "./open_dossier.ts";
export type { ProcedureKey } from "./procedure_store.ts";
export { findInstanceByPublicId } from "./find_instance.ts";
export { holdModules, type PublicPlace, writeModulesOff } from "./directory_store.ts";
export { dossierOpened, dossierReady, type Opening } from "./events.ts";
export { type InstanceState, type Openness, opennessOf, TRIAL_DAYS } from "./states.ts";
export { ADVANCE_PROCEDURE, SAMPLE_FIGURES } from "./jobs.ts";
