/** Words of the mails of identity, in French. */
export const french = {
  footer: "Vous recevez ce message parce que votre adresse a été saisie sur Paraphe.",
  ignore: "Si ce n’est pas vous, ignorez ce message : rien ne sera créé.",
  validity: (hours: number) => `Ce lien sert une seule fois, pendant ${hours} heures.`,
  confirm: {
    subject: "Confirmez votre adresse pour ouvrir votre dossier",
    title: "Confirmez votre adresse",
    text: (company: string) => `Vous avez demandé l’ouverture du dossier de ${company}. Il ne manque qu’un clic.`,
    button: "Confirmer mon adresse",
  },
  second: {
    subject: "Confirmez l’ouverture d’un nouveau dossier",
    title: "Un nouveau dossier",
    text: (company: string) =>
      `Vous avez demandé l’ouverture du dossier de ${company}. Il s’ajoutera à ceux que vous avez déjà, ` +
      "avec la même adresse et le même mot de passe.",
    button: "Ouvrir ce dossier",
  },
  refused: {
    subject: "Votre inscription n’a pas pu être prise en compte",
    title: "Vous avez déjà un compte",
    text: (company: string) =>
      `Quelqu’un, vous sans doute, a demandé l’ouverture du dossier de ${company} avec votre adresse, mais avec un ` +
      "autre mot de passe que celui de votre compte. Rien n’a été ouvert.",
    advice: "Pour ouvrir un dossier de plus, recommencez avec le mot de passe de votre compte.",
    button: "Me connecter",
    forgotten: (link: string) => `Mot de passe oublié ? ${link}`,
    ignore: "Si ce n’est pas vous, ignorez ce message : votre compte n’a pas changé.",
  },
  blocked: {
    subject: "Votre compte est bloqué : trop de mots de passe faux",
    title: "Votre compte est bloqué",
    text: (tries: number) =>
      `Quelqu’un a saisi ${tries} fois de suite un mauvais mot de passe avec votre adresse. Pour votre sécurité, plus ` +
      "aucun mot de passe n’est accepté, même le bon, jusqu’à ce que vous débloquiez votre compte.",
    button: "Débloquer mon compte",
    validity: (hours: number) => `Ce lien sert une seule fois, pendant ${hours} heures.`,
    advice: "Si ces essais ne viennent pas de vous, votre mot de passe n’a pas été trouvé. Débloquez votre compte " +
      "quand vous voulez vous en servir ; vos appareils déjà connectés le restent. L’administrateur de votre dossier " +
      "peut aussi le débloquer.",
  },
  captcha: {
    subject: "Le code de la page de connexion",
    title: "Le code de l’image",
    text: "Vous avez demandé par e-mail le code que la page de connexion montre en image.",
    code: "Code",
    validity: (minutes: number) => `Recopiez-le dans la page : il sert une seule fois, pendant ${minutes} minutes.`,
    ignore: "Si ce n’est pas vous, ignorez ce message : ce code ne remplace pas votre mot de passe.",
  },
  welcome: {
    subject: "Bienvenue sur Paraphe",
    title: "Bienvenue",
    text: (company: string) => `Votre adresse est confirmée et le dossier de ${company} est à vous.`,
    address: "Votre adresse de connexion",
    advice: "Gardez ce message : cette adresse vous sera demandée à chaque connexion.",
    button: "Me connecter",
  },
};

/** Words that every language of these mails has. */
export type IdentityTexts = typeof french;
