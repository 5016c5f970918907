import { canonicalText } from "../antifraud/mod.ts";
import type { IsoDate, IsoInstant } from "../base/dates.ts";
import { sha256Hex, toHex } from "../platform/crypto.ts";

/** Name of the format of what is signed each day. */
export const STATEMENT_FORMAT = "paraphe-anchor/1";

/** The anchor before, as the next one names it: whoever changes one must change all that follow. */
export interface PreviousAnchor {
  readonly day: IsoDate;
  /** In hexadecimal. */
  readonly root: string;
  /** SHA-256 of its statement, in hexadecimal. */
  readonly sha256: string;
}

/** What the operator states and signs each day. */
export interface Statement {
  readonly day: IsoDate;
  readonly madeAt: IsoInstant;
  /** True when it was made on a later day than its own. */
  readonly late: boolean;
  /** Root of the tree, in hexadecimal; the hash of nothing when there was no chain. */
  readonly root: string;
  /** Leaves of the tree. */
  readonly chains: number;
  /** Cells that did not answer. */
  readonly missing: readonly string[];
  readonly previous: PreviousAnchor | null;
}

/** The text that is signed: canonical JSON (RFC 8785). */
export function statementText({ previous, missing, ...rest }: Statement): string {
  return canonicalText({
    format: STATEMENT_FORMAT,
    ...rest,
    missing: [...missing],
    previous: previous && { day: previous.day, root: previous.root, sha256: previous.sha256 },
  });
}

/** Reads what `statementText` wrote; null for anything else. */
export function readStatement(text: string): Statement | null {
  try {
    const read = JSON.parse(text);
    if (read?.format !== STATEMENT_FORMAT) return null;
    const { format: _, ...statement } = read;
    return statementText(statement) === text && isStatement(statement) ? statement : null;
  } catch {
    return null;
  }
}

/** How the next anchor names one. */
export function asPrevious(
  anchor: { readonly day: IsoDate; readonly root: Uint8Array; readonly statement: string },
): PreviousAnchor {
  return { day: anchor.day, root: toHex(anchor.root), sha256: sha256Hex(anchor.statement) };
}

function isStatement({ day, madeAt, late, root, chains, missing }: Record<string, unknown>): boolean {
  return typeof day === "string" && typeof madeAt === "string" && typeof late === "boolean" && isHash(root) &&
    Number.isSafeInteger(chains) && Array.isArray(missing);
}

/** True for 64 lower-case hexadecimal digits. */
export function isHash(text: unknown): text is string {
  return typeof text === "string" && /^[0-9a-f]{64}$/.test(text);
}
