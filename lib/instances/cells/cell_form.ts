import { type Issue, refuseAll } from "../../base/refusal.ts";
import { cleanLine, hasForbiddenCharacters } from "../../base/text.ts";
import { issue } from "../refusals.ts";
import { type CellKind, type CellLimits, kindOfId } from "./cell.ts";

const GIB = 1_024n ** 3n;

/** Limits as an operator types them; sizes in Go, of 1 024³ bytes. */
export interface TypedLimits {
  readonly region: string;
  readonly maxDossiers: string;
  readonly maxDatabase: string;
  readonly maxStorage: string;
  readonly maxConnections: string;
  readonly maxTransactions: string;
}

/** Region and limits of a cell, read from what was typed. Refuses `cell_region`, `cell_limit` (422), all at once. */
export function readLimits(typed: TypedLimits): CellLimits & { readonly region: string } {
  const faults: Issue[] = [];
  const limits = limitsOf(typed, faults);
  refuseAll(faults);
  return limits;
}

/** The same, with the id that tells the kind. Refuses `cell_id` besides. */
export function readNewCell(
  typed: TypedLimits & { readonly id: string },
): CellLimits & { readonly id: string; readonly kind: CellKind; readonly region: string } {
  const faults: Issue[] = [];
  const id = typed.id.trim(), kind = kindOfId(id);
  if (kind === null) faults.push(issue("cell_id"));
  const limits = limitsOf(typed, faults);
  refuseAll(faults);
  return { ...limits, id, kind: kind! };
}

function limitsOf(typed: TypedLimits, faults: Issue[]): CellLimits & { readonly region: string } {
  const region = cleanLine(typed.region);
  if (region === "" || region.length > 40 || hasForbiddenCharacters(region)) faults.push(issue("cell_region"));
  const count = (field: keyof TypedLimits, most: number): number => {
    const digits = typed[field].replace(/[\s\u00a0\u202f]/g, "");
    const value = /^\d{1,9}$/.test(digits) ? Number(digits) : 0;
    if (value < 1 || value > most) faults.push(issue("cell_limit", { field, values: { most: String(most) } }));
    return value;
  };
  return {
    region,
    maxDossiers: count("maxDossiers", 1_000_000),
    maxDatabaseBytes: BigInt(count("maxDatabase", 1_000_000)) * GIB,
    maxStorageBytes: BigInt(count("maxStorage", 1_000_000)) * GIB,
    maxConnections: count("maxConnections", 100_000),
    maxTransactions: count("maxTransactions", 100_000_000),
  };
}

/** Limits as the form shows them again. */
export function typedOf(limits: CellLimits & { readonly region: string }): TypedLimits {
  return {
    region: limits.region,
    maxDossiers: String(limits.maxDossiers),
    maxDatabase: String((limits.maxDatabaseBytes + GIB - 1n) / GIB),
    maxStorage: String((limits.maxStorageBytes + GIB - 1n) / GIB),
    maxConnections: String(limits.maxConnections),
    maxTransactions: String(limits.maxTransactions),
  };
}
