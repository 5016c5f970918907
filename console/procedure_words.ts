import type { AlertFigures, ProcedureEvent, ProcedureState } from "../lib/instances/operator.ts";
import type { Tone } from "../lib/ui/mod.ts";
import { bytesText, countText } from "./words.ts";

/** Kinds of procedure in words. */
const KINDS: Readonly<Record<string, string>> = {
  open_dossier: "Ouverture",
  move_dossier: "Déménagement",
  purge_moved: "Ménage après déménagement",
  erase_dossier: "Effacement",
  keep_dossier: "Conservation de l’archive",
  erase_kept: "Destruction de l’archive conservée",
};

/** Steps in words. */
const STEPS: Readonly<Record<string, string>> = {
  reserve: "Réserver une place",
  found: "Créer le dossier dans sa cellule",
  furnish: "Y mettre les réglages de départ",
  open: "Ouvrir",
  prepare: "Préparer la destination",
  copy_rows: "Copier les données",
  copy_files: "Copier les fichiers",
  copy_jobs: "Copier les travaux finis",
  catch_up: "Rattraper ce qui a changé",
  compare: "Comparer les deux côtés",
  settle: "Rattraper une dernière fois",
  hold_queue: "Retenir les travaux en attente",
  switch: "Basculer",
  finish: "Reprendre les travaux",
  plan_purge: "Prévoir le ménage",
  purge: "Retirer ce qui reste à l’ancienne place",
  directory: "L’annuaire le dit effacé",
  fence: "Fermer l’entrée et compter",
  files: "Effacer les fichiers",
  rows: "Effacer les données",
  check: "Vérifier que tout a disparu",
  tell: "Prévenir les titulaires",
  forget: "Oublier dans l’annuaire",
  archive: "Trouver l’archive de tout",
  read_archive: "La lire comme un tiers",
  draw_key: "Tirer sa clé",
  write_kept: "La chiffrer et l’écrire à part",
  read_back: "Relire et comparer",
  keep: "L’annuaire dit l’archive conservée",
  prove: "Écrire la preuve",
  destroy_key: "Détruire la clé",
  objects: "Effacer les objets",
};

/** Figures in words, with how they are written. */
const FIGURES: Readonly<Record<string, readonly [string, "count" | "bytes" | "ms"]>> = {
  rows: ["lignes", "count"],
  files: ["fichiers", "count"],
  fileBytes: ["taille des fichiers", "bytes"],
  lateKeys: ["lignes à rattraper", "count"],
  compared: ["lignes comparées", "count"],
  late: ["lignes changées entre-temps", "count"],
  differing: ["lignes qui diffèrent sans raison", "count"],
  rowsTotal: ["lignes à copier", "count"],
  filesTotal: ["fichiers à copier", "count"],
  bytesTotal: ["octets à copier", "bytes"],
  rowsMs: ["copie des lignes", "ms"],
  filesMs: ["copie des fichiers", "ms"],
  compareMs: ["comparaison", "ms"],
  waitedMs: ["attente des écritures en cours", "ms"],
  leasedJobs: ["travaux en cours", "count"],
  jobs: ["travaux emportés", "count"],
  heldMs: ["dossier retenu", "ms"],
  rowsGone: ["lignes effacées", "count"],
  filesGone: ["fichiers effacés", "count"],
  rowsLeft: ["lignes restantes", "count"],
  filesLeft: ["fichiers restants", "count"],
  archiveBytes: ["taille de l’archive", "bytes"],
  archiveParts: ["parties de l’archive", "count"],
  partsWritten: ["parties écrites", "count"],
  partsRead: ["parties relues", "count"],
  attempts: ["essais", "count"],
  tries: ["bascules remises à plus tard", "count"],
};

/** Figures that sum a whole procedure up. */
const SUMMED = ["rows", "files", "fileBytes", "heldMs", "rowsGone", "filesGone", "archiveBytes"];

