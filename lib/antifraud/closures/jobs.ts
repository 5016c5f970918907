import { jobKind } from "../../platform/jobs.ts";

/** Looks for the dossiers of a cell where something is over and not closed, and asks for their closing. */
export const FIND_DUE = jobKind<{ cell: string }>("antifraud.find_due_closures", { runner: "product", in: "control" });

/** Closes all that is over in one dossier; asks for itself again where time ran out. */
export const CLOSE_DUE = jobKind<Record<string, never>>("antifraud.close_due", { runner: "product", in: "cell" });
