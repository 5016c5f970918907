import { present } from "../../base/assert.ts";
import type { IsoDate } from "../../base/dates.ts";

/** What the attestation is made of, before names and dates are put into it. */
export interface AttestationTexts {
  /** The administration's model that it follows. */
  readonly model: string;
  /** First day on which this wording is printed. */
  readonly from: IsoDate;
  /** Sentence for the person who prints it where the law is about to change; null where nothing is announced. */
  readonly caution: string | null;
  readonly title: string;
  readonly preamble: string;
  readonly firstPart: string;
  readonly secondPart: string;
  readonly publisherSays: (facts: PublisherFacts) => string;
  readonly rootSays: (facts: RootFacts) => string;
  readonly covered: (functions: string) => string;
  readonly notCovered: (functions: string) => string;
  readonly userSays: (facts: UserFacts) => string;
  readonly userUses: (usedSince: string) => string;
  readonly reminder: string;
}

/** Who publishes what. */
export interface PublisherFacts {
  readonly representative: string;
  readonly company: string;
  readonly software: string;
  readonly marketedOn: string;
  readonly version: string;
}

/** How versions are named. */
export interface RootFacts {
  readonly root: string;
  readonly minor: string;
  readonly company: string;
}

/** Who uses it. */
export interface UserFacts {
  readonly representative: string;
  readonly company: string;
  readonly acquiredOn: string;
  readonly distributor: string;
}

/** What this program does that the law speaks of, and what it does besides. */
export const COVERED = "l’émission des factures et des avoirs, l’enregistrement des règlements des clients, " +
  "leurs corrections, les clôtures journalières, mensuelles et annuelles, le journal scellé, l’archivage et la " +
  "vérification.";
/** The rest of the program. */
export const NOT_COVERED = "les devis, le fichier des clients, le catalogue, les membres et leurs droits.";

/**
 * The wordings by date (house rule: a legal text is a row with its first day, never a literal in the code). The
 * model is BOI-LETTRE-000242, which the doctrine BOI-TVA-DECLA-30-10-30 § 370 and 380 explains.
 */
const WORDINGS: readonly AttestationTexts[] = [
  {
    model: "BOI-LETTRE-000242-20260325",
    from: "2026-02-21" as IsoDate,
    caution: null,
    title: "Attestation individuelle relative à l’utilisation d’un logiciel ou d’un système de caisse sécurisé",
    preamble: "Les volets 1 et 2 de cette attestation doivent être présentés à l’administration fiscale en cas de " +
      "contrôle. Elle n’a de valeur que si son volet 2 est dûment complété et signé par l’entreprise utilisatrice du " +
      "logiciel / système.",
    firstPart: "I. Volet 1 : Partie à remplir par l’éditeur ou intégrateur du logiciel ou système de caisse",
    secondPart: "II. Volet 2 : Partie à remplir par l’entreprise qui utilise le logiciel ou système de caisse",
    publisherSays: ({ representative, company, software, marketedOn, version }) =>
      `Je soussigné, ${representative}, représentant légal de la société ${company}, éditeur du logiciel / système de ` +
      `caisse ${software}, atteste que les fonctionnalités de caisse de ce logiciel, mis sur le marché à compter du ` +
      `${marketedOn}, dans sa version n° ${version}, satisfont aux conditions d’inaltérabilité, de sécurisation, de ` +
      "conservation et d’archivage des données en vue du contrôle de l’administration fiscale, prévues au 3° bis du I " +
      "de l’article 286 du code général des impôts.",
    rootSays: ({ root, minor, company }) =>
      "J’atteste que la dernière version majeure de ce logiciel ou système est identifiée avec la racine suivante : " +
      `${root} et que les versions mineures développées ultérieurement à cette version majeure sont ou seront ` +
      `identifiées par les subdivisions suivantes de cette racine : ${minor}. Je m’engage à ce que ces subdivisions ne ` +
      `soient utilisées par ${company} que pour l’identification des versions mineures ultérieures, à l’exclusion de ` +
      "toute version majeure. Les versions majeures et mineures du logiciel ou système s’entendent au sens du III-A " +
      "§ 340 du BOI-TVA-DECLA-30-10-30.",
    covered: (functions) =>
      `Le périmètre couvert par cette attestation concerne les fonctionnalités suivantes : ${functions}`,
    notCovered: (functions) =>
      `Les fonctionnalités suivantes ne sont pas couvertes par cette attestation : ${functions}`,
    userSays: ({ representative, company, acquiredOn, distributor }) =>
      `Je soussigné, ${representative}, représentant légal de la société ${company}, certifie avoir acquis ou ` +
      `téléchargé le ${acquiredOn}, auprès de ${distributor}, le logiciel / système de caisse mentionné au volet 1 de ` +
      "cette attestation.",
    userUses: (usedSince) =>
      "J’atteste utiliser ce logiciel / système de caisse pour enregistrer les règlements de mes clients " +
      `particuliers, conformément à la réglementation fiscale en vigueur, depuis le ${usedSince}.`,
    reminder: "Il est rappelé que l’établissement d’une fausse attestation est un délit pénal passible de trois ans " +
      "d’emprisonnement et de 45 000 € d’amende (code pénal, article 441-1).",
  },
];

/** From this day the duty stands in another code; the decree on the proof was not published when this was written. */
const CODE_CHANGES_ON = "2027-01-01" as IsoDate;

/** The wording that holds on a day. */
export function attestationTexts(today: IsoDate): AttestationTexts {
  const wording = present(WORDINGS.findLast((one) => one.from <= today) ?? WORDINGS[0], "wording of an attestation");
  if (today < CODE_CHANGES_ON) return wording;
  const caution = "Depuis le 1er janvier 2027, cette obligation se lit à l’article L. 216-40 du code des impositions " +
    "sur les biens et services, et un décret doit dire quelle preuve est admise. Cette attestation suit le dernier " +
    "modèle publié : demandez à votre comptable si elle suffit encore.";
  return { ...wording, caution };
}
