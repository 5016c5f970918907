import { Bug } from "../base/assert.ts";
import type { Store } from "./storage/store.ts";

/** Name of the store that holds the archives of dossiers that are kept: no cell bears it. */
export const KEPT_STORE = "kept";

let open: ((cell: string) => Store) | null = null;

/** Says where the files of each cell are, and those that are kept: one private store each. */
export function configureStores(storeOfCell: (cell: string) => Store): void {
  open = storeOfCell;
}

/** The file store of a cell, or of what is kept. */
export function storeOf(cell: string): Store {
  if (!open) throw new Bug("configureStores was not called");
  return open(cell);
}
