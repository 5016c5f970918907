/** Words of the mails of access, in French. */
export const french = {
  subject: (company: string) => `Invitation à rejoindre le dossier de ${company}`,
  title: "Vous êtes invité",
  text: (inviter: string, company: string) => `${inviter} vous invite à travailler dans le dossier de ${company}.`,
  profile: "Votre profil",
  profiles: {
    administrator: "Administrateur",
    adv: "ADV",
    sales: "Commercial",
    purchasing: "Achat",
    accountant: "Comptable",
    reader: "Lecture seule",
  },
  ownerToo: (profile: string) => `${profile}, titulaire du dossier`,
  address: "Votre adresse de connexion",
  button: "Voir l’invitation",
  validity: (days: number) => `Ce lien sert une seule fois, pendant ${days} jours.`,
  ignore: "Si vous ne connaissez pas cette entreprise, ignorez ce message : rien ne sera ouvert.",
  recovery: {
    subject: (company: string) => `Reprise du dossier ${company} : vous pouvez vous y opposer`,
    title: "Une reprise de votre dossier est demandée",
    text: (company: string) =>
      `L’équipe de Paraphe a été saisie d’une demande de reprise du dossier de ${company}, dont vous êtes membre. ` +
      "Deux personnes de l’équipe ont vérifié qui la demande. Cette personne deviendrait administratrice et titulaire :",
    person: "Personne",
    address: "Son adresse",
    until: "Opposition possible jusqu’au",
    choice: (hours: number) =>
      `Si cette demande ne vous paraît pas normale, arrêtez-la : vous avez ${hours} heures, et une seule opposition suffit.`,
    button: "M’opposer à cette reprise",
    agree: "Si vous êtes d’accord, vous n’avez rien à faire.",
  },
  size: {
    subject: (company: string, percent: number) =>
      `${company} : votre dossier occupe plus de ${percent} % de son espace`,
    title: (percent: number) => `Plus de ${percent} % de l’espace est utilisé`,
    text: (company: string, percent: number) =>
      `Le dossier de ${company} occupe plus de ${percent} % de l’espace compris dans son prix.`,
    nothingStops: "Rien ne s’arrête et rien n’est effacé. La page du dossier dit ce qui pèse.",
    button: "Voir ce qui pèse",
    footer: "Vous recevez ce message parce que vous administrez ce dossier.",
  },
  footer: "Vous recevez ce message parce que votre adresse a été saisie sur Paraphe.",
};

/** Words that every language of these mails has. */
export type AccessTexts = typeof french;
