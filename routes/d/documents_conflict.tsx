import { formatCents } from "../../lib/base/money.ts";
import { type SalesDocument } from "../../lib/sales/mod.ts";
import { Banner, type JSX, Table } from "../../lib/ui/mod.ts";
import { linesOf, textsOfDraft } from "./documents_form.ts";

/** One thing on which the stored draft and what was typed differ. */
export interface Difference {
  readonly what: string;
  readonly theirs: string;
  readonly mine: string;
}

/** Where the draft as somebody else saved it and the form as it was typed differ, in the words of the page. */
export function draftDifferences(
  stored: SalesDocument,
  typed: Readonly<Record<string, string | undefined>>,
): Difference[] {
  const theirs = textsOfDraft(stored);
  const head = Object.entries(LABELS).map(([name, what]) => ({
    what,
    theirs: theirs[name] ?? "",
    mine: (typed[name] ?? "").trim(),
  }));
  const theirLines = linesOf(theirs), myLines = linesOf(typed);
  const lines = Array.from({ length: Math.max(theirLines.length, myLines.length) }, (_, index) => ({
    what: `Ligne ${index + 1}`,
    theirs: lineText(theirLines[index]),
    mine: lineText(myLines[index]),
  }));
  return [...head, ...lines].filter(({ theirs, mine }) => theirs !== mine);
}

/** Both versions side by side, above the form that keeps one's own. */
export function DraftConflict({ differences }: { differences: readonly Difference[] }): JSX.Element {
  return (
    <Banner kind="warning" title="Quelqu’un a enregistré ce brouillon pendant que vous l’écriviez">
      <p>
        Rien n’est perdu : votre saisie est toujours dans le formulaire. Enregistrez pour garder la vôtre, ou rechargez
        la page pour prendre l’autre.
      </p>
      <Table
        caption="Ce qui diffère"
        columns={[
          { label: "", cell: ({ what }: Difference) => what },
          { label: "Enregistré", cell: ({ theirs }: Difference) => theirs || "rien", grow: true },
          { label: "Votre saisie", cell: ({ mine }: Difference) => mine || "rien", grow: true },
        ]}
        rows={differences}
        empty={<p>Les deux versions disent la même chose.</p>}
      />
    </Banner>
  );
}

/** What an autosave answers when somebody else saved: where the two can be compared. */
export function conflictWords(stored: SalesDocument): string {
  return `Quelqu’un d’autre a modifié ce brouillon (total ${formatCents(stored.grossCents)}). ` +
    "Enregistrez pour comparer les deux versions.";
}

const LABELS: Readonly<Record<string, string>> = {
  customerName: "Client",
  subject: "Objet",
  issueOn: "Date",
  dueOn: "Échéance",
  validUntil: "Validité",
  deliveredOn: "Date de réalisation",
  purchaseOrder: "N° de commande",
  terms: "Paiement",
  notes: "Notes",
  entryMode: "Prix saisis",
  treatment: "Régime de TVA",
  discount: "Remise globale",
};

function lineText(line: ReturnType<typeof linesOf>[number] | undefined): string {
  if (!line) return "";
  const { label = "", quantity = "", price = "", discount = "", vat = "" } = line;
  if (line.kind !== "item") return label;
  const off = discount ? `, remise ${discount} %` : "";
  return `${label} · ${quantity} × ${price}${off}, TVA ${vat} %`;
}
