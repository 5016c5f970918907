import { formatDate } from "../../base/dates.ts";

/** Words of the mails about second steps, in French. */
export const french = {
  footer: "Vous recevez ce message parce que vous avez un compte sur Paraphe.",
  changed: {
    subject: "La sécurité de votre compte a changé",
    title: "La sécurité de votre compte a changé",
    events: {
      totp_added: "La connexion à votre compte demande désormais un code de votre application.",
      totp_removed: "La connexion à votre compte ne demande plus de code de votre application.",
      mail_code_added: "La connexion à votre compte peut désormais demander un code envoyé par e-mail.",
      mail_code_removed: "La connexion à votre compte ne demande plus de code envoyé par e-mail.",
      passkey_added: "Une clé d’accès a été ajoutée à votre compte.",
      passkey_removed: "Une clé d’accès a été retirée de votre compte.",
      recovery_codes_drawn: "De nouveaux codes de secours ont été créés ; les anciens ne valent plus rien.",
      recovery_code_used: "Un de vos codes de secours vient de servir à vous connecter ou à confirmer que c’est vous.",
    },
    when: "Le",
    day: formatDate,
    advice: "Si ce n’est pas vous, changez votre mot de passe et regardez la page « Sécurité » de votre compte.",
    button: "Me connecter",
  },
  code: {
    subject: "Votre code de connexion",
    title: "Votre code de connexion",
    text: "Saisissez ce code sur la page qui vous le demande.",
    term: "Code",
    validity: (minutes: number) => `Ce code sert une seule fois, pendant ${minutes} minutes.`,
    ignore: "Ne le donnez à personne. Si vous n’avez rien demandé, quelqu’un connaît votre mot de passe : changez-le.",
  },
};

/** Words that every language of these mails has. */
export type FactorTexts = typeof french;
