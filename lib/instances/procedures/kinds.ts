import { ERASE_DOSSIER } from "../life/erase_dossier.ts";
import { anyConsoleCursor, type ConsoleKinds } from "./console_procedure.ts";

/** Every kind of procedure of the console. */
export const CONSOLE_PROCEDURES: ConsoleKinds = new Map([
  [ERASE_DOSSIER.kind, anyConsoleCursor(ERASE_DOSSIER)],
]);
