import { assert, present } from "../../base/assert.ts";
import type { Ctx } from "../../base/ctx.ts";
import { archivedFiles } from "../../sales/mod.ts";
import type { Slice } from "./making.ts";
import type { FiledDocument } from "./records.ts";
import type { Sitting } from "./sitting.ts";
import { readSpool } from "./spool.ts";

/** Documents whose files are written between two looks at the clock. */
const DOCUMENTS_A_TURN = 20;

/** The files of the next documents, PDF and XML, as they were sealed. Ends the phase after the last. */
export async function writeDocuments(ctx: Ctx, sitting: Sitting): Promise<void> {
  const { at, within, slices } = sitting.making;
  const slice = slices[at];
  if (!slice) {
    sitting.making = { ...sitting.making, phase: "tables", at: 0, within: 0 };
    return;
  }
  const filed = await documentsOf(ctx, slice);
  const turn = filed.slice(within, within + DOCUMENTS_A_TURN);
  let n = 0;
  for await (const files of archivedFiles(ctx, turn.map(({ id }) => id))) {
    const document = present(turn[n++], "document of the turn");
    // A document that somebody took out of the database: the log speaks of it, and the verdict of its file.
    if (!files) continue;
    const { pdf, xml } = files;
    await sitting.add({ path: document.pdf, content: pdf, list: document.month, compress: false });
    assert(xml, `document ${document.id} carries no electronic invoice`);
    await sitting.add({ path: document.xml, content: xml, list: document.month });
  }
  const isOver = within + turn.length >= filed.length;
  sitting.making = {
    ...sitting.making,
    written: sitting.making.written + turn.length,
    at: isOver ? at + 1 : at,
    within: isOver ? 0 : within + turn.length,
  };
}

async function documentsOf(ctx: Ctx, { key, pieces }: Slice): Promise<FiledDocument[]> {
  const piece = pieces.documents;
  if (!piece) return [];
  const text = new TextDecoder().decode(await readSpool(ctx, key, { at: piece[0], bytes: piece[1] }));
  return text.trimEnd().split("\n").map((line) => JSON.parse(line));
}
