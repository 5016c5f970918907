import type { Ctx } from "../../base/ctx.ts";

/** Who can tell that an owner holds the archive of his dossier: the module of archives, which stands above this one. */
export type ArchiveWitness = (ctx: Ctx, typedDigest: string) => Promise<string>;

let known: ArchiveWitness | null = null;

/** Says who judges the archive that an owner took with him. Only lib/wiring.ts and tests do. */
export function registerArchiveWitness(witness: ArchiveWitness): void {
  known = witness;
}

/** Who judges it: gives the whole digest of the archive, or refuses. */
export function archiveWitness(): ArchiveWitness {
  if (!known) throw new Error("nobody was registered who knows archives");
  return known;
}
