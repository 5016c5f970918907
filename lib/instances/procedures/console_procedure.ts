import type { PersonCtx } from "../../base/ctx.ts";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import type { AlertKind } from "../alerts/alert.ts";

/** Counts and bytes that the console shows: never a name. */
export type Figures = Readonly<Record<string, number>>;

/** What the log tells of a step. `ended` and `given_up` are of the whole procedure. */
export const PROCEDURE_EVENTS = [
  "begun",
  "done",
  "waiting",
  "failed",
  "cancelled",
  "undone",
  "ended",
  "given_up",
] as const;
/** What the log tells of a step. */
export type ProcedureEvent = (typeof PROCEDURE_EVENTS)[number];

/** How long the present turn may go on. */
export interface Budget {
  /** Milliseconds left; a slice that begins with some left may end a little after. */
  left(): number;
}

/** What a slice is told. */
export interface SliceInfo<C> {
  readonly ctx: PersonCtx;
  readonly tenantId: Uuid;
  readonly procedureId: Uuid;
  /** What the slices before have found out. */
  readonly cursor: C;
  readonly budget: Budget;
  /** Says, in a slice that must go on for long, that the turn lives: no other one takes over for half a minute. */
  readonly stay: () => Promise<void>;
  /**
   * In the middle of a slice: one transaction of control that does what is given and ends the step with it. Whatever
   * the slice does after that must be done again by the next step. Fails, and writes nothing, when somebody has
   * cancelled meanwhile or another turn has taken over.
   */
  readonly decide: (work: (tx: Tx) => Promise<{ cursor: C; figures?: Figures }>) => Promise<void>;
}

/** What a slice has done. */
export interface Slice<C> {
  readonly cursor: C;
  readonly isDone: boolean;
  /** For the progress; each replaces the figure of the same name. */
  readonly figures?: Figures;
  /** Seconds to leave alone before the next slice: something has to be waited for. */
  readonly waitS?: number;
}

/** A step in control: its work and the procedure's progress are one transaction, so it happens exactly once. */
export interface ConsoleControlStep<C> {
  readonly name: string;
  readonly in: "control";
  /** With the role `ops_control`. Returns the cursor for the steps that follow. */
  readonly run: (tx: Tx, info: SliceInfo<C>) => Promise<C>;
  readonly undo?: (info: SliceInfo<C>) => Promise<Slice<C>>;
}

/** A step elsewhere, in slices: each leaves a cursor, and must be safe to run twice. */
export interface ConsoleSliceStep<C> {
  readonly name: string;
  readonly in: "slices";
  /** One slice of seconds at most. A step that has more to do says so and is called again with its own cursor. */
  readonly run: (info: SliceInfo<C>) => Promise<Slice<C>>;
  /** Takes back what `run` did, whole, half or not at all, in slices as well. */
  readonly undo?: (info: SliceInfo<C>) => Promise<Slice<C>>;
}

/** A step of either sort. */
export type ConsoleStep<C> = ConsoleControlStep<C> | ConsoleSliceStep<C>;

/** A kind of procedure of the console: its name and its steps, in order. */
export interface ConsoleProcedureKind<C> {
  readonly kind: string;
  /** What the console calls it. */
  readonly label: string;
  /** True when no other exclusive procedure may run on the same dossier. */
  readonly isExclusive: boolean;
  readonly steps: readonly ConsoleStep<C>[];
  /**
   * Name of the step that decides: once it is done there is no way back, and failures are tried again for ever. Before
   * it, a procedure can be given up, and is given up by itself when a step goes on failing. Null: always forward.
   */
  readonly decides: string | null;
  /** The alert that is raised when it is given up by itself; one for any procedure, unless it says so. */
  readonly failure?: AlertKind;
}

/** Kinds by name. */
export type ConsoleKinds = ReadonlyMap<string, ConsoleProcedureKind<unknown>>;

/** A kind among others: what its cursor holds is the business of its own steps, which wrote it. */
export function anyConsoleCursor<C>(kind: ConsoleProcedureKind<C>): ConsoleProcedureKind<unknown> {
  return kind as unknown as ConsoleProcedureKind<unknown>;
}

/** Thrown by a step that knows that trying again is of no use: the procedure is undone, where it still may be. */
export class RollBack extends Error {
  override readonly name = "RollBack";
  /** Stable code for the log: `copy_differs`. */
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** What is asked of a procedure that begins. */
export interface ConsoleStart<C> {
  readonly kind: ConsoleProcedureKind<C>;
  readonly tenantId: Uuid;
  /** Asked twice under one key, it begins once. */
  readonly idempotencyKey: string;
  readonly cursor: C;
  /** Nothing runs before this instant. */
  readonly notBefore?: IsoInstant;
}
