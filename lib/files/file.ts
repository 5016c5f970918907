import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";

/** What a blob is kept for. Issued documents, attestations and archives are never removed but with their dossier. */
export type FilePurpose = "attachment" | "image" | "issued_document" | "attestation" | "archive";

/** What is known of a stored blob. */
export interface StoredBlob {
  readonly id: Uuid;
  /** Name that people see and save it under. */
  readonly name: string;
  readonly mime: string;
  /** Length in bytes. */
  readonly bytes: number;
  /** SHA-256 of the bytes, in hexadecimal. */
  readonly sha256: string;
  readonly purpose: FilePurpose;
}

/** The same as registered in a dossier. */
export interface FileRecord extends StoredBlob {
  readonly tenantId: Uuid;
  readonly createdAt: IsoInstant;
  /** Null when the program made it. */
  readonly createdBy: Uuid | null;
}

/** How many files a dossier has, and their bytes. */
export interface FileUsage {
  readonly files: number;
  readonly bytes: number;
}

/** Longest name of a file. */
export const MAX_FILE_NAME = 200;

/** Where the bytes of a file stand in the cell's store: `tenant/id`; names live in the database. */
export function storeKey(file: { readonly tenantId: Uuid; readonly id: Uuid }): string {
  return `${file.tenantId}/${file.id}`;
}
