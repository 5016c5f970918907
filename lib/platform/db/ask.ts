import { assert } from "../../base/assert.ts";
import { toHex } from "../crypto.ts";
import { CONTROL, type Program, withPool } from "./pools.ts";

/** A value inside a question: text, bytes, or null. */
export type Argument = string | Uint8Array | null;

/** One read of control through a definer function that judges its arguments itself. */
export interface Question {
  /** `control.enter_dossier`: a name of our own code, never a text from outside. */
  readonly call: string;
  readonly args: readonly Argument[];
  /** What is selected, in our own words: `session_id as "sessionId", …`. */
  readonly columns: string;
}

/**
 * Asks control one question in one message: role and call travel together in an implicit transaction, so that nothing
 * is begun, prepared or committed apart. For the question that every request asks; anything longer is `withControl`.
 */
export async function askControl<T>(program: Program, question: Question): Promise<T | null> {
  assert(/^control\.[a-z_]+$/.test(question.call), "a question calls a function of control");
  const call = `${question.call}(${question.args.map(literal).join(", ")})`;
  const answers = await withPool(
    CONTROL,
    program,
    (pool) => pool.unsafe(`set local role app_reader; select ${question.columns} from ${call}`),
  );
  const rows = (answers as unknown as readonly unknown[]).at(-1) as readonly T[];
  return rows[0] ?? null;
}

/** A value as SQL. Quotes are doubled, which is all there is to escape since backslashes are plain characters. */
function literal(value: Argument): string {
  if (value === null) return "null";
  if (typeof value !== "string") return `'\\x${toHex(value)}'::bytea`;
  assert(!value.includes("\0"), "a text holds no NUL");
  return `'${value.replaceAll("'", "''")}'`;
}
