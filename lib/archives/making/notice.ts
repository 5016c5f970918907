import { formatDate, formatInstant } from "../../base/dates.ts";
import type { StoredArchive } from "../archive.ts";

/** `NOTICE.txt`: what the archive is, how to open it, what each file and column holds, how to verify it without us. */
export function noticeText(archive: StoredArchive): string {
  return [...heading(archive), ...OPENING, ...FILES, ...TABLES, ...verifying(), ...LAW].join("\n") + "\n";
}

function heading({ id, companyName, companySiren, fromOn, toOn, firstSeq, lastSeq, askedAt, isWhole }: StoredArchive) {
  return [
    "ARCHIVE LÉGALE",
    "==============",
    "",
    `Entreprise      ${companyName}${companySiren ? `, SIREN ${companySiren}` : ""}`,
    `Période         du ${formatDate(fromOn)} au ${formatDate(toOn)}${isWhole ? " (tout le journal)" : ""}`,
    `Enregistrements n° ${firstSeq} à n° ${lastSeq} du journal scellé`,
    `Demandée le     ${formatInstant(askedAt)} (heure de Paris)`,
    `Numéro          ${id}`,
    "",
    "Cette archive contient tout ce que le logiciel a scellé pendant la période : factures et avoirs émis, règlements",
    "reçus et annulés, clôtures, duplicatas et événements techniques, ainsi que le fichier de chaque facture et avoir. Elle",
    "se lit et se vérifie sans le logiciel et sans connexion. Gardez-la telle quelle : un seul octet changé se voit.",
    "",
  ];
}

const OPENING = [
  "1. L’OUVRIR",
  "-----------",
  "Décompressez le fichier ZIP dans un dossier, puis ouvrez index.html avec un navigateur (Firefox, Chrome, Edge, Safari).",
  "La page liste les pièces par mois, les recherche, ouvre leurs PDF et vérifie toute l’archive. Elle ne se connecte à rien.",
  "Les tableaux du dossier data/ s’ouvrent aussi avec un tableur (LibreOffice, Excel) : encodage UTF-8, séparateur",
  "point-virgule. Tous les montants sont en centimes, sans virgule : 12345 se lit 123,45.",
  "",
];

const FILES = [
  "2. CE QU’ELLE CONTIENT",
  "----------------------",
  "NOTICE.txt             cette notice",
  "index.html             la page de lecture et de vérification",
  "MANIFEST.json          le manifeste : période, entreprise, version du logiciel, premier et dernier enregistrement,",
  "                       empreinte de l’archive précédente, empreintes des listes de fichiers",
  "MANIFEST.sig           la signature du manifeste par la clé du dossier (base64url)",
  "manifest/*.json        les listes de fichiers, chacun avec sa longueur et son empreinte SHA-256",
  "keys/*.pem             les clés publiques qui vérifient les signatures",
  "keys/history.jsonl     les enregistrements scellés qui ont fait de ces clés celles du dossier",
  "chain/*.jsonl          les enregistrements scellés, dans l’ordre, un par ligne : numéro, date et heure (UTC), nature,",
  "                       contenu, empreinte du précédent, empreinte, signature",
  "data/*.csv, *.jsonl    les mêmes données en huit tableaux, décrits ci-dessous, en CSV et en JSON",
  "files/<mois>/          les factures et avoirs : le PDF remis au client, et la facture électronique (XML, norme EN 16931)",
  "                       qu’il porte",
  "index/*.js             les listes que index.html affiche",
  "",
];

