import { formatCents, formatDecimal } from "../../lib/base/money.ts";
import { formatRate } from "../../lib/base/rates.ts";
import { type Line, type SalesDocument } from "../../lib/sales/mod.ts";
import { Amount, type JSX, Table, Totals } from "../../lib/ui/mod.ts";

/** The words of a document as a plain table: what stands where its page cannot be drawn. */
export function DocumentTwin({ document }: { document: SalesDocument }): JSX.Element {
  const { currency } = document;
  return (
    <>
      <Table
        caption="Lignes"
        columns={[
          { label: "Désignation", cell: (line: Line) => line.label, grow: true },
          { label: "Qté", cell: (line) => line.kind === "item" ? formatDecimal(line.quantity, 0) : "", align: "end" },
          { label: "PU", cell: (line) => line.kind === "item" ? formatDecimal(line.unitPrice, 2) : "", align: "end" },
          { label: "TVA", cell: (line) => line.kind === "item" ? formatRate(line.vatRateBp) : "", align: "end" },
          {
            label: "HT",
            cell: (line) => line.kind === "item" ? <Amount cents={line.netCents} currency={currency} /> : "",
            align: "end",
            card: "total",
          },
        ]}
        rows={document.lines}
      />
      <Totals
        totals={[
          { term: "Total HT", value: formatCents(document.netCents, currency) },
          { term: "TVA", value: formatCents(document.vatCents, currency) },
          { term: "Total TTC", value: formatCents(document.grossCents, currency) },
        ]}
      />
    </>
  );
}
