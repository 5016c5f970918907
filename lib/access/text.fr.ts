/** Words of the mails of access, in French. */
export const french = {
  subject: (company: string) => `Invitation à rejoindre le dossier de ${company}`,
  title: "Vous êtes invité",
  text: (inviter: string, company: string) => `${inviter} vous invite à travailler dans le dossier de ${company}.`,
  profile: "Votre profil",
  address: "Votre adresse de connexion",
  button: "Voir l’invitation",
  validity: (days: number) => `Ce lien sert une seule fois, pendant ${days} jours.`,
  ignore: "Si vous ne connaissez pas cette entreprise, ignorez ce message : rien ne sera ouvert.",
  footer: "Vous recevez ce message parce que votre adresse a été saisie sur Paraphe.",
};

/** Words that every language of these mails has. */
export type AccessTexts = typeof french;