const TABLES = [
  "3. LES TABLEAUX DU DOSSIER data/",
  "--------------------------------",
  "Dans chaque tableau, seq est le numéro de l’enregistrement d’où vient la ligne, at sa date et son heure (UTC) et type sa",
  "nature. Une case de texte qui commence par = + - ou @ est précédée d’une apostrophe, pour qu’aucun tableur ne l’exécute.",
  "",
  "documents    une ligne par facture ou avoir émis. document : identifiant ; kind : invoice (facture) ou credit_note",
  "             (avoir) ; number : numéro ; issuedOn, dueOn, deliveredOn : dates d’émission, d’échéance et de livraison ;",
  "             currency : monnaie ; subject : objet ; purchaseOrder : commande du client ; treatment : régime de TVA ;",
  "             source : facture que l’avoir corrige ; sellerName, sellerSiren, sellerVatNumber : vendeur ; buyerKind,",
  "             buyerName, buyerSiren, buyerVatNumber, buyerCountry : client ; discountBp : remise globale en centièmes de",
  "             pour cent ; netCents, vatCents, grossCents : montants HT, TVA et TTC ; verificationCode : code imprimé",
  "lines        les lignes de ces documents. position : rang ; kind : nature de la ligne ; reference, label : référence et",
  "             désignation ; nature : bien ou service ; quantity, unit, unitPrice : quantité, unité, prix unitaire HT ;",
  "             discountBp : remise ; vatCategory, vatRateBp : catégorie et taux de TVA en centièmes de pour cent",
  "             (2000 = 20 %) ; netCents : montant HT",
  "vat          la TVA de ces documents par taux. baseCents : base HT ; vatCents : TVA ; discountCents : remises",
  "payments     les règlements reçus et leurs annulations. payment : identifiant ; customer : client ; receivedOn : date ;",
  "             mode : moyen de paiement ; amountCents : montant, négatif pour une annulation ; reference ; reverses :",
  "             règlement annulé ; reason : motif",
  "allocations  ce que chaque règlement paie. payment, document, amountCents",
  "closures     les clôtures journalières, mensuelles et annuelles, une ligne par monnaie. closure : identifiant ; kind :",
  "             day, month ou year ; period, from, to : période ; firstSeq, lastSeq : enregistrements couverts ; invoices,",
  "             creditNotes, payments : nombres ; firstNumber, lastNumber : premiers et derniers numéros ; previous :",
  "             clôture précédente ; automatic : faite par le logiciel ; vat : totaux par taux ; netCents, vatCents,",
  "             grossCents, discountsCents : totaux de la période ; modes : totaux par moyen de paiement ; perpetualCents,",
  "             perpetualAbsoluteCents : totaux perpétuels, avoirs déduits et avoirs ajoutés",
  "events       une ligne par enregistrement. subject : objet concerné ; keyId : clé ; payloadDigest, hash : empreintes ;",
  "             erased : contenu effacé au terme de sa conservation ; detail : contenu des événements sans tableau propre",
  "duplicates   les duplicatas. document, number ; copy : rang du duplicata ; channel : impression ou envoi",
  "",
];

function verifying(): string[] {
  return [
    "4. LA VÉRIFIER",
    "--------------",
    "Avec index.html : bouton « Vérifier l’archive ». Avec des outils courants, sans rien de nous :",
    "",
    "a) Un fichier : son empreinte doit être celle que donne sa ligne dans manifest/",
    "     sha256sum files/2026-03/FA2026-0001.pdf",
    "b) Les listes : leur empreinte doit être celle que donne MANIFEST.json",
    "     sha256sum manifest/base.json",
    "c) Le manifeste : MANIFEST.sig signe l’empreinte SHA-256 de MANIFEST.json par la clé nommée dans « signature »",
    "   (ECDSA, courbe P-256, SHA-256 ; 64 octets r puis s, en base64url). Avec openssl, après mise de la signature au",
    "   format DER dans manifest.der :",
    "     openssl dgst -sha256 -binary MANIFEST.json > manifest.sha256",
    "     openssl dgst -sha256 -verify keys/<clé>.pem -signature manifest.der manifest.sha256",
    "d) La chaîne : l’empreinte de chaque enregistrement de chain/ est",
    "     SHA-256( « paraphe/1 » | identifiant de la chaîne, 16 octets | numéro, 8 octets | nature, 32 octets ASCII",
    "     complétés de zéros | instant en millisecondes depuis 1970, 8 octets | empreinte précédente, 32 octets |",
    "     SHA-256 du contenu, 32 octets )",
    "   nombres gros-boutistes ; l’empreinte qui précède le premier enregistrement du journal est faite de zéros. Chaque",
    "   enregistrement est signé comme le manifeste. L’identifiant de la chaîne est « chain » dans MANIFEST.json.",
    "",
    "Ce qu’une archive seule ne prouve pas : que la clé d’ouverture est bien celle du dossier, et que rien n’a été scellé",
    "après son dernier enregistrement. Comparez l’empreinte de la clé et celle de la tête avec les preuves quotidiennes que",
    "le dossier a reçues, et MANIFEST.json (sha256sum MANIFEST.json) avec l’archive suivante, qui le nomme.",
    "",
  ];
}

const LAW = [
  "5. TEXTES",
  "---------",
  "Code général des impôts, article 286, I, 3° bis (conditions d’inaltérabilité, de sécurisation, de conservation et",
  "d’archivage) ; BOI-TVA-DECLA-30-10-30, § 200 à 260 (archivage). Livre des procédures fiscales, article L. 102 B",
  "(durée de conservation). Gardez cette archive dix ans.",
];