/** What the log tells of a step, in words. */
const EVENTS: Readonly<Record<ProcedureEvent, string>> = {
  begun: "commencé",
  done: "fait",
  waiting: "en attente",
  failed: "échec",
  cancelled: "annulation demandée",
  undone: "défait",
  ended: "procédure terminée",
  given_up: "procédure défaite",
};

/** Why a procedure was undone or tried again, in words; an SQLSTATE stays one. */
const CAUSES: Readonly<Record<string, string>> = {
  not_to_keep: "le dossier n’est pas à conserver : rouvert, ou le délai court encore",
  archive_failed: "son archive n’a pas pu être faite",
  archive_unsound: "son archive ne se vérifie pas",
  archive_other: "son archive n’est pas celle que son journal annonce",
  archive_changed: "une partie de son archive a changé",
  archive_gone: "une partie de son archive manque à l’espace de fichiers",
  kept_other: "une autre conservation a commencé",
  copy_differs: "les deux côtés diffèrent",
  directory_changed: "l’annuaire a changé entre-temps",
  dossier_gone: "le dossier n’existe plus",
  dossier_lives_there: "le dossier y est déjà",
  exemplar_kept: "la destination garde l’exemplaire que le dossier y a laissé",
  no_target: "aucune cellule ne convient",
  not_moved: "l’ancienne place n’a pas été quittée",
  source_changed: "le dossier a changé de place entre-temps",
  source_gone: "le dossier n’est plus dans sa cellule",
  target_not_empty: "un reste occupe la destination",
  "datasets.missing_part": "un fichier manque à l’espace de fichiers",
  "datasets.wrong_hash": "un fichier n’est pas arrivé tel qu’il était",
  "platform.cell_down": "une cellule ne répond pas",
  "storage.unavailable": "un espace de fichiers ne répond pas",
  too_busy: "le dossier n’a pas laissé un instant libre",
};

/** State of a procedure → how the console says it. */
export const PROCEDURE_STATES: Readonly<Record<ProcedureState, { readonly word: string; readonly tone: Tone }>> = {
  running: { word: "en cours", tone: "open" },
  done: { word: "terminée", tone: "done" },
  abandoning: { word: "en train d’être défaite", tone: "late" },
  abandoned: { word: "défaite", tone: "ended" },
};

/** A kind of procedure in words; one that this version does not know shows by its code. */
export function kindWords(kind: string): string {
  return KINDS[kind] ?? kind;
}

/** A step in words. */
export function stepWords(step: string): string {
  return STEPS[step] ?? step;
}

/** A cause in words, with its code, for whoever looks it up. */
export function causeWords(code: string): string {
  return CAUSES[code] ? `${CAUSES[code]} (${code})` : code;
}

/** What the log tells, in words. */
export function eventWords(event: ProcedureEvent): string {
  return EVENTS[event];
}

/** « lignes : 12 450 ; octets de fichiers : 1,2 Go »; empty where there are none. */
export function procedureFigures(figures: AlertFigures): string {
  return figureFacts(figures).map(({ term, value }) => `${term}\u00a0: ${value}`).join("\u00a0; ");
}

/** The same, of what a procedure did in all. */
export function summedFigures(figures: AlertFigures): string {
  return procedureFigures(Object.fromEntries(Object.entries(figures).filter(([name]) => SUMMED.includes(name))));
}

/** Figures one by one. */
export function figureFacts(figures: AlertFigures): { readonly term: string; readonly value: string }[] {
  return Object.entries(figures).map(([name, value]) => {
    const [term, unit] = FIGURES[name] ?? [name, "count"];
    return { term, value: typeof value === "number" ? FORMATS[unit](value) : value };
  });
}

const FORMATS = {
  count: countText,
  bytes: (value: number) => bytesText(BigInt(value)),
  ms: (value: number) => `${countText(value)}\u00a0ms`,
} as const;
