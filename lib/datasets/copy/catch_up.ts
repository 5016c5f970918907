import { savepoint, type Tx } from "../../platform/db/transaction.ts";
import type { Line } from "../dataset_store.ts";
import { type DatasetTable, datasetTables } from "../tables_query.ts";
import { copyBlobs } from "./copy_files.ts";
import { changesOf, insertOneByOne, isExpected } from "./copy_rows.ts";
import {
  type Change,
  currentSnapshot,
  deleteRows,
  insertJournal,
  type JournalPlace,
  keyOfLine,
  readRows,
  type RowKey,
  selectJournal,
  writeRows,
} from "./copy_store.ts";
import { type Copying, inSource, inTarget } from "./places.ts";

/** Where the following of the journal stands. */
export interface JournalCursor {
  /** What this snapshot shows is in the copy. */
  readonly since: string;
  /** Snapshot noted when the present round began; null between rounds. */
  readonly next: string | null;
  /** Last journal row of the present round. */
  readonly after: JournalPlace | null;
}

/** Journal rows that one slice looks at. */
const SLICE_KEYS = 2_000;

/** What a slice of catching up did. */
export interface CaughtUp {
  readonly cursor: JournalCursor;
  /** Keys brought up to date. */
  readonly keys: number;
  /** Keys whose rows still differ: noted again in the journal. */
  readonly differing: number;
  /** True when the round is over: all that was written before it began has been looked at. */
  readonly isRoundOver: boolean;
}

/** Notes where the database stands, before the first row is copied. */
export async function beginJournal(copying: Copying): Promise<JournalCursor> {
  return { since: await inSource(copying, currentSnapshot), next: null, after: null };
}

/**
 * Brings the rows of one slice of the journal to what they are now, or removes them, then reads them back and compares.
 * What still differs is noted again: a row that came between two readings is right at the next.
 */
export async function catchUp(copying: Copying, cursor: JournalCursor): Promise<CaughtUp> {
  const { tenantId } = copying;
  const { next, journal, rows } = await inSource(copying, async (tx) => {
    // Before the journal is read: whatever is not over now is looked at again by the next round.
    const noted = cursor.next ?? await currentSnapshot(tx);
    const { since, after } = cursor;
    const found = await selectJournal(tx, { tenantId, since, after, limit: SLICE_KEYS });
    return { next: noted, journal: found, rows: await readCurrent(tx, copying, found) };
  });
  for (const { table, lines } of rows) if (table.blob) await copyBlobs(copying, table, lines);
  const differing = rows.length === 0 ? [] : await apply(copying, rows);
  if (differing.length > 0) await inSource(copying, (tx) => insertJournal(tx, tenantId, differing));
  const isRoundOver = journal.length < SLICE_KEYS;
  const last = journal.at(-1);
  const after = last ? { xid: last.xid, id: last.id } : cursor.after;
  return {
    cursor: isRoundOver ? { since: next, next: null, after: null } : { since: cursor.since, next, after },
    keys: rows.reduce((sum, { keys }) => sum + keys.length, 0),
    differing: differing.length,
    isRoundOver,
  };
}

/** The keys of one table and those of its rows that are there. */
interface TableRows {
  readonly table: DatasetTable;
  readonly keys: readonly Line[];
  readonly lines: readonly Line[];
}

async function readCurrent(tx: Tx, { tenantId }: Copying, found: readonly RowKey[]): Promise<TableRows[]> {
  const read: TableRows[] = [];
  for (const table of datasetTables()) {
    const texts = new Set(found.filter((one) => one.table === table.name).map(({ key }) => JSON.stringify(key)));
    if (texts.size === 0) continue;
    const keys = [...texts].map((text): Line => JSON.parse(text));
    read.push({ table, keys, lines: await readRows(tx, table, { tenantId, keys }) });
  }
  return read;
}

/** One transaction in the target. Returns the keys whose rows are not what they should be. */
async function apply(copying: Copying, rows: readonly TableRows[]): Promise<RowKey[]> {
  const changes = await changesOf(copying);
  return await inTarget(copying, async (tx) => {
    // Children first; a row that another still points to goes after that one has been changed.
    const late: TableRows[] = [];
    for (const one of rows.toReversed()) if (!await removeGone(tx, copying, one, changes)) late.push(one);
    for (const one of rows) await write(tx, copying, one, changes.get(one.table.name)!);
    for (const one of late) await removeGone(tx, copying, one, changes);
    const differing: RowKey[] = [];
    for (const one of rows) differing.push(...await differences(tx, copying, one));
    return differing;
  });
}

/** Removes what is gone, and what can only be changed by being replaced. False when something stood in the way. */
async function removeGone(
  tx: Tx,
  { tenantId }: Copying,
  { table, keys, lines }: TableRows,
  changes: ReadonlyMap<string, Change>,
): Promise<boolean> {
  const there = await readRows(tx, table, { tenantId, keys });
  const wanted = new Map(lines.map((line) => [JSON.stringify(keyOfLine(table, line)), JSON.stringify(line)]));
  const isReplaced = changes.get(table.name) === "replace";
  const gone = there.filter((line) => {
    const now = wanted.get(JSON.stringify(keyOfLine(table, line)));
    return now === undefined || (isReplaced && now !== JSON.stringify(line));
  }).map((line) => keyOfLine(table, line));
  if (gone.length === 0) return true;
  try {
    await savepoint(tx, () => deleteRows(tx, table, { tenantId, keys: gone }));
    return true;
  } catch (error) {
    if (!isExpected(error)) throw error;
    return false;
  }
}

async function write(tx: Tx, copying: Copying, { table, lines }: TableRows, change: Change): Promise<void> {
  if (lines.length === 0) return;
  const { tenantId } = copying;
  try {
    await savepoint(tx, () => writeRows(tx, table, { tenantId, lines, change }));
  } catch (error) {
    if (!isExpected(error)) throw error;
    await insertOneByOne(tx, { table, lines, change }, copying);
  }
}

async function differences(tx: Tx, { tenantId }: Copying, { table, keys, lines }: TableRows): Promise<RowKey[]> {
  const there = new Set((await readRows(tx, table, { tenantId, keys })).map((line) => JSON.stringify(line)));
  const missing = lines.filter((line) => !there.delete(JSON.stringify(line)));
  const tooMany = [...there].map((text): Line => JSON.parse(text));
  const texts = new Set([...missing, ...tooMany].map((line) => JSON.stringify(keyOfLine(table, line))));
  return [...texts].map((text) => ({ table: table.name, key: JSON.parse(text) as Line }));
}
