import type { IsoDate, IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import type { KeptChain } from "./kept.ts";

/** An archive of everything of a dossier, as it stands in its cell. */
export interface SourceArchive {
  readonly id: Uuid;
  readonly fromOn: IsoDate;
  readonly toOn: IsoDate;
  readonly bytes: number;
  readonly manifestSha256: string;
  /** The sealed log up to its last record in the archive. */
  readonly chain: KeptChain;
  /** Stretches of the ZIP: where each stands in the cell's store, its length and its SHA-256. */
  readonly parts: readonly { readonly key: string; readonly bytes: number; readonly sha256: string }[];
}

/** Which archive of a dossier is looked for: made since it was closed. */
export interface WantedArchive {
  readonly tenantId: Uuid;
  readonly since: IsoInstant;
  /** The one that was asked for, by its id. */
  readonly asked: Uuid | null;
}

/** What an independent reading of an archive says. */
export interface Reading {
  readonly isSound: boolean;
  readonly manifestSha256: string | null;
  readonly headHash: string | null;
}

/** A SHA-256 that goes from process to process by its state. */
export interface TravellingDigest {
  update(bytes: Uint8Array): void;
  state(): unknown;
  hex(): string;
}

/** What the module of archives, which stands above this one, knows of an archive that is to be kept. */
export interface ArchiveSource {
  /** As the mover: the archive; `making` while one is made, `failed` where the one asked for was given up. */
  find(tx: Tx, wanted: WantedArchive): Promise<SourceArchive | "none" | "making" | "failed">;
  /** As the mover: the last day of the fiscal year that holds a day; null where nobody can tell. */
  yearEnd(tx: Tx, tenantId: Uuid, day: IsoDate): Promise<IsoDate | null>;
  /** Reads an archive as somebody without our program would: every hash, signature and file. */
  read(zip: { size: number; read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> }): Promise<Reading>;
  digest(state: unknown): TravellingDigest;
}

let known: ArchiveSource | null = null;

/** Says who knows archives. Only lib/wiring.ts and tests do. */
export function registerArchiveSource(source: ArchiveSource): void {
  known = source;
}

/** Who knows them. */
export function archiveSource(): ArchiveSource {
  if (!known) throw new Error("nobody was registered who reads archives");
  return known;
}
