import type { IsoInstant } from "../base/dates.ts";

/** What may be wrong with a record, by the names that archives and their checkers use too (see README). */
export type ChainFault =
  | "record_gap"
  | "record_unreadable"
  | "prev_hash"
  | "payload_digest"
  | "time_backwards"
  | "record_hash"
  | "unknown_key"
  | "record_signature"
  | "head_mismatch";

/** The first record that is not as it was sealed, and why. */
export interface BadRecord {
  readonly code: ChainFault;
  readonly seq: bigint;
  readonly type: string;
  readonly at: IsoInstant;
  /** French sentence. */
  readonly reason: string;
}

const SENTENCES: Readonly<Record<ChainFault, string>> = {
  record_gap: "Un enregistrement manque, ou n’est pas à sa place.",
  record_unreadable: "Le format ou l’algorithme de l’enregistrement est inconnu.",
  prev_hash: "L’empreinte précédente n’est pas celle de l’enregistrement d’avant.",
  payload_digest: "Le contenu ne correspond plus à son empreinte.",
  time_backwards: "L’heure recule par rapport à l’enregistrement d’avant.",
  record_hash: "L’empreinte ne correspond plus à l’enregistrement.",
  unknown_key: "La clé nommée n’est pas celle que le dossier avait à ce moment.",
  record_signature: "La signature n’est pas celle de la clé du dossier.",
  head_mismatch: "La fin de la chaîne ne concorde pas avec sa tête.",
};

/** A fault in words. */
export function describeFault(code: ChainFault): string {
  return SENTENCES[code];
}

/** A fault and the record where it was found. */
export function badRecord(
  code: ChainFault,
  { seq, type, at }: Pick<BadRecord, "seq" | "type" | "at">,
): BadRecord {
  return { code, seq, type, at, reason: SENTENCES[code] };
}
