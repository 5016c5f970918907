import { present } from "../../base/assert.ts";
import type { Ctx } from "../../base/ctx.ts";
import type { Spool } from "./making.ts";
import { readSpool } from "./spool.ts";

/** What a part of the manifest says of one file: its path, and the whole line. */
export interface ListLine {
  readonly path: string;
  readonly text: string;
}

/** Bytes of a spool read at once: a month of an archive that took hundreds of steps is merged from as many spools. */
const READ_BYTES = 16 * 1024;
const LINE_FEED = 10;

/** Lines by path, as a spool keeps them. */
export function linesText(lines: readonly ListLine[]): Uint8Array {
  return new TextEncoder().encode(byPath(lines).map(({ text }) => `${text}\n`).join(""));
}

/** Lines that no spool holds yet, by path. */
export function* fresh(lines: readonly ListLine[]): Generator<ListLine> {
  yield* byPath(lines);
}

/** The lines that a step kept, by path, a piece of the spool at a time. */
export async function* spooledLines(ctx: Ctx, { key, bytes }: Spool): AsyncGenerator<ListLine> {
  const decoder = new TextDecoder();
  let rest = new Uint8Array(0);
  for (let at = 0; at < bytes; at += READ_BYTES) {
    const piece = await readSpool(ctx, key, { at, bytes: Math.min(READ_BYTES, bytes - at) });
    const whole = new Uint8Array(rest.length + piece.length);
    whole.set(rest);
    whole.set(piece, rest.length);
    const end = whole.lastIndexOf(LINE_FEED) + 1;
    for (const text of decoder.decode(whole.subarray(0, end)).split("\n")) if (text !== "") yield listLine(text);
    rest = whole.slice(end);
  }
}

/** Several runs of lines as one, by path: one line of each is in memory. */
export async function* merged(
  runs: readonly (AsyncIterable<ListLine> | Iterable<ListLine>)[],
): AsyncGenerator<ListLine> {
  const heads: { line: ListLine; run: AsyncIterator<ListLine> | Iterator<ListLine> }[] = [];
  async function put(run: AsyncIterator<ListLine> | Iterator<ListLine>): Promise<void> {
    const next = await run.next();
    if (next.done) return;
    const { path } = next.value;
    let from = 0, to = heads.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      // The first to come stands last.
      if (heads[middle]!.line.path > path) from = middle + 1;
      else to = middle;
    }
    heads.splice(from, 0, { line: next.value, run });
  }
  for (const run of runs) await put(Symbol.asyncIterator in run ? run[Symbol.asyncIterator]() : run[Symbol.iterator]());
  for (let head = heads.pop(); head; head = heads.pop()) {
    yield head.line;
    await put(head.run);
  }
}

function byPath(lines: readonly ListLine[]): ListLine[] {
  return lines.toSorted((a, b) => a.path < b.path ? -1 : 1);
}

function listLine(text: string): ListLine {
  return { text, path: present(/"path":"([^"]*)"/.exec(text)?.[1], "path of a listed file") };
}
