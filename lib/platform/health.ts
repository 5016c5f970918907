import { answers, CONTROL, type Program } from "./db/pools.ts";

/** Which databases answer. */
export interface Health {
  readonly control: boolean;
  /** By the cell's id. */
  readonly cells: Readonly<Record<string, boolean>>;
}

/** Asks control and each cell a trivial question, all at once. */
export async function healthOf(program: Program, cellIds: readonly string[]): Promise<Health> {
  const [control, ...cells] = await Promise.all([CONTROL, ...cellIds].map((name) => answers(name, program)));
  return { control: control === true, cells: Object.fromEntries(cellIds.map((id, at) => [id, cells[at] === true])) };
}
