import { formatInstant, type IsoInstant } from "../base/dates.ts";
import { type Issue, Refusal } from "../base/refusal.ts";

/** What two people saving the same record would do to each other. */
export interface Conflict {
  /** Module whose refusal it is. */
  readonly module: string;
  /** Version that the person saw, and the one that stands. */
  readonly seen: number;
  readonly current: number;
  readonly changedAt: IsoInstant;
  /** Who saved last, or null when no person did. */
  readonly changedBy: string | null;
  readonly timeZone?: string;
  /** What stands and what the person typed, by field. */
  readonly differences: readonly Difference[];
}

/** One field on which they differ. */
export interface Difference {
  readonly field: string;
  readonly theirs: string;
  readonly mine: string;
}

/** Refusal 409 `<module>.stale`: first what happened, then at each field what stands and what was typed. */
export function staleRefusal(conflict: Conflict): Refusal {
  const code = `${conflict.module}.stale`;
  const by = conflict.changedBy ? ` par ${conflict.changedBy}` : "";
  const at = formatInstant(conflict.changedAt, conflict.timeZone);
  const first: Issue = {
    code,
    sentence: `Cette fiche a été modifiée${by} le ${at} pendant que vous la remplissiez ` +
      `(version ${conflict.current}, vous aviez la version ${conflict.seen}). Rien n’a été enregistré : ` +
      "comparez les deux, puis enregistrez de nouveau.",
  };
  const details = conflict.differences.map(({ field, theirs, mine }): Issue => ({
    code,
    field,
    sentence: `Enregistré : ${quoted(theirs)}. Votre saisie : ${quoted(mine)}.`,
  }));
  return new Refusal(409, [first, ...details]);
}

/** The fields, among those submitted, whose wanted value is not the one that stands. */
export function differences<R extends object>(
  current: R,
  wanted: R,
  fields: readonly (keyof R & string)[],
): Difference[] {
  return fields.filter((field) => !isSame(current[field], wanted[field])).map((field) => ({
    field,
    theirs: shown(current[field]),
    mine: shown(wanted[field]),
  }));
}

/** True when two values of a field say the same; bigints and dates compare by their text. */
export function isSame(a: unknown, b: unknown): boolean {
  return a === b || shown(a) === shown(b);
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "oui" : "non";
  if (typeof value !== "object") return String(value);
  return JSON.stringify(value, (_key, part) => typeof part === "bigint" ? part.toString() : part);
}

function quoted(text: string): string {
  if (text === "") return "rien";
  return `« ${text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text} »`;
}

/** Longest part of a value that a conflict repeats. */
const MAX_SHOWN = 200;
