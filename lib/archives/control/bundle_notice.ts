import { formatDate, type IsoDate } from "../../base/dates.ts";

/** What the how-to of a control says, by what the ZIP holds. */
export interface BundleFacts {
  readonly companyName: string;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly madeOn: IsoDate;
  readonly hasAttestation: boolean;
}

/** « MODE-D-EMPLOI »: what each file is, how to check it without us, and the law that it answers. */
export function bundleNotice({ companyName, from, to, madeOn, hasAttestation }: BundleFacts): string {
  return [
    `DOSSIER DE CONTRÔLE — ${companyName}`,
    `Factures, avoirs et règlements du ${formatDate(from)} au ${formatDate(to)}. Fait le ${formatDate(madeOn)}.`,
    "",
    "CE QUE CONTIENT CE DOSSIER",
    hasAttestation
      ? "- attestation.pdf : l’attestation individuelle du logiciel (CGI, art. 286, I, 3° bis), la dernière en vigueur."
      : "- Aucune attestation en vigueur n’a encore été faite : l’entreprise la fait depuis la page « Attestations ».",
    "- journal-de-numerotation.csv : chaque numéro donné, sa date, le document, l’enregistrement du journal scellé et son",
    "  empreinte. Le rang suit le précédent dans chaque série et chaque année, sans trou ni doublon",
    "  (CGI, ann. II, art. 242 nonies A, I, 7°).",
    "- archives/ : les archives de la période que l’entreprise a faites, chacune en un fichier ZIP, quand il y en a.",
    "- index.html : l’outil qui lit et vérifie une archive. Il s’ouvre d’un double-clic et n’envoie rien.",
    "",
    "COMMENT VÉRIFIER SANS NOUS",
    "1. Ouvrez index.html dans un navigateur, hors ligne si vous voulez, et déposez-y le fichier ZIP d’une archive.",
    "2. L’outil relit chaque empreinte, chaque signature et l’enchaînement du journal, puis dit ce qu’il a trouvé.",
    "3. Avec vos propres outils : sha256sum donne l’empreinte de chaque fichier, que l’archive liste dans manifest/ ;",
    "   openssl vérifie la signature du manifeste avec la clé publique de keys/. NOTICE.txt de l’archive dit comment.",
    "4. Le journal de numérotation s’ouvre dans un tableur (séparateur : point-virgule, encodage UTF-8).",
    "",
    "Chaque facture porte un code et un lien « /v/… » : la page qu’il ouvre dit si le PDF que vous tenez est celui émis.",
    "",
    "Textes : CGI, art. 286, I, 3° bis ; BOI-TVA-DECLA-30-10-30 ; LPF, art. L. 47 A et L. 80 O.",
    "",
  ].join("\r\n");
}
