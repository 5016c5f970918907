import { Bug } from "../../base/assert.ts";
import { DossierMoved } from "../db/tenant.ts";
import { sqlState } from "../db/transaction.ts";
import type { LogFacts } from "../log.ts";

/** Number of places in our code that the log tells of an unexpected error. */
const PLACES = 8;

/** True when the dossier is not where the directory said: the request is to be tried once more. */
export function isMoved(error: unknown): boolean {
  return error instanceof DossierMoved;
}

/**
 * What the log says of an unexpected error: its kind and where it happened. A message is told for our own bugs only;
 * those of the database and of libraries may repeat what a person typed.
 */
export function faultFacts(error: unknown): LogFacts {
  if (!(error instanceof Error)) return { kind: typeof error };
  return {
    kind: error.name,
    code: sqlState(error),
    message: error instanceof Bug ? error.message : undefined,
    where: placesOf(error),
    cause: error.cause instanceof Error ? error.cause.name : undefined,
  };
}

function placesOf(error: Error): string {
  const root = new URL("../../../", import.meta.url).href;
  return (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line)).slice(0, PLACES)
    .map((line) => line.trim().slice("at ".length).replaceAll(root, "")).join(" < ");
}
