import type { PersonCtx } from "../lib/base/ctx.ts";
import { Refusal } from "../lib/base/refusal.ts";
import { enrolOperator, type OperatorRole } from "../lib/identity/operator.ts";
import { type CellKind, listCells, registerCell } from "../lib/instances/operator.ts";
import { now } from "../lib/platform/clock.ts";
import { newId } from "../lib/platform/random.ts";

/** Dossiers that a cell takes unless the operator says otherwise in the console. */
export const DOSSIERS_PER_CELL = 2_000;

/** Makes the program's new cells known to the directory; a cell's id begins with its kind (`trial-1`). */
export async function registerCells(ids: readonly string[], region: string): Promise<void> {
  const known = new Set((await listCells(programCtx())).map(({ id }) => id));
  for (const id of ids.filter((id) => !known.has(id))) {
    const kind = id.slice(0, id.indexOf("-")) as CellKind;
    await registerCell(programCtx(), { id, kind, region, maxDossiers: DOSSIERS_PER_CELL });
  }
}

/** Makes an operator, by default an administrator, unless the address has one already; true when it was made. */
export async function ensureOperator(
  operator: { email: string; name: string; password: string; totpSecret: Uint8Array; role?: OperatorRole },
): Promise<boolean> {
  try {
    await enrolOperator(programCtx(), { role: "administrator", ...operator });
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.status === 409) return false;
    throw error;
  }
}

function programCtx(): PersonCtx {
  return { now: now(), personId: null, request: { id: newId(), ip: "" } };
}
