/** One reason why something was refused, in words for the person who asked. */
export interface Issue {
  /** Stable code, unique in its module: `no_lines`. */
  readonly code: string;
  /** French sentence shown to the person. */
  readonly sentence: string;
  /** Name of the form field or path (`lines.2.quantity`) that the sentence is about. */
  readonly field?: string | undefined;
}

/** HTTP-flavoured kinds of refusal; the edge turns them into an answer and nothing else does. */
export type RefusalStatus = 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 422 | 423 | 429 | 503;

/** An expected "no". Everything thrown that is not a Refusal is a bug and answers 500. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: RefusalStatus;
  readonly issues: readonly Issue[];

  constructor(status: RefusalStatus, issues: readonly Issue[]) {
    super(issues.map((issue) => issue.code).join(", "));
    this.status = status;
    this.issues = issues;
  }

  /** Code of the first reason, as `module.code`. */
  get code(): string {
    return this.issues[0]?.code ?? "refused";
  }
}

/** What a module writes for each code: the status and the sentence, with what varies as arguments. */
export type RefusalTable = Record<string, {
  readonly status: RefusalStatus;
  readonly say: string | ((values: Record<string, string>) => string);
  readonly field?: string;
}>;

/** Options of one refusal: where it stands in the form, and the words that vary. */
export interface RefuseOptions {
  readonly field?: string | undefined;
  readonly values?: Record<string, string>;
}

/** A module's voices: the error to throw, one fault among several, and the table itself. */
export interface Refusals<T extends RefusalTable> {
  readonly refuse: (code: keyof T & string, options?: RefuseOptions) => Refusal;
  readonly issue: (code: keyof T & string, options?: RefuseOptions) => Issue;
  readonly table: T;
}

/**
 * Makes a module's two voices from its table: `refuse(code)` builds the error to throw,
 * `issue(code)` builds one line of a list of faults gathered before throwing them together.
 */
export function defineRefusals<T extends RefusalTable>(module: string, table: T): Refusals<T> {
  function issue(code: keyof T & string, options: RefuseOptions = {}): Issue {
    const row = table[code]!;
    const sentence = typeof row.say === "string" ? row.say : row.say(options.values ?? {});
    return { code: `${module}.${code}`, sentence, field: options.field ?? row.field };
  }
  function refuse(code: keyof T & string, options: RefuseOptions = {}): Refusal {
    return new Refusal(table[code]!.status, [issue(code, options)]);
  }
  return { refuse, issue, table };
}

/** Throws all the faults of an input at once, as one 422, so that a form shows every field to mend. */
export function refuseAll(issues: readonly Issue[]): void {
  if (issues.length > 0) throw new Refusal(422, issues);
}
