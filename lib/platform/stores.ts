import { Bug } from "../base/assert.ts";
import type { Store } from "./storage/store.ts";

let open: ((cell: string) => Store) | null = null;

/** Says where the files of each cell are: one private store a cell. */
export function configureStores(storeOfCell: (cell: string) => Store): void {
  open = storeOfCell;
}

/** The file store of a cell. */
export function storeOf(cell: string): Store {
  if (!open) throw new Bug("configureStores was not called");
  return open(cell);
}
