import { savepoint, sqlState, type Tx } from "../../platform/db/transaction.ts";
import type { DatasetTable } from "../tables_query.ts";
import {
  type Change,
  deleteOthers,
  deleteRows,
  type Digest,
  type FoundRow,
  readDigestsOf,
  selectChanges,
  type TableKeys,
  writeRows,
} from "./copy_store.ts";
import { sortOrphans } from "./orphans.ts";
import { type Copying, inTarget } from "./places.ts";

/** The keys of one table and those of its rows that are there. */
export interface TableRows {
  readonly table: DatasetTable;
  readonly keys: readonly string[];
  readonly rows: readonly FoundRow[];
}

/**
 * Makes the target's rows of some keys what they are in the source: one transaction, its statements sent without
 * waiting for each other. Returns the keys whose rows, read back, are not what they should be.
 */
export async function bringUpToDate(copying: Copying, tables: readonly TableRows[]): Promise<TableKeys[]> {
  try {
    return await inTarget(copying, (tx) => bringAll(tx, copying, tables));
  } catch (error) {
    if (!isExpected(error)) throw error;
    return await inTarget(copying, (tx) => bringOneByOne(tx, copying, tables));
  }
}

async function bringAll(tx: Tx, copying: Copying, tables: readonly TableRows[]): Promise<TableKeys[]> {
  const changes = await selectChanges(tx);
  const sent: Promise<unknown>[] = [];
  for (const one of tables.toReversed()) sent.push(removeGone(tx, copying, one, changes));
  for (const one of tables) sent.push(write(tx, copying, one, changes));
  const read = tables.map((one) => differences(tx, copying, one));
  await Promise.all([...sent, ...read]);
  return await Promise.all(read);
}

/** A parent that is not there yet, or a value that another row still holds, keeps its own row back and no other. */
async function bringOneByOne(
  tx: Tx,
  copying: Copying,
  tables: readonly TableRows[],
): Promise<TableKeys[]> {
  const { tenantId } = copying;
  const changes = await selectChanges(tx);
  // Children first; a row that another still points to goes after that one has been changed.
  const late: TableRows[] = [];
  for (const one of tables.toReversed()) {
    if (!await isWritten(tx, () => removeGone(tx, copying, one, changes))) late.push(one);
  }
  for (const one of tables) {
    const lines = one.rows.map(({ line }) => line);
    const { ready } = await sortOrphans(tx, one.table, { tenantId, lines });
    const change = changes.get(one.table.name)!;
    if (await isWritten(tx, () => writeRows(tx, one.table, { tenantId, lines: ready, change }))) continue;
    for (const line of ready) {
      await isWritten(tx, () => writeRows(tx, one.table, { tenantId, lines: [line], change }));
    }
  }
  for (const one of late) await isWritten(tx, () => removeGone(tx, copying, one, changes));
  const differing: TableKeys[] = [];
  for (const one of tables) differing.push(await differences(tx, copying, one));
  return differing;
}

async function isWritten(tx: Tx, work: () => Promise<void>): Promise<boolean> {
  try {
    await savepoint(tx, work);
    return true;
  } catch (error) {
    if (!isExpected(error)) throw error;
    return false;
  }
}

type Changes = ReadonlyMap<string, Change>;

/** Removes what is gone, and what can only be changed by being replaced. */
async function removeGone(tx: Tx, { tenantId }: Copying, one: TableRows, changes: Changes): Promise<void> {
  const { table, keys, rows } = one;
  const there = new Set(rows.map(({ key }) => key));
  const gone = keys.filter((key) => !there.has(key));
  const work: Promise<void>[] = [];
  if (gone.length > 0) work.push(deleteRows(tx, table, { tenantId, keys: gone }));
  if (changes.get(table.name) === "replace" && rows.length > 0) {
    work.push(deleteOthers(tx, table, { tenantId, wanted: rows }));
  }
  await Promise.all(work);
}

async function write(tx: Tx, { tenantId }: Copying, { table, rows }: TableRows, changes: Changes): Promise<void> {
  if (rows.length === 0) return;
  const lines = rows.map(({ line }) => line);
  await writeRows(tx, table, { tenantId, lines, change: changes.get(table.name)! });
}

async function differences(tx: Tx, { tenantId }: Copying, { table, keys, rows }: TableRows): Promise<TableKeys> {
  const there = await readDigestsOf(tx, table, { tenantId, keys });
  return { table: table.name, keys: differingKeys(rows, there) };
}

/** Keys that only one side has, or whose digests are not the same. */
export function differingKeys(ours: readonly Digest[], theirs: readonly Digest[]): string[] {
  const there = new Map(theirs.map(({ key, digest }) => [key, digest]));
  const keys: string[] = [];
  for (const { key, digest } of ours) {
    if (there.get(key) !== digest) keys.push(key);
    there.delete(key);
  }
  return [...keys, ...there.keys()];
}

function isExpected(error: unknown): boolean {
  return ["23503", "23505"].includes(sqlState(error) ?? "");
}
