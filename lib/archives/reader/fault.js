// @ts-check
/** @typedef {"manifest" | "file" | "chain" | "key" | "content"} Part */
/**
 * The first thing that is not as it was made.
 * @typedef {object} FirstBad
 * @property {Part} part
 * @property {string | number} where A path, or the number of a record.
 * @property {string} reason
 * @property {string} sentence In French.
 */

/**
 * What each reason says, in French.
 * @type {Readonly<Record<string, (where: string | number) => string>>}
 */
const SENTENCES = {
  manifest_unreadable: (where) => `Le fichier ${where} manque ou n’est pas lisible : l’archive n’est pas entière.`,
  manifest_signature: () => "Le manifeste a changé : sa signature n’est pas celle de la clé du dossier.",
  part_digest: (where) => `Le fichier ${where} manque ou a changé.`,
  file_missing: (where) => `Le fichier ${where} manque.`,
  file_digest: (where) => `Le fichier ${where} a changé.`,
  file_unknown: (where) => `Le fichier ${where} a été ajouté : le manifeste ne le connaît pas.`,
  record_unreadable: (where) => `L’enregistrement n° ${where} n’est pas lisible.`,
  record_gap: (where) => `La suite des enregistrements est rompue : le n° ${where} n’est pas à sa place.`,
  prev_hash: (where) => `L’enregistrement n° ${where} ne suit pas celui d’avant : l’empreinte précédente diffère.`,
  payload_digest: (where) => `Le contenu de l’enregistrement n° ${where} a changé.`,
  time_backwards: (where) => `L’heure recule à l’enregistrement n° ${where}.`,
  record_hash: (where) => `L’enregistrement n° ${where} a changé : son empreinte ne correspond plus.`,
  record_signature: (where) => `La signature de l’enregistrement n° ${where} n’est pas celle de la clé du dossier.`,
  head_mismatch: (where) => `La fin du journal ne concorde pas avec le manifeste, à l’enregistrement n° ${where}.`,
  content_mismatch: (where) =>
    typeof where === "number"
      ? `L’enregistrement n° ${where} ne parle pas de ce qu’il est censé prouver.`
      : `Le fichier ${where} ne dit pas ce qui a été scellé.`,
};

/** What ends a verification. */
export class Fault extends Error {
  /** @param {Part} part @param {string} reason @param {string | number} where */
  constructor(part, reason, where) {
    super(reason);
    /** @type {FirstBad} */
    this.firstBad = { part, where, reason, sentence: sentenceOf(reason, where) };
  }
}

/** @param {string} reason @param {string | number} where */
function sentenceOf(reason, where) {
  if (reason !== "unknown_key") return SENTENCES[reason]?.(where) ?? reason;
  return typeof where === "number"
    ? `L’enregistrement n° ${where} est signé par une clé que le dossier n’avait pas.`
    : `Une clé n’est pas celle du dossier : voir ${where}.`;
}
