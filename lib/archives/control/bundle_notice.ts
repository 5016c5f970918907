import { formatDate, formatInstant, type IsoInstant } from "../../base/dates.ts";
import type { Archive } from "../archive.ts";
import { type ControlDays, daysInWords } from "./control_days.ts";
import type { ControlYear } from "./control_years.ts";

/** What the how-to of a control says, by what the ZIP holds. */
export interface BundleFacts extends ControlDays {
  readonly companyName: string;
  readonly madeAt: IsoInstant;
  readonly hasAttestation: boolean;
  readonly years: readonly ControlYear[];
}

/** « MODE-D-EMPLOI »: for somebody who has never seen us, what each file is, how to check it, and the law behind. */
export function bundleNotice(facts: BundleFacts): string {
  const { companyName, madeAt } = facts;
  return [
    `DOSSIER DE CONTRÔLE : ${companyName}`,
    `Pièces ${daysInWords(facts)}. Dossier fait le ${formatInstant(madeAt)} (heure de Paris).`,
    "",
    `${companyName} tient ses devis, factures, avoirs et règlements avec le logiciel Paraphe. Ce logiciel scelle chaque`,
    "facture, chaque avoir et chaque règlement dans un journal que personne ne peut plus modifier sans que cela se voie.",
    "Ce dossier vous remet ce journal et de quoi le vérifier vous-même. Rien n’est à installer, rien n’est envoyé sur",
    "internet, et vous n’avez besoin ni de nous ni du logiciel.",
    "",
    "PAR OÙ COMMENCER",
    "1. Décompressez ce ZIP dans un dossier de votre ordinateur.",
    "2. Ouvrez index.html d’un double-clic : une page s’affiche dans votre navigateur.",
    "3. Choisissez dans cette page une des archives du dossier « archives », sans la décompresser. La page vérifie tout,",
    "   puis vous laisse chercher une facture, lire son PDF et parcourir les clôtures.",
    "",
    "CE QUE CONTIENT CE DOSSIER",
    ...contents(facts),
    "",
    ...archivesOf(facts),
    "",
    ...CHECKS,
  ].join("\r\n");
}

function contents({ hasAttestation }: BundleFacts): string[] {
  return [
    ...(hasAttestation
      ? [
        "- attestation.pdf : l’attestation individuelle de conformité du logiciel, la dernière en vigueur. L’éditeur et",
        "  l’entreprise y attestent des conditions d’inaltérabilité, de sécurisation, de conservation et d’archivage.",
      ]
      : ["- Pas d’attestation : l’entreprise n’en a pas encore fait pour la version du logiciel qu’elle utilise."]),
    "- journal-de-numerotation.csv : chaque numéro donné pendant la période, avec sa date, son document, le rang de son",
    "  enregistrement dans le journal scellé et son empreinte. Il s’ouvre dans un tableur (UTF-8, point-virgule).",
    "- preuve-de-numerotation.txt : le résultat de la relecture de tous les numéros, série par série, et comment la refaire.",
    "- archives/ : une archive par exercice de la période, chacune en un fichier ZIP. Elle contient les enregistrements",
    "  scellés, les mêmes données en tableaux (CSV et JSON), chaque facture et avoir en PDF avec sa facture électronique,",
    "  les clôtures, les clés publiques et une notice.",
    "- index.html : l’outil de lecture et de vérification. Le même se trouve dans chaque archive.",
  ];
}

function archivesOf({ years }: BundleFacts): string[] {
  if (years.length === 0) {
    return ["LES ARCHIVES", "Rien n’a été scellé pendant cette période : il n’y a pas d’archive."];
  }
  const lines = years.toReversed().flatMap((year) => {
    const days = `${formatDate(year.from)} – ${formatDate(year.to)}`;
    return year.archive
      ? archiveLines(days, year.archive)
      : [`- ${days} : pas encore faite. L’entreprise peut la demander sur sa page « Contrôle ».`];
  });
  return ["LES ARCHIVES", ...lines];
}

function archiveLines(days: string, { fromOn, toOn, firstSeq, lastSeq, askedAt, manifestSha256 }: Archive): string[] {
  return [
    `- ${days} : Archive-${fromOn}-${toOn}.zip`,
    `  enregistrements n° ${firstSeq} à n° ${lastSeq}, tels qu’ils étaient le ${formatInstant(askedAt)} ;`,
    `  empreinte SHA-256 de son MANIFEST.json : ${manifestSha256 ?? ""}`,
  ];
}

const CHECKS = [
  "CE QUE VOUS POUVEZ VÉRIFIER, ET COMMENT",
  "1. Aucun numéro ne manque. Dans journal-de-numerotation.csv, chaque rang suit le précédent, par série et par année.",
  "2. Rien n’a été réécrit. Chaque enregistrement du journal porte l’empreinte du précédent et une signature : changer,",
  "   retirer ou ajouter une pièce rompt la suite. index.html relit tout et nomme la première anomalie, s’il y en a une.",
  "3. Un PDF est bien celui qui a été émis. Son empreinte est scellée ; de plus, chaque facture porte un code et une",
  "   adresse « /v/… » qui compare le PDF que vous tenez avec celui qui a été émis, sans l’envoyer.",
  "4. Les totaux sont figés. Les clôtures du jour, du mois et de l’exercice portent leurs totaux par taux de TVA et par mode",
  "   de règlement, et un total perpétuel qui ne revient jamais à zéro.",
  "5. Le journal n’a pas été ramené en arrière. Chaque nuit, son état entre dans une empreinte publiée à l’adresse",
  "   « /preuves », et l’entreprise en reçoit la preuve par mail.",
  "",
  "Avec vos propres outils : sha256sum donne l’empreinte de chaque fichier d’une archive, à comparer avec les listes de son",
  "dossier manifest/ ; openssl vérifie la signature du manifeste avec la clé publique du dossier keys/. La notice de",
  "l’archive (NOTICE.txt) donne les commandes et décrit chaque colonne des tableaux.",
  "",
  "LES TEXTES",
  "CGI, art. 286, I, 3° bis (inaltérabilité, sécurisation, conservation, archivage) ; BOI-TVA-DECLA-30-10-30 ; CGI, ann. II,",
  "art. 242 nonies A, I, 7° (numéros uniques, suite continue) ; LPF, art. L. 47 A, L. 80 O et L. 102 B.",
  "",
];
