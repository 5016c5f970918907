import { formatInstant, type IsoInstant } from "../../base/dates.ts";

/** Words of the mails about an account, in French. */
export const french = {
  footer: "Vous recevez ce message parce que votre adresse est celle d’un compte Paraphe.",
  strangerFooter: "Vous recevez ce message parce que votre adresse a été saisie sur Paraphe.",
  minutes: (minutes: number) => `Ce lien sert une seule fois, pendant ${minutes} minutes.`,
  hours: (hours: number) => `Ce lien sert une seule fois, pendant ${hours} heures.`,
  notYou: (link: string) =>
    `Si ce n’est pas vous, choisissez aussitôt un nouveau mot de passe : toutes les connexions seront fermées. ${link}`,
  reset: {
    subject: "Choisissez un nouveau mot de passe",
    title: "Mot de passe oublié",
    text: "Vous avez demandé à choisir un nouveau mot de passe pour votre compte.",
    button: "Choisir un mot de passe",
    ignore: "Si ce n’est pas vous, ignorez ce message : votre mot de passe ne change pas.",
  },
  changed: {
    subject: "Votre mot de passe a été changé",
    title: "Mot de passe changé",
    text: "Le mot de passe de votre compte vient d’être changé. Vos autres connexions sont fermées.",
  },
  device: {
    subject: "Nouvelle connexion à votre compte",
    title: "Nouvelle connexion",
    text: "Quelqu’un, vous sans doute, vient de se connecter à votre compte depuis un appareil ou un réseau nouveau.",
    what: "Appareil",
    where: "Réseau",
    when: "Date",
    moment: (at: IsoInstant) => formatInstant(at),
    on: "sur",
    unknown: "Navigateur inconnu",
    button: "Voir mes appareils",
  },
  newAddress: {
    subject: "Confirmez votre nouvelle adresse de connexion",
    title: "Confirmez votre nouvelle adresse",
    text: "Vous avez demandé à vous connecter à Paraphe avec cette adresse. Il ne manque qu’un clic.",
    button: "Confirmer cette adresse",
    ignore: "Si ce n’est pas vous, ignorez ce message : rien ne change.",
  },
  taken: {
    subject: "Cette adresse sert déjà à un compte",
    title: "Rien n’a changé",
    text:
      "Quelqu’un, vous sans doute, a demandé à se connecter à un autre compte avec cette adresse. Elle est déjà celle " +
      "d’un compte : rien n’a changé.",
    ignore: "Si ce n’est pas vous, ignorez ce message.",
  },
  moved: {
    subject: "Votre adresse de connexion a changé",
    title: "Adresse de connexion changée",
    text: "Votre compte se connecte désormais avec une autre adresse ; celle-ci ne l’ouvre plus.",
    warn: "Si ce n’est pas vous, rétablissez cette adresse : toutes les connexions seront fermées aussitôt.",
    button: "Rétablir cette adresse",
  },
  restored: {
    subject: "Votre adresse de connexion est rétablie",
    title: "Adresse rétablie",
    text: "Votre compte se connecte de nouveau avec cette adresse, et toutes les connexions sont fermées. Choisissez " +
      "maintenant un nouveau mot de passe.",
    button: "Choisir un mot de passe",
  },
  deleted: {
    subject: "Votre compte est supprimé",
    title: "Compte supprimé",
    text: "Votre compte Paraphe est supprimé : vos accès sont fermés, votre nom et votre adresse sont effacés. Les " +
      "documents scellés des entreprises restent chez elles, le temps que la loi impose, sans votre nom.",
    ignore: "C’est le dernier message que vous recevez de nous.",
  },
  contact: {
    subject: (name: string) => `Message de ${name}`,
    title: "Message du formulaire de contact",
    name: "Nom",
    address: "Répondre à",
    footer: "Ce message vient du formulaire de contact ; l’adresse n’a pas été vérifiée.",
  },
};

/** Words that every language of these mails has. */
export type AccountTexts = typeof french;
