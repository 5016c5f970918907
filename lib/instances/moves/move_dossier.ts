import type { ConsoleProcedureKind } from "../procedures/console_procedure.ts";
import { compareRows, copyAllFiles, copyFinishedJobs, copyRows, followJournal, holdQueue } from "./copy_dossier.ts";
import { finishMove, planPurge } from "./finish_move.ts";
import type { MoveCursor } from "./move.ts";
import { prepareMove, undoPrepare } from "./prepare_move.ts";
import { switchDossier, undoSwitch } from "./switch_dossier.ts";

/**
 * Moves a dossier to another cell while it is in use. The deciding write is the directory's turn, the last thing under
 * the fence; until then everything is undone by opening the source and removing the copy.
 */
export const MOVE_DOSSIER: ConsoleProcedureKind<MoveCursor> = {
  kind: "move_dossier",
  label: "Déménagement",
  isExclusive: true,
  decides: "switch",
  failure: "move_failed",
  steps: [
    { name: "prepare", in: "slices", run: prepareMove, undo: undoPrepare },
    { name: "copy_rows", in: "slices", run: copyRows },
    { name: "copy_files", in: "slices", run: copyAllFiles },
    { name: "copy_jobs", in: "slices", run: copyFinishedJobs },
    { name: "catch_up", in: "slices", run: followJournal },
    { name: "compare", in: "slices", run: compareRows },
    { name: "settle", in: "slices", run: followJournal },
    { name: "hold_queue", in: "slices", run: holdQueue },
    { name: "switch", in: "slices", run: switchDossier, undo: undoSwitch },
    { name: "finish", in: "slices", run: finishMove },
    { name: "plan_purge", in: "control", run: planPurge },
  ],
};
