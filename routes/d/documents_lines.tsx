// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import { formatRate, FRENCH_VAT_RATES_BP, rateText } from "../../lib/base/rates.ts";
import { UNIT_CODES, usualVatRates } from "../../lib/catalog/mod.ts";
import type { Company } from "../../lib/company/mod.ts";
import { UNITS } from "../../lib/en16931/mod.ts";
import { enteredCents, isEmptyLine, type LineForm, type SalesDocument } from "../../lib/sales/mod.ts";
import { formatAmount } from "../../lib/base/money.ts";
import { type Child, type FormState, type JSX, type LineColumn, LineEditor } from "../../lib/ui/mod.ts";
import { paths } from "../paths.ts";
import { linesOf } from "./documents_form.ts";

/** What the lines of an editor are drawn from. */
export interface LinesProps {
  readonly slug: string;
  readonly company: Company;
  readonly form: FormState;
  /** The lines as they were understood, for their amounts. */
  readonly document: SalesDocument;
  /** Empty lines to write on at the end. */
  readonly spare: number;
  /** False for whoever may not read the catalogue: names are typed. */
  readonly proposesItems: boolean;
  readonly children?: Child;
  readonly tools?: Child;
}

/** The lines of a document, as a sheet to write on. */
export function DocumentLines(props: LinesProps): JSX.Element {
  const { form, company, document } = props;
  const written = linesOf(form.values);
  const rate = usualVatRates(company.country)[0];
  const blank = { kind: "item", nature: "service", unit: "C62", quantity: "1", vat: rateText(rate ?? 0) };
  const amounts = amountsByRow(written, document);
  const shown = written.map((line, index) => ({ ...line, total: amounts[index] ?? "" }));
  const spare = Array.from({ length: props.spare }, () => blank);
  return (
    <LineEditor
      name="lines"
      caption="Lignes du document"
      columns={columnsOf(props, written)}
      lines={[...shown, ...spare] as readonly Readonly<Record<string, string>>[]}
      form={{ values: {}, issues: form.issues }}
      tools={props.tools}
    >
      {props.children}
    </LineEditor>
  );
}

/** The amount of each row of the editor; a row in which nothing is written yet is no line of the document. */
export function amountsByRow(rows: readonly LineForm[], document: SalesDocument): string[] {
  const amounts = lineAmounts(document);
  let next = 0;
  return rows.map((row) => isEmptyLine(row) ? "" : amounts[next++] ?? "");
}

/** The amount of each line in the mode in which it was typed; none for titles, what came before for subtotals. */
function lineAmounts({ lines, entryMode }: Pick<SalesDocument, "lines" | "entryMode">): string[] {
  let sinceSubtotal = 0n;
  return lines.map((line) => {
    if (line.kind === "subtotal") {
      const sum = sinceSubtotal;
      sinceSubtotal = 0n;
      return formatAmount(sum);
    }
    if (line.kind !== "item") return "";
    const amount = entryMode === "net" ? line.netCents : enteredCents(line);
    sinceSubtotal += amount;
    return formatAmount(amount);
  });
}

function columnsOf({ slug, company, form, proposesItems }: LinesProps, lines: readonly LineForm[]): LineColumn[] {
  const tax = form.values["entryMode"] === "gross" ? "TTC" : "HT";
  const rates = ratesFor(company, lines);
  return [
    { key: "kind", label: "Genre", kind: "hidden", initial: "item" },
    { key: "reference", label: "Référence", kind: "hidden" },
    {
      key: "label",
      label: "Désignation",
      kind: "text",
      src: proposesItems ? paths.itemProposals(slug) : undefined,
      idKey: "itemId",
      width: "grow",
    },
    { key: "quantity", label: "Qté", kind: "decimal", width: "narrow", initial: "1" },
    { key: "unit", label: "Unité", kind: "select", options: UNIT_OPTIONS, initial: "C62" },
    { key: "price", label: `PU ${tax}`, kind: "decimal" },
    { key: "discount", label: "Remise %", kind: "decimal", width: "narrow" },
    {
      key: "vat",
      label: "TVA",
      kind: "select",
      width: "narrow",
      options: rates.map((bp) => ({ value: rateText(bp), label: formatRate(bp) })),
      initial: rateText(rates[0] ?? 0),
    },
    { key: "nature", label: "Nature", kind: "select", options: NATURES, initial: "service" },
    { key: "total", label: `Total ${tax}`, kind: "output" },
  ];
}

const NATURES = [{ value: "service", label: "service" }, { value: "goods", label: "bien" }] as const;

const UNIT_OPTIONS = [...UNIT_CODES].map((code) => ({ value: code, label: UNITS[code]?.label ?? code }));

/** The rates of the company's territory, and those that lines already bear. */
function ratesFor(company: Company, lines: readonly LineForm[]): number[] {
  const usual = usualVatRates(company.country);
  const used = FRENCH_VAT_RATES_BP.filter((bp) => lines.some((line) => line.vat === rateText(bp)));
  return [...new Set([...usual, ...used])];
}
