import { defineRefusals } from "../base/refusal.ts";

/** What the module refuses by name. */
export const { refuse, issue } = defineRefusals("archives", {
  not_found: { status: 404, say: "Cette pièce n’existe pas dans ce dossier." },
  not_taken: {
    status: 422,
    say:
      "Recopiez au moins les 8 premiers caractères de l’empreinte d’une archive de « Tout, depuis le début », déjà " +
      "préparée et téléchargée.",
    field: "digest",
  },
  taken_too_old: {
    status: 422,
    say: "Des pièces ont été ajoutées depuis cette archive. Faites-en une nouvelle, de tout, et téléchargez-la.",
    field: "digest",
  },
  log_not_whole: {
    status: 409,
    say: ({ reason = "" }) =>
      `Le journal scellé ne concorde pas : ${reason} Aucune attestation n’est faite avant que cela soit compris. ` +
      "Écrivez-nous.",
  },
  version_modified: {
    status: 409,
    say: "Version modifiée : ce logiciel n’est plus celui que son éditeur a publié. Qui l’a modifié en devient " +
      "l’éditeur, et atteste lui-même.",
  },
  company_incomplete: {
    status: 409,
    say: "Complétez d’abord l’entreprise : l’attestation nomme sa raison sociale et son SIREN.",
  },
  representative_missing: {
    status: 422,
    say: "Indiquez les nom et prénom du représentant légal.",
    field: "representative",
  },
  city_missing: { status: 422, say: "Indiquez où l’attestation est faite.", field: "city" },
  label_missing: { status: 422, say: "Indiquez qui vient : « Vérificateur de la DDFiP du Rhône ».", field: "label" },
  bad_period: { status: 422, say: "Indiquez deux dates réelles, la première au plus tard aujourd’hui." },
  bad_days: { status: 422, say: "Indiquez un nombre de jours, de 1 à 30.", field: "days" },
  bad_text: { status: 422, say: "Ce texte est trop long, ou contient des caractères invisibles. Retapez-le." },
  bad_acquired: {
    status: 422,
    say: "Indiquez une date réelle, au plus tard aujourd’hui.",
    field: "acquiredOn",
  },
  bad_used_since: {
    status: 422,
    say: "Indiquez une date réelle, ni avant l’acquisition ni après aujourd’hui.",
    field: "usedSince",
  },
  period_form: { status: 422, say: "Donnez deux dates, la première avant la seconde.", field: "from" },
  year_unknown: { status: 422, say: "Choisissez un exercice de la liste, deux dates, ou tout.", field: "period" },
  nothing_sealed: {
    status: 409,
    say: "Rien n’a été scellé dans cette période : il n’y a rien à archiver.",
    field: "period",
  },
  not_over: {
    status: 409,
    say: ({ to = "" }) =>
      `Cette période n’est pas terminée : elle finit le ${to}. Cochez « À ce jour » pour archiver ce qu’elle contient ` +
      "déjà.",
    field: "soFar",
  },
  under_way: {
    status: 409,
    say: "Une archive est déjà en préparation. Attendez qu’elle soit prête pour en demander une autre.",
  },
  too_many: {
    status: 429,
    say: ({ most = "" }) => `Vous avez demandé ${most} archives en vingt-quatre heures. Réessayez demain.`,
  },
  id_taken: { status: 409, say: "Cette demande a déjà servi pour une autre période. Rouvrez la page." },
  exit_under_way: {
    status: 409,
    say: "Une archive de sortie est déjà en préparation. Attendez qu’elle soit prête pour en demander une autre.",
  },
  exit_too_many: {
    status: 429,
    say: ({ most = "" }) => `Vous avez demandé ${most} archives de sortie en vingt-quatre heures. Réessayez demain.`,
  },
  exit_expired: { status: 410, say: "Cette archive de sortie n’est plus gardée. Demandez-en une autre." },
  not_ready: { status: 409, say: "Cette archive n’est pas encore prête." },
  no_file: { status: 503, say: "Une partie de cette archive ne répond pas. Réessayez dans quelques instants." },
});
