/** `fatal`: the invoice would be rejected or unlawful. `warning`: it would pass, but somebody should look. */
export type Severity = "fatal" | "warning";

/** One thing that is wrong with an invoice, in words for the person who can mend it. */
export interface Violation {
  /** Id of the rule: `BR-CO-10`, `BR-FR-10`, or one of ours (`PAR-…`) where no official rule sees the fault. */
  readonly rule: string;
  readonly severity: Severity;
  /** French sentence. */
  readonly sentence: string;
  /** Where it is mended, as a symbol that pages turn into a link: `company.vat_number`, `line.2.price`. */
  readonly fix: string;
}
