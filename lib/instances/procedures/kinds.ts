import { ERASE_DOSSIER } from "../life/erase_dossier.ts";
import { ERASE_KEPT } from "../keep/erase_kept.ts";
import { KEEP_DOSSIER } from "../keep/keep_dossier.ts";
import { MOVE_DOSSIER } from "../moves/move_dossier.ts";
import { PURGE_MOVED } from "../moves/purge_moved.ts";
import { anyConsoleCursor, type ConsoleKinds } from "./console_procedure.ts";

/** Every kind of procedure of the console. */
export const CONSOLE_PROCEDURES: ConsoleKinds = new Map([
  [ERASE_DOSSIER.kind, anyConsoleCursor(ERASE_DOSSIER)],
  [KEEP_DOSSIER.kind, anyConsoleCursor(KEEP_DOSSIER)],
  [ERASE_KEPT.kind, anyConsoleCursor(ERASE_KEPT)],
  [MOVE_DOSSIER.kind, anyConsoleCursor(MOVE_DOSSIER)],
  [PURGE_MOVED.kind, anyConsoleCursor(PURGE_MOVED)],
]);
