import { present } from "../../base/assert.ts";
import type { Sitting } from "./sitting.ts";

/** The manifest's part of one month: its documents' files. Ends the phase after the last month. */
export async function writeMonthList(sitting: Sitting): Promise<void> {
  const { making } = sitting;
  const months = [...new Set([...Object.keys(making.listing), ...sitting.lists()])].filter((name) => name !== "base");
  const month = months.sort()[making.at];
  if (month) {
    await writeList(sitting, month);
    sitting.making = { ...sitting.making, at: making.at + 1 };
  } else sitting.making = { ...sitting.making, phase: "ending", at: 0 };
}

/** One part of the manifest: what it lists, by path. */
export async function writeList(sitting: Sitting, list: string): Promise<void> {
  const lines = await sitting.linesOf(list);
  const sorted = lines.map((line) => ({ path: pathIn(line), line })).sort((a, b) => a.path < b.path ? -1 : 1);
  const content = `[${sorted.map(({ line }) => line).join(",")}]`;
  const written = await sitting.add({ path: `manifest/${list}.json`, content, list: null });
  sitting.making = { ...sitting.making, lists: [...sitting.making.lists, written] };
}

function pathIn(line: string): string {
  return present(/"path":"([^"]*)"/.exec(line)?.[1], "path of a listed file");
}
