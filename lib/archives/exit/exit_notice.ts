import { formatInstant } from "../../base/dates.ts";
import { EXIT_DAYS, type Leaving, type StoredExit } from "./exit.ts";
import { SHEETS } from "./sheets.ts";

/** `LISEZ-MOI.txt`: what the archive holds, how to open it, check it and read it by a program. */
export function exitNotice(exit: StoredExit, leaving: Leaving): string {
  return [...heading(exit), ...content(leaving), ...sheets(leaving), ...data(leaving), ...CHECKING, ...LAW].join(
    "\r\n",
  ) +
    "\r\n";
}

function heading({ id, companyName, askedAt }: StoredExit): string[] {
  return [
    "ARCHIVE DE SORTIE",
    "=================",
    "",
    `Entreprise   ${companyName}`,
    `Demandée le  ${formatInstant(askedAt)} (heure de Paris)`,
    `Numéro       ${id}`,
    "",
    "Ce fichier ZIP contient tout ce que vous avez mis dans votre dossier, pour l’emporter ailleurs. Tout s’ouvre sans le",
    "logiciel et sans connexion : PDF, XML, tableaux CSV, et les données complètes pour un programme.",
    `Il est gardé ${EXIT_DAYS} jours dans votre espace abonné ; téléchargé, il est à vous sans limite.`,
    "",
  ];
}

function content({ documents, lacking }: Leaving): string[] {
  return [
    "1. CE QU’IL CONTIENT",
    "--------------------",
    "documents/      les fichiers de vos documents, par sorte et par année : le PDF remis au client et, pour les factures",
    "                et avoirs, la facture électronique (XML, norme EN 16931) qu’il porte",
    "tableurs/       vos données en tableaux, pour LibreOffice ou Excel",
    "donnees/        les mêmes données, complètes, pour un programme",
    "EMPREINTES.txt  l’empreinte SHA-256 de chaque fichier",
    "",
    `Documents avec leur fichier : ${documents}`,
    ...(lacking > 0
      ? [
        `ATTENTION : documents dont le fichier manque : ${lacking}. MANQUANTS.txt les nomme, avec la raison. Nous sommes`,
        "prévenus ; écrivez-nous pour les avoir.",
      ]
      : []),
    "",
  ];
}

function sheets({ counts }: Leaving): string[] {
  const width = Math.max(...SHEETS.map(({ name }) => name.length)) + 6;
  return [
    "2. LES TABLEAUX",
    "---------------",
    "Encodage UTF-8, séparateur point-virgule, virgule décimale, dates jour/mois/année, heures de Paris. Un tableau de plus",
    "de 20 000 lignes continue dans un deuxième fichier (-2), et ainsi de suite. Une apostrophe devant un texte qui commence",
    "comme une formule empêche un tableur de le calculer.",
    "",
    ...SHEETS.map(({ name, holds }) => `${`${name}.csv`.padEnd(width)}${holds} (lignes : ${counts[name] ?? 0})`),
    "",
  ];
}

function data({ isWhole }: Leaving): string[] {
  return [
    "3. LES DONNÉES POUR UN PROGRAMME",
    "--------------------------------",
    "Format « paraphe-dataset/1 ». donnees/manifest.json nomme chaque table, ses colonnes, ses parties, leur nombre de lignes",
    "et leur empreinte. donnees/tables/ contient les lignes : un tableau JSON par ligne, dans l’ordre des colonnes, chaque",
    "valeur écrite comme un texte (nombres et dates compris), les octets en base 64. donnees/files/ contient les autres",
    "fichiers du dossier sous leur identifiant ; ceux des documents sont dans documents/, et donnees/documents.ndjson dit",
    "lequel est lequel (file : identifiant du fichier ; document : identifiant du document).",
    "",
    ...(isWhole ? [] : [
      "ATTENTION : quelqu’un travaillait dans le dossier pendant la lecture. Les données ci-dessus ont été lues sur plusieurs",
      "instants et donnees/manifest.json manque : aucun programme ne doit les prendre pour un tout. Documents et tableaux",
      "sont complets. Refaites l’archive quand personne ne travaille dans le dossier.",
      "",
    ]),
  ];
}

const CHECKING = [
  "4. VÉRIFIER",
  "-----------",
  "Votre espace abonné affiche l’empreinte SHA-256 du fichier ZIP entier. Une fois décompressé, la commande",
  "« sha256sum -c EMPREINTES.txt » (Linux, macOS) vérifie chaque fichier.",
  "",
];

const LAW = [
  "5. CE QUE CETTE ARCHIVE N’EST PAS",
  "---------------------------------",
  "Elle n’est pas l’archive légale scellée, que la loi vous demande de garder et de pouvoir présenter : celle-ci se demande",
  "dans « Archives » et porte les preuves et les signatures du journal scellé. Emportez les deux.",
];
