import { type Ctx } from "../../base/ctx.ts";
import { Refusal } from "../../base/refusal.ts";
import { exportSlice, type ExportSource, type Parts } from "../../datasets/mod.ts";
import { withTenant } from "../../platform/db/tenant.ts";
import { storeOf } from "../../platform/stores.ts";
import type { Sitting } from "../making/sitting.ts";
import type { Leaving } from "./exit.ts";

/** Folder of what programs read. */
export const DATA = "donnees/";

/** How often the data are begun again where somebody works in the dossier; then they are taken as they came. */
const TRIES = 3;

/** One slice of the data that a program reads, in the format of lib/datasets. Files of documents stand elsewhere. */
export async function writeData(ctx: Ctx, sitting: Sitting<Leaving>): Promise<"again" | void> {
  try {
    const data = await exportSlice(sourceOf(ctx), partsIn(sitting), sitting.making.data);
    sitting.making = data ? { ...sitting.making, data } : { ...sitting.making, phase: "sheets" };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "datasets.moved_meanwhile") throw error;
    if (sitting.making.tries < TRIES - 1) return "again";
    // Without its manifest, no program takes them for one moment of the dossier; the notice says so too.
    sitting.making = { ...sitting.making, phase: "sheets", isWhole: false };
  }
}

/** The dossier, read by whoever is inside it; a PDF of a document stands under its number in the same ZIP. */
export function sourceOf(ctx: Ctx): ExportSource {
  return {
    cell: ctx.cell,
    tenantId: ctx.tenantId,
    files: storeOf(ctx.cell),
    now: ctx.now,
    read: (work) => withTenant(ctx, work, { mode: "read" }),
    holdsBlob: (table, line) => line[table.columns.findIndex(({ name }) => name === "purpose")] !== "issued_document",
  };
}

/** Entries of a ZIP are written one after the other, whoever asks. */
function partsIn(sitting: Sitting<Leaving>): Parts {
  let last: Promise<unknown> = Promise.resolve();
  return {
    open: () => Promise.resolve(null),
    async write(name, content) {
      const before = last;
      const written = (async () => {
        await before.catch(() => {});
        return await sitting.add({
          path: `${DATA}${name}`,
          content,
          list: "files",
          compress: !name.startsWith("files/"),
        });
      })();
      last = written;
      const { bytes, sha256 } = await written;
      return { bytes, sha256 };
    },
  };
}
