/**
 * What operators do, in words: « Odile » + words. One row an act; a module adds its own. Acts on the operators
 * themselves stand in lib/identity/acts/staff_acts.ts.
 */
export const ACTS = {
  confirm_siret: "a confirmé le SIRET",
  withdraw_siret: "a retiré la confirmation du SIRET",
  release_mail: "a laissé partir un envoi retenu",
  refuse_mail: "a refusé un envoi retenu",
  clear_abuse: "a examiné les signalements",
  ask_recovery: "a demandé la reprise du dossier",
  approve_recovery: "a accordé la reprise du dossier",
  refuse_recovery: "a refusé la reprise du dossier",
  cancel_recovery: "a annulé la reprise du dossier",
  ask_erasure: "a demandé un effacement",
  approve_erasure: "a accordé un effacement",
  refuse_erasure: "a refusé un effacement",
  cancel_erasure: "a annulé un effacement",
  rotate_anchor_key: "a changé la clé des ancrages",
  acknowledge_alert: "a pris connaissance d’une alerte",
  assign_alert: "a attribué une alerte",
  mute_alert: "a changé la sourdine d’une alerte",
  resolve_alert: "a clos une alerte",
  change_threshold: "a changé un seuil",
  change_alert_channels: "a changé l’envoi des alertes",
  try_webhook: "a essayé le webhook des alertes",
  cancel_procedure: "a annulé une procédure",
  hasten_purge: "a avancé la purge de l’exemplaire quitté",
  move_dossier: "a demandé le déménagement du dossier",
  change_quiet_hour: "a changé l’heure creuse des déménagements",
  activate: "a activé le dossier",
  suspend: "a suspendu le dossier",
  reactivate: "a réactivé le dossier",
  close: "a fermé le dossier",
  reopen: "a rouvert le dossier",
  retry_job: "a relancé un travail garé",
  drop_job: "a abandonné un travail garé",
  provision_dossier: "a ouvert un dossier pour quelqu’un",
  register_cell: "a inscrit la cellule",
  open_cell: "a ouvert la cellule aux nouveaux dossiers",
  close_cell: "a fermé la cellule aux nouveaux dossiers",
  change_cell: "a changé les limites de la cellule",
  second_keeping: "a accordé la conservation du dossier",
  ask_purge: "a demandé l’effacement du dossier",
  approve_purge: "a accordé l’effacement du dossier",
  drop_purge: "a abandonné l’effacement du dossier",
} as const;

/** Code of an act. */
export type Act = keyof typeof ACTS;

/** What acts are about, in words. */
export const ACT_SUBJECTS = {
  instance: "dossier",
  cell: "cellule",
  procedure: "procédure",
  alert: "alerte",
  threshold: "seuil",
  setting: "réglage",
  job: "travail",
  recovery: "reprise",
  erasure: "effacement",
  anchor_key: "clé des ancrages",
} as const;

/** Code of what an act is about. */
export type ActSubjectKind = keyof typeof ACT_SUBJECTS;
