import { formatInstant, formatShortDate, type IsoInstant } from "../../base/dates.ts";
import type { NumberedSeries, NumberingProof } from "../numbering/numbered_series.ts";

/** « preuve-de-numerotation.txt »: what was gone through, what each series holds, and each fault by name. */
export function numberingProofText({ series, faults, faultCount }: NumberingProof, madeAt: IsoInstant): string {
  const verdict = faultCount > 0
    ? [
      "RÉSULTAT : LA NUMÉROTATION NE SE SUIT PAS.",
      ...faults.map(({ sentence, seq }) => `- ${sentence}${seq === null ? "" : ` (enregistrement n° ${seq})`}`),
      ...(faultCount > faults.length ? [`- et ${faultCount - faults.length} autres.`] : []),
    ]
    : ["RÉSULTAT : AUCUN NUMÉRO NE MANQUE, AUCUN N’A ÉTÉ DONNÉ DEUX FOIS."];
  return [
    "PREUVE DE NUMÉROTATION",
    `Établie le ${formatInstant(madeAt)} (heure de Paris), en relisant tous les enregistrements du journal scellé.`,
    "",
    ...verdict,
    "",
    "CE QUI A ÉTÉ VÉRIFIÉ",
    "Chaque facture et chaque avoir reçoit son numéro au moment où il est émis, et ce numéro est scellé dans le journal au",
    "même instant. Dans chaque série et chaque année, le programme a vérifié que le premier rang est 1, que chaque rang est",
    "le précédent plus un, que les dates ne reculent jamais et que le compteur du dossier s’arrête au dernier numéro scellé.",
    "La relecture porte sur toute la vie du dossier, et non sur les seules années demandées.",
    "",
    "LES SÉRIES",
    ...(series.length === 0 ? ["Aucun numéro n’a encore été donné."] : series.map(lineOf)),
    "",
    "COMMENT LE REFAIRE SANS NOUS",
    "Ouvrez journal-de-numerotation.csv dans un tableur, triez par série, année et rang : chaque rang suit le précédent. La",
    "colonne « enregistrement » donne le rang de la pièce dans le journal scellé, que les archives contiennent en entier",
    "(dossier chain/) et que index.html vérifie.",
    "",
  ].join("\r\n");
}

function lineOf({ series, year, first, last, count, from, to, erased, isWhole }: NumberedSeries): string {
  const kind = series === "invoice" ? "Factures" : "Avoirs";
  const lost = erased === 0 ? "" : `, dont ${erased} au contenu effacé après dix ans`;
  const days = `du ${formatShortDate(from)} au ${formatShortDate(to)}`;
  return `- ${kind} ${year} : de ${first} à ${last}, ${count} numéros ${days}${lost} : ${
    isWhole ? "sans trou" : "À EXAMINER"
  }.`;
}
