import type { ListLine } from "./list_lines.ts";
import type { Sitting } from "./sitting.ts";

const UTF8 = new TextEncoder();
/** Characters of a part that are encoded at once. */
const PIECE_LENGTH = 32 * 1024;

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
  const content = listContent(sitting.linesOf(list));
  const written = await sitting.add({ path: `manifest/${list}.json`, content, list: null });
  sitting.making = { ...sitting.making, lists: [...sitting.making.lists, written] };
}

async function* listContent(lines: AsyncIterable<ListLine>): AsyncGenerator<Uint8Array> {
  let piece = "[", isFirst = true;
  for await (const { text } of lines) {
    piece += isFirst ? text : `,${text}`;
    isFirst = false;
    if (piece.length < PIECE_LENGTH) continue;
    yield UTF8.encode(piece);
    piece = "";
  }
  yield UTF8.encode(`${piece}]`);
}
