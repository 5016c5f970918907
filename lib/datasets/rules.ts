/** What a restore in place brings back of a table. */
export type RestoreRule =
  /** Stays as it is today. */
  | { readonly restore: "keep"; readonly because: string; readonly blob?: BlobColumns }
  /** Goes back to what the export holds, save what is named here. */
  | {
    readonly restore: "rewind";
    /** Columns that stay as they are today. */
    readonly keptColumns?: readonly string[];
    /** Rows that stay as they are today, by the value of one column. */
    readonly keptRows?: { readonly column: string; readonly values: readonly string[] };
    /** Goes the way of its parent's row, in this table. */
    readonly follows?: string;
    readonly blob?: BlobColumns;
  }
  /** Neither exported nor restored. */
  | { readonly restore: "skip"; readonly because: string; readonly blob?: BlobColumns };

/** Columns that describe a blob of the cell's store, which stands there under `dossier/id`. */
export interface BlobColumns {
  readonly id: string;
  readonly bytes: string;
  readonly sha256: string;
  readonly mime: string;
}

/** One module's `dataset.ts`: each of its tables by its name, with its rule. */
export type ModuleDataset = Readonly<Record<string, RestoreRule>>;

/** Tables of a cell that belong to the platform, which has no `dataset.ts`. */
export const PLATFORM_DATASET: ModuleDataset = {
  dossiers: { restore: "skip", because: "where a dossier is and in what state is said by whoever imports it" },
  journal: { restore: "skip", because: "keys for whoever follows the dossier in this cell, now" },
  purge_warrants: { restore: "skip", because: "a warrant is granted for one dossier in one cell" },
  jobs: { restore: "skip", because: "nothing that an import brings may send; a move carries them by itself" },
  job_slots: { restore: "skip", because: "it belongs to no dossier" },
};
