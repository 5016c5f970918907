import { defineRefusals } from "../base/refusal.ts";

/** Everything this module refuses, in words. */
export const { refuse, issue } = defineRefusals("access", {
  no_longer_administrator: {
    status: 403,
    say: "Vous n’êtes plus administrateur de ce dossier : rien n’a été changé.",
  },
  owners_only: { status: 403, say: "Seul un titulaire du dossier décide de qui en est titulaire. Rien n’a changé." },
  pass_closed: {
    status: 404,
    say: "Ce lien et ce code n’ouvrent rien. Relisez le code ; s’il ne passe toujours pas, demandez à l’entreprise " +
      "d’ouvrir un nouvel accès.",
    field: "code",
  },
  pass_granted: {
    status: 409,
    say: "Cet accès est déjà ouvert, et son code n’a été montré qu’une fois. Fermez-le, puis ouvrez-en un autre.",
  },
  no_pass: { status: 404, say: "Cet accès n’existe pas dans ce dossier." },
  no_member: { status: 404, say: "Cette personne n’est pas, ou n’est plus, membre de ce dossier." },
  last_owner: {
    status: 409,
    say: "C’est le dernier titulaire du dossier : désignez d’abord un autre titulaire parmi les membres.",
  },
  owner_stays_administrator: {
    status: 409,
    say: "Un titulaire garde tous les droits. Retirez-lui d’abord la qualité de titulaire, puis changez son profil.",
  },
  last_administrator: {
    status: 409,
    say: "C’est le dernier administrateur du dossier : donnez d’abord ce profil à quelqu’un d’autre.",
  },
  already_owner: { status: 409, say: "Cette personne est déjà titulaire du dossier." },
  not_owner: { status: 409, say: "Cette personne n’est pas titulaire du dossier." },
  own_factor_first: {
    status: 409,
    say: "Ajoutez d’abord une deuxième étape à votre propre connexion et servez-vous-en : vous seriez le premier à " +
      "rester dehors. Rien n’a changé.",
  },
  profile_unknown: { status: 422, say: "Choisissez un profil dans la liste.", field: "profile" },
  profile_name_missing: { status: 422, say: "Donnez un nom à ce profil, par exemple « Atelier ».", field: "name" },
  profile_name_long: {
    status: 422,
    say: (values) => `Le nom d’un profil compte ${values.max} caractères au plus.`,
    field: "name",
  },
  profile_name_characters: {
    status: 422,
    say: "Ce nom contient des caractères qui ne s’affichent pas. Écrivez-le autrement.",
    field: "name",
  },
  profile_name_taken: { status: 422, say: "Un profil porte déjà ce nom.", field: "name" },
  profile_without_rights: { status: 422, say: "Cochez au moins une action.", field: "rights" },
  profile_right_unknown: {
    status: 422,
    say: "Une des actions cochées ne peut pas être donnée à un profil. Rechargez la page et recommencez.",
    field: "rights",
  },
  too_many_profiles: {
    status: 409,
    say: (values) => `Un dossier compte ${values.max} profils au plus. Supprimez-en un qui ne sert plus.`,
  },
  no_profile: { status: 404, say: "Ce profil n’existe pas, ou n’existe plus." },
  profile_in_use: {
    status: 409,
    say: "Ce profil est encore celui d’un membre ou d’une invitation : donnez-leur d’abord un autre profil.",
  },
  email: { status: 422, say: "Saisissez une adresse e-mail valable, par exemple nom@entreprise.fr.", field: "email" },
  already_member: { status: 409, say: "Cette adresse est déjà celle d’un membre du dossier.", field: "email" },
  already_invited: {
    status: 409,
    say: "Une invitation attend déjà cette adresse : renvoyez-la ou retirez-la dans la liste.",
    field: "email",
  },
  members_limit: {
    status: 409,
    say: (values) => `Ce dossier compte ${values.max} membres au plus, invitations comprises.`,
  },
  no_invitation: { status: 404, say: "Cette invitation n’existe pas, ou n’existe plus." },
  // Unknown, spent, replaced, withdrawn, expired and malformed links all get this answer.
  invitation_link: {
    status: 410,
    say: "Cette invitation n’est plus valable. Si vous l’avez déjà acceptée, connectez-vous ; " +
      "sinon, demandez à la personne qui vous a invité de vous en envoyer une autre.",
  },
  wrong_mailbox: {
    status: 409,
    say: (values) =>
      `Cette invitation est adressée à ${values.invited}, et vous êtes connecté avec ${values.signedIn}. ` +
      "Déconnectez-vous, puis ouvrez de nouveau le lien.",
  },
  recovery_no_dossier: { status: 404, say: "Aucun dossier de ce numéro." },
  recovery_dossier: {
    status: 409,
    say: "Ce dossier n’est pas ouvert à une reprise : il est en préparation, effacé, ou c’est une copie.",
  },
  recovery_name: { status: 422, say: "Saisissez le nom de la personne, en 100 caractères au plus.", field: "name" },
  recovery_evidence: {
    status: 422,
    say: "L’extrait du registre et la pièce d’identité du représentant légal doivent avoir été vus.",
    field: "register_extract",
  },
  recovery_evidence_note: {
    status: 422,
    say: "Sans appel au numéro du registre, dites comment vous avez vérifié qui demande, en 1 000 caractères au plus.",
    field: "note",
  },
  recovery_administrator_seen: {
    status: 422,
    say: "Un administrateur ou un titulaire s’est servi de son compte dans les 30 derniers jours. " +
      "Vérifiez auprès de lui, puis cochez la case pour demander la reprise malgré tout.",
    field: "despite",
  },
  recovery_under_way: { status: 409, say: "Une reprise de ce dossier est déjà en cours." },
  no_recovery: { status: 404, say: "Aucune reprise de ce numéro." },
  recovery_own: {
    status: 409,
    say: "Vous avez demandé cette reprise : une autre personne de l’équipe doit en décider.",
  },
  recovery_decided: { status: 409, say: "Cette reprise a déjà été décidée, ou n’attend plus de décision." },
  recovery_over: { status: 409, say: "Cette reprise est terminée : elle ne peut plus être annulée." },
  recovery_unchecked: {
    status: 422,
    say: "Cochez la case après avoir vérifié vous-même les pièces.",
    field: "checked",
  },
  erasure_no_dossier: { status: 404, say: "Aucun dossier de ce numéro." },
  erasure_dossier: {
    status: 409,
    say: "Les contenus de ce dossier ne s’effacent pas : il est en préparation, effacé, ou c’est une copie.",
  },
  erasure_until: { status: 422, say: "Saisissez le dernier jour à effacer.", field: "until" },
  erasure_retention: {
    status: 422,
    say: "Les contenus se gardent dix ans (Code de commerce, art. L123-22). Choisissez un jour plus ancien.",
    field: "until",
  },
  erasure_nothing: { status: 409, say: "Aucun contenu scellé à effacer jusqu’à ce jour." },
  erasure_unarchived: {
    status: 409,
    say: ({ count = "" }) =>
      `Des contenus ne sont dans aucune archive (${count}). Le dossier fait d’abord l’archive de ces années.`,
  },
  erasure_under_way: { status: 409, say: "Un effacement de ce dossier est déjà en cours." },
  no_erasure: { status: 404, say: "Aucun effacement de ce numéro." },
  erasure_own: {
    status: 409,
    say: "Vous avez demandé cet effacement : une autre personne de l’équipe doit en décider.",
  },
  erasure_decided: { status: 409, say: "Cet effacement a déjà été décidé, ou n’attend plus de décision." },
  erasure_unchecked: {
    status: 422,
    say: "Cochez la case après avoir vérifié vous-même la date et les archives.",
    field: "checked",
  },
  // Unknown, spent, expired, of another recovery, and of one who is a member no more: one answer.
  objection_link: {
    status: 410,
    say: "Ce lien n’est plus valable : la reprise est terminée, ou quelqu’un s’y est déjà opposé. " +
      "Si quelque chose vous inquiète, écrivez-nous.",
  },
  sign_in_first: { status: 409, say: "Cette adresse a déjà un compte : connectez-vous pour accepter l’invitation." },
});
