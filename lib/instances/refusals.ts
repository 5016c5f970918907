import { defineRefusals } from "../base/refusal.ts";

/** Everything this module refuses, in words. */
export const { refuse, issue } = defineRefusals("instances", {
  no_room: {
    status: 503,
    say: "Nous ne pouvons pas ouvrir de nouveau dossier en ce moment. Votre demande est gardée et sera reprise.",
  },
  procedure_unknown: { status: 404, say: "Aucune procédure de ce numéro." },
  procedure_ended: { status: 409, say: "Cette procédure est terminée : elle ne peut plus être abandonnée." },
  procedure_under_way: {
    status: 409,
    say: "Une autre procédure est en cours sur ce dossier : attendez sa fin, ou annulez-la.",
  },
  no_target: { status: 409, say: "Aucune cellule ouverte ne peut accueillir ce dossier.", field: "to" },
  move_target: { status: 422, say: "Choisissez où le dossier doit aller.", field: "to" },
  move_time: { status: 422, say: "Choisissez quand il peut partir.", field: "when" },
  move_day: { status: 422, say: "Indiquez le jour du départ.", field: "day" },
  move_hour: { status: 422, say: "Indiquez l’heure du départ : 14:30, par exemple.", field: "time" },
  move_past: { status: 422, say: "Cette heure est passée : choisissez-en une à venir.", field: "day" },
  move_far: {
    status: 422,
    say: ({ days = "" }) => `Un déménagement se prévoit au plus ${days} jours à l’avance.`,
    field: "day",
  },
  quiet_hour: { status: 422, say: "Choisissez une heure, de 0 à 23.", field: "hour" },
  exemplar_kept: {
    status: 409,
    say: ({ until = "" }) =>
      `Cette cellule garde jusqu’au ${until} l’exemplaire que ce dossier y a laissé. ` +
      "Avancez sa purge, ou choisissez une autre cellule.",
    field: "to",
  },
  no_kept_exemplar: { status: 404, say: "Aucun exemplaire quitté n’attend sa purge sous ce numéro." },
  procedure_decided: {
    status: 409,
    say: "L’étape décisive est passée : cette procédure ne peut plus être annulée, elle ira à son terme.",
  },
  job_unknown: { status: 404, say: "Aucun travail garé de ce numéro." },
  job_act: { status: 422, say: "Dites s’il faut relancer ce travail ou l’abandonner.", field: "act" },
  job_gone: {
    status: 409,
    say: "Ce travail n’attend plus : il a déjà été relancé ou abandonné, ou il est parti avec son dossier.",
  },
  job_ordered: { status: 409, say: "Quelqu’un l’a déjà demandé pour ce travail : sa demande est en cours." },
  job_cell_silent: {
    status: 409,
    say: "La cellule de ce travail ne répond pas : demandez-le quand elle répondra de nouveau.",
  },
  job_travels: { status: 409, say: "Le dossier de ce travail change de cellule : il sera traité à l’arrivée." },
  instance_unknown: { status: 404, say: "Aucun dossier de ce numéro." },
  not_trial: { status: 409, say: "Ce dossier n’est pas en essai : ses envois n’ont pas de limite." },
  siret_form: { status: 422, say: ({ reason = "" }) => reason, field: "siret" },
  siret_not_confirmed: { status: 409, say: "Aucun SIRET n’est confirmé pour ce dossier." },
  held_mail_unknown: { status: 404, say: "Aucun envoi retenu de ce numéro." },
  held_mail_decided: { status: 409, say: "Quelqu’un a déjà décidé de cet envoi." },
  abuse_kind: { status: 422, say: "Ce choix n’est pas proposé.", field: "kind" },
  alert_unknown: { status: 404, say: "Aucune alerte de ce numéro." },
  alert_over: { status: 409, say: "Cette alerte est close : rien ne s’y change plus." },
  alert_acknowledged: { status: 409, say: "Quelqu’un a déjà pris connaissance de cette alerte." },
  alert_not_muted: { status: 409, say: "Cette alerte n’est pas en sourdine." },
  alert_assignee: { status: 422, say: "Choisissez une personne de l’équipe dans la liste.", field: "to" },
  alert_mute: { status: 422, say: "Choisissez une durée dans la liste.", field: "hours" },
  channel_level: { status: 422, say: "Choisissez un niveau dans la liste." },
  webhook_url: {
    status: 422,
    say: "Une adresse https, sans mot de passe ; http seulement vers cette machine.",
    field: "url",
  },
  webhook_secret: { status: 422, say: "Le secret compte 32 à 200 caractères, sans espace.", field: "secret" },
  no_webhook: { status: 409, say: "Aucun webhook n’est réglé : enregistrez d’abord son adresse et son secret." },
  threshold_metric: { status: 422, say: "Choisissez une mesure dans la liste.", field: "metric" },
  threshold_subject: { status: 422, say: "Indiquez l’identifiant, 100 caractères au plus.", field: "subject" },
  threshold_share: {
    status: 422,
    say:
      "La part d’une cellule se compte de 1 à 100 % : à celle de l’avertissement, elle se ferme aux nouveaux dossiers.",
    field: "critical",
  },
  threshold_figures: {
    status: 422,
    say: "Indiquez deux nombres entiers : le premier au moins 1, le second plus grand.",
    field: "warning",
  },
  threshold_unknown: { status: 404, say: "Aucun seuil de ce nom n’a été changé." },
  no_reports: { status: 404, say: "Aucun signalement de ce dossier n’attend." },
  life_act: { status: 422, say: "Choisissez ce que devient ce dossier.", field: "act" },
  life_ending: { status: 422, say: "Dites ce que deviennent les données du dossier.", field: "ending" },
  life_refused: {
    status: 409,
    say: "L’état du dossier ne le permet pas, ou ne le permet plus. Rechargez la page pour voir où il en est.",
  },
  owners_only: { status: 403, say: "Seul un titulaire du dossier peut le fermer ou le rouvrir." },
  own_reason: {
    status: 422,
    say: ({ max = "" }) => `La raison compte au plus ${max} caractères, sans caractère invisible.`,
    field: "reason",
  },
  keep_refused: {
    status: 409,
    say:
      "Ce dossier n’attend l’accord de personne pour être conservé : ce n’est pas l’exploitation qui l’a fermé, le " +
      "délai court encore, ou c’est déjà fait.",
  },
  keep_own: {
    status: 409,
    say: "Une autre personne de l’équipe accorde la conservation d’un dossier que vous avez fermé.",
  },
  kept_owners: { status: 403, say: "Seuls un titulaire et un administrateur du dossier téléchargent son archive." },
  nothing_kept: { status: 404, say: "L’archive de ce dossier n’est pas gardée, ou ne l’est plus." },
  no_purge: { status: 404, say: "Aucun effacement de ce numéro." },
  purge_too_early: { status: 409, say: "Ce dossier ne peut pas, ou pas encore, être effacé." },
  purge_under_way: { status: 409, say: "Un effacement de ce dossier est déjà demandé." },
  purge_own: { status: 409, say: "Une autre personne de l’équipe décide de ce que vous avez demandé." },
  purge_decided: { status: 409, say: "Cet effacement a déjà été décidé, ou n’est plus possible." },
  cell_id: {
    status: 422,
    say: "L’identifiant d’une cellule commence par son usage : trial-, production- ou scratch-, puis 1 à 25 lettres " +
      "minuscules, chiffres ou tirets.",
    field: "id",
  },
  cell_region: { status: 422, say: "Indiquez la région, en 40 caractères au plus.", field: "region" },
  cell_limit: { status: 422, say: ({ most = "" }) => `Indiquez un nombre entier de 1 à ${most}.` },
  cell_known: { status: 409, say: "Une cellule de cet identifiant est déjà inscrite.", field: "id" },
  cell_unknown: { status: 404, say: "Aucune cellule de cet identifiant." },
  cell_open: { status: 409, say: "Cette cellule est déjà ouverte aux nouveaux dossiers." },
  cell_closed: { status: 409, say: "Cette cellule est déjà fermée aux nouveaux dossiers." },
  cell_silent: { status: 409, say: "Cette cellule ne répond pas : elle ne peut pas recevoir de dossier." },
  cell_full: {
    status: 409,
    say: ({ percent = "", full = "" }) =>
      `Cette cellule a atteint ${percent} % d’une de ses limites ; elle s’ouvre au-dessous de ${full} %.`,
  },
  provision_email: { status: 422, say: "Indiquez une adresse e-mail complète.", field: "email" },
  provision_preset: { status: 422, say: "Choisissez un pays et un métier dans la liste.", field: "trade" },
  cell_capacity: { status: 422, say: "Indiquez combien de dossiers la cellule peut tenir.", field: "maxDossiers" },
});
