import type { ConsoleKinds } from "./console_procedure.ts";

/** Every kind of procedure of the console. */
export const CONSOLE_PROCEDURES: ConsoleKinds = new Map([]);
