import { csvHeader, indexFrame, monthsFile, SECTIONS, TABLES } from "../reader/rows.js";
import { present } from "../../base/assert.ts";
import type { Ctx } from "../../base/ctx.ts";
import type { StoredArchive } from "../archive.ts";
import { type Making, type Month, monthsOf } from "./making.ts";
import type { Sitting } from "./sitting.ts";
import { readSpool } from "./spool.ts";

const UTF8 = new TextEncoder();
const BETWEEN = UTF8.encode(",\n"), AFTER = UTF8.encode("\n");
const LINE_FEED_CODE = 10;
const FILES = Object.keys(TABLES).flatMap((table) => [`data/${table}.csv`, `data/${table}.jsonl`]);

/** One table in one of its two forms, from what the slices kept of it. Ends the phase after the last. */
export async function writeTable(ctx: Ctx, sitting: Sitting): Promise<void> {
  const { at } = sitting.making;
  const path = present(FILES[at], `table ${at}`);
  await sitting.add({ path, content: tableContent(ctx, sitting.making, path), list: "base" });
  const isLast = at + 1 === FILES.length;
  sitting.making = { ...sitting.making, ...(isLast ? { phase: "indexes", at: 0 } : { at: at + 1 }) };
}

/** The index of one month, then the list of months, which ends the phase. */
export async function writeIndex(ctx: Ctx, archive: StoredArchive, sitting: Sitting): Promise<void> {
  const { making } = sitting;
  const months = monthsOf(making);
  const month = months[making.at];
  if (month) {
    const content = indexContent(ctx, making, month);
    await sitting.add({ path: `index/${month.month}.js`, content, list: "base" });
    sitting.making = { ...sitting.making, at: making.at + 1 };
    return;
  }
  await sitting.add({ path: "index/months.js", content: monthsFile(aboutOf(archive), months), list: "base" });
  sitting.making = { ...sitting.making, phase: "lists", at: 0 };
}

/** What manifest and indexes alike say of the archive. */
export interface About extends Record<string, unknown> {
  readonly archive: string;
  readonly company: { readonly name: string; readonly siren: string | null };
  readonly from: string;
  readonly to: string;
}

/** The same, of an archive as it is stored. */
export function aboutOf({ id, companyName, companySiren, fromOn, toOn }: StoredArchive): About {
  return { archive: id, company: { name: companyName, siren: companySiren }, from: fromOn, to: toOn };
}

async function* tableContent(ctx: Ctx, { slices }: Making, path: string): AsyncGenerator<Uint8Array> {
  const [, table, form] = /^data\/(\w+)\.(csv|jsonl)$/.exec(path) ?? [];
  if (form === "csv") yield UTF8.encode(csvHeader(present(table, path)));
  for (const { key, pieces } of slices) {
    const piece = pieces[path];
    if (piece) yield await readSpool(ctx, key, { at: piece[0], bytes: piece[1] });
  }
}

async function* indexContent(ctx: Ctx, { slices }: Making, { month }: Month): AsyncGenerator<Uint8Array> {
  const { heads, end } = indexFrame(month);
  for (const section of SECTIONS) {
    yield UTF8.encode(heads[section]);
    let isFirst = true;
    for (const { key, pieces } of slices) {
      const piece = pieces[`index/${month}/${section}`];
      if (!piece) continue;
      const rows = await readSpool(ctx, key, { at: piece[0], bytes: piece[1] });
      // Rows are kept one a line; between two of them stands a comma.
      for (let start = 0; start < rows.length;) {
        const stop = rows.indexOf(LINE_FEED_CODE, start);
        if (!isFirst) yield BETWEEN;
        yield rows.subarray(start, stop);
        isFirst = false;
        start = stop + 1;
      }
    }
    if (!isFirst) yield AFTER;
  }
  yield UTF8.encode(end);
}
