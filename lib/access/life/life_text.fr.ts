import type { Ending, Notice } from "../../instances/mod.ts";

/** What a sentence is about. */
export interface LifeWords {
  readonly company: string;
  /** In words; empty where there is none. */
  readonly day: string;
  readonly ending: Ending | null;
  /** The moment from which the dossier changes servers, in words; empty where it does not. */
  readonly move: string;
}

/** Subject, title and paragraphs of one mail. */
export interface LifeSentence {
  readonly subject: string;
  readonly title: string;
  readonly text: readonly string[];
}

type Say = (words: LifeWords) => LifeSentence;

const trialEnds = (days: number): Say => ({ company, day }) => ({
  subject: `${company} : votre essai se termine ${days === 1 ? "demain" : `dans ${days} jours`}`,
  title: days === 1 ? "Votre essai se termine demain" : `Votre essai se termine dans ${days} jours`,
  text: [
    `L’essai du dossier de ${company} va jusqu’au ${day}.`,
    "Pour continuer, activez-le avant cette date. Sans activation, le dossier se verrouille : vos données restent, " +
    "vous pouvez toujours les exporter, et les liens déjà envoyés à vos clients s’ouvrent encore.",
  ],
});

const unusedEnds = (days: number): Say => ({ company, day }) => ({
  subject: `${company} : vos données d’essai s’exportent encore ${days} jours`,
  title: `Encore ${days} jours pour emporter vos données`,
  text: [
    `L’essai du dossier de ${company} est terminé et il n’a pas été activé.`,
    `Jusqu’au ${day}, vous pouvez l’activer ou emporter vos données. Ensuite le dossier est fermé, puis effacé ` +
    "30 jours plus tard.",
  ],
});

const SAYS: Readonly<Record<Notice, Say>> = {
  trial_7: trialEnds(7),
  trial_3: trialEnds(3),
  trial_1: trialEnds(1),
  trial_over: ({ company, day }) => ({
    subject: `${company} : votre essai est terminé`,
    title: "Votre essai est terminé",
    text: [
      `L’essai du dossier de ${company} s’est terminé le ${day}. Le dossier est verrouillé ; vos données sont gardées.`,
      "Vous pouvez l’activer à tout moment, et emporter vos données pendant 90 jours.",
    ],
  }),
  unused_60: unusedEnds(60),
  unused_30: unusedEnds(30),
  unused_7: unusedEnds(7),
  activate: ({ company, move }) => ({
    subject: `${company} : votre dossier est activé`,
    title: "Votre dossier est activé",
    text: [
      `Le dossier de ${company} n’est plus un essai : travaillez comme avant.`,
      move === ""
        ? "Quand nous le changerons de serveur, vos adresses et les liens déjà envoyés resteront les mêmes."
        : `À partir du ${move}, nous le déplaçons sur un serveur de production. Il reste ouvert pendant ce temps ; une ` +
          "page peut attendre quelques secondes. Vos adresses, vos numéros et les liens déjà envoyés restent les mêmes.",
    ],
  }),
  suspend: ({ company }) => ({
    subject: `${company} : votre dossier est suspendu`,
    title: "Votre dossier est suspendu",
    text: [
      `Le dossier de ${company} est suspendu. Vos données sont gardées, vous pouvez toujours les exporter, et les ` +
      "liens déjà envoyés à vos clients s’ouvrent encore.",
      "Écrivez-nous pour le rouvrir.",
    ],
  }),
  reactivate: ({ company }) => ({
    subject: `${company} : votre dossier est réactivé`,
    title: "Votre dossier est réactivé",
    text: [`Le dossier de ${company} est de nouveau ouvert, comme il était.`],
  }),
  close: ({ company, day, ending }) => ({
    subject: `${company} : votre dossier est fermé`,
    title: "Votre dossier est fermé",
    text: [
      `Le dossier de ${company} est fermé. Jusqu’au ${day}, un titulaire peut le rouvrir s’il l’a fermé lui-même ; ` +
      "sinon, écrivez-nous.",
      ending === "erase"
        ? `Après le ${day}, tout ce qu’il contient est effacé : emportez votre archive d’ici là.`
        : `Après le ${day}, nous gardons son archive scellée pendant dix ans, à télécharger ici ; le reste est effacé.`,
    ],
  }),
  reopen: ({ company }) => ({
    subject: `${company} : votre dossier est rouvert`,
    title: "Votre dossier est rouvert",
    text: [`Le dossier de ${company} est de nouveau ce qu’il était avant sa fermeture.`],
  }),
  keep: ({ company, day }) => ({
    subject: `${company} : votre archive est gardée jusqu’au ${day}`,
    title: "Votre archive est gardée dix ans",
    text: [
      `Le délai pour rouvrir le dossier de ${company} est passé. Comme vous l’aviez choisi, nous gardons son archive ` +
      "scellée, vérifiée et chiffrée sous une clé qui n’est qu’à elle ; tout le reste est effacé.",
      `Jusqu’au ${day}, ses titulaires et ses administrateurs la téléchargent dans l’espace abonné, avec son empreinte. ` +
      "Ensuite elle est détruite.",
      "Les liens envoyés à vos clients ne s’ouvrent plus.",
    ],
  }),
  erase: ({ company }) => ({
    subject: `${company} : votre dossier est effacé`,
    title: "Votre dossier est effacé",
    text: [`Tout ce que contenait le dossier de ${company} a été effacé.`],
  }),
};

/** Words of the mails about the life of a dossier, in French. */
export const french = {
  says: (notice: Notice, words: LifeWords): LifeSentence => SAYS[notice](words),
  area: "Ouvrir l’espace abonné",
  archives: "Pour emporter vos données :",
  footer: (company: string) => `Vous recevez ce message comme titulaire ou administrateur du dossier de ${company}.`,
};

/** Words that every language of these mails has. */
export type LifeTexts = typeof french;
