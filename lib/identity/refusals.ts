import { defineRefusals } from "../base/refusal.ts";

/** Everything this module refuses, in words. */
export const { refuse, issue } = defineRefusals("identity", {
  email: { status: 422, say: "Saisissez une adresse e-mail valable, par exemple nom@entreprise.fr.", field: "email" },
  company_name_missing: { status: 422, say: "Indiquez le nom de votre entreprise.", field: "companyName" },
  company_name_long: {
    status: 422,
    say: (values) => `Le nom de l’entreprise compte ${values.max} caractères au plus.`,
    field: "companyName",
  },
  company_name_characters: {
    status: 422,
    say: "Le nom de l’entreprise contient des caractères qui ne peuvent pas figurer sur une facture.",
    field: "companyName",
  },
  operator_role: { status: 422, say: "Choisissez un rôle dans la liste.", field: "role" },
  operator_unknown: { status: 404, say: "Aucun exploitant de ce numéro." },
  operator_not_yours: {
    status: 409,
    say:
      "Rien n’a été fait : cet exploitant a changé entre-temps, ou c’est vous. Une autre personne doit s’en charger.",
  },
  operator_link: {
    status: 404,
    say: "Ce lien ne vaut plus. Demandez-en un autre à une personne du rôle administration.",
  },
  operator_code: {
    status: 422,
    say: "Ce code n’est pas celui que votre application affiche en ce moment.",
    field: "code",
  },
  person_unknown: { status: 422, say: "Personne n’a de compte à cette adresse.", field: "email" },
  act_reason: {
    status: 422,
    say: ({ min = "", max = "" }) =>
      `Dites pourquoi, en ${min} à ${max} caractères : la raison reste au journal des actes.`,
    field: "reason",
  },
  name: { status: 422, say: "Indiquez un nom de 100 caractères au plus.", field: "name" },
  password_short: {
    status: 422,
    say: (values) => `Choisissez un mot de passe d’au moins ${values.min} caractères ; une phrase convient très bien.`,
    field: "password",
  },
  password_long: {
    status: 422,
    say: (values) => `Le mot de passe compte ${values.max} caractères au plus.`,
    field: "password",
  },
  password_common: {
    status: 422,
    say: "Ce mot de passe fait partie de ceux que l’on essaie en premier. Choisissez-en un autre.",
    field: "password",
  },
  password_repeated: {
    status: 422,
    say: "Ce mot de passe répète presque toujours les mêmes signes. Choisissez-en un autre.",
    field: "password",
  },
  password_guessable: {
    status: 422,
    say: "Ce mot de passe contient votre adresse ou le nom de votre entreprise. Choisissez-en un autre.",
    field: "password",
  },
  password_classes: {
    status: 422,
    say: (values) => `Votre mot de passe doit compter aussi ${values.missing}.`,
    field: "password",
  },
  policy_length: {
    status: 422,
    say: (values) => `Indiquez une longueur de ${values.min} à ${values.max} caractères.`,
    field: "minLength",
  },
  policy_attempts: {
    status: 422,
    say: (values) => `Indiquez un nombre d’essais de ${values.min} à ${values.max}.`,
    field: "maxAttempts",
  },
  too_many_sign_ups: {
    status: 429,
    say: "Trop d’inscriptions depuis votre connexion à internet. Réessayez dans une heure.",
  },
  person_name: { status: 422, say: "Indiquez votre nom, de 100 caractères au plus.", field: "personName" },
  email_again: { status: 422, say: "Les deux adresses ne sont pas les mêmes.", field: "emailAgain" },
  password_again: { status: 422, say: "Les deux mots de passe ne sont pas les mêmes.", field: "passwordAgain" },
  terms: {
    status: 422,
    say: "Lisez les conditions générales d’abonnement, puis cochez la case pour les accepter.",
    field: "terms",
  },
  too_many_openings: {
    status: 429,
    say: "Vous venez d’ouvrir beaucoup de dossiers. Réessayez dans une heure.",
  },
  too_many_reports: {
    status: 429,
    say: "Trop de signalements depuis votre connexion. Réessayez dans une heure : le premier est déjà reçu.",
  },
  too_many_links: {
    status: 429,
    say: "Trop de liens essayés depuis votre connexion. Attendez une minute, puis ouvrez celui du dernier mail reçu.",
  },
  too_many_invitations: {
    status: 429,
    say: "Trop d’invitations envoyées, depuis ce dossier ou vers cette adresse. Réessayez plus tard.",
  },
  too_many_attempts: {
    status: 429,
    say: (values) =>
      `Trop d’essais de connexion. Réessayez dans ${values.minutes} minutes, ou suivez le lien du mail reçu si le ` +
      "compte est bloqué.",
  },
  // Blocked or not, known or not: one sentence, and a mail for the person alone.
  wrong_credentials: {
    status: 401,
    say: "Adresse ou mot de passe incorrect. Après trop d’essais, un compte se bloque : un mail dit alors comment le " +
      "débloquer.",
    field: "password",
  },
  wrong_proof: { status: 401, say: "Ce n’est pas le bon mot de passe.", field: "password" },
  session_over: { status: 401, say: "Votre session est terminée. Reconnectez-vous pour continuer." },
  wrong_code: {
    status: 401,
    say: "Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant et réessayez.",
    field: "code",
  },
  // A signature that is malformed, foreign, replayed or of another host: one answer.
  passkey: { status: 401, say: "Cette clé d’accès n’a pas pu être reconnue. Réessayez, ou prenez un autre moyen." },
  passkey_name: {
    status: 422,
    say: (values) => `Donnez à la clé un nom de ${values.max} caractères au plus, « Téléphone » par exemple.`,
    field: "name",
  },
  passkey_unknown: { status: 404, say: "Cette clé d’accès n’existe pas, ou n’existe plus." },
  too_many_passkeys: { status: 409, say: "Vous avez déjà vingt clés d’accès. Retirez-en une d’abord." },
  last_factor_wanted: {
    status: 409,
    say: "Un de vos dossiers demande une deuxième étape, et c’est votre dernier moyen : ajoutez-en un autre avant de " +
      "retirer celui-ci.",
  },
  no_factor: { status: 409, say: "Ce moyen n’est pas activé sur votre compte." },
  too_many_mail_codes: {
    status: 429,
    say:
      "Plusieurs codes viennent de partir vers votre adresse. Attendez un quart d’heure avant d’en demander un autre.",
  },
  // Unknown, spent, expired, malformed, or tried too often: one answer.
  second_step_over: { status: 410, say: "Cette connexion a expiré. Recommencez avec votre mot de passe." },
  wrong_operator_credentials: { status: 401, say: "Adresse, mot de passe ou code incorrect.", field: "password" },
  // Unknown, spent, expired and malformed links all get this answer: holding one tells nothing about the others.
  link: {
    status: 410,
    say: "Ce lien n’est plus valable. Si vous avez déjà confirmé votre adresse, connectez-vous ; " +
      "sinon, recommencez l’inscription.",
  },
  captcha_wanted: { status: 422, say: "Recopiez les six signes de l’image.", field: "captcha" },
  captcha_wrong: {
    status: 422,
    say: "Ce n’est pas le code de l’image, ou il est trop ancien. En voici un autre.",
    field: "captcha",
  },
  captcha_over: { status: 422, say: "Ce code est trop ancien. En voici un autre.", field: "captcha" },
  too_many_captchas: {
    status: 429,
    say: "Trop de codes demandés depuis votre connexion. Réessayez dans un quart d’heure.",
  },
  unblock_link: {
    status: 410,
    say: "Ce lien n’est plus valable. Si votre compte est déjà débloqué, connectez-vous ; sinon, essayez de vous " +
      "connecter une fois : un nouveau lien vous est envoyé quand le précédent est trop ancien.",
  },
  operator_exists: { status: 409, say: "Un opérateur a déjà cette adresse.", field: "email" },
});
