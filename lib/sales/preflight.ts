import { addToDate, formatDate, type IsoDate } from "../base/dates.ts";
import { type Company, completeness, dueDate, formatNumber } from "../company/mod.ts";
import { checkInvoice } from "../en16931/mod.ts";
import type { CustomerCard } from "../parties/mod.ts";
import { prefixOf } from "./series.ts";
import type { SalesDocument } from "./document.ts";
import { freezeBuyer, freezeMentions, freezeSeller } from "./freeze.ts";
import { type Preceding, toSemantic } from "./semantic.ts";

/** One thing to mend before a document may be issued, and where. */
export interface PreflightPoint {
  /** Id of the rule, for whoever looks it up; pages do not show it. */
  readonly rule: string;
  /** `blocking`: it would be illegal or rejected. `advice`: it may be issued, but look. */
  readonly severity: "blocking" | "advice";
  /** French sentence. */
  readonly sentence: string;
  /** Where it is mended: `company.siren`, `customer.address`, `line.2.price`, `document.lines`. */
  readonly fix: string;
}

/** Who and what a document needs beside itself to be judged. */
export interface PreflightParts {
  readonly company: Company;
  readonly customer: CustomerCard | null;
  readonly preceding: Preceding | null;
  readonly today: IsoDate;
  /** Last day of the last closed month or year, or null. */
  readonly closedTo: IsoDate | null;
}

/** What would make a draft illegal or rejected, most basic first; nothing when it may be issued. */
export function preflight(draft: SalesDocument, parts: PreflightParts): PreflightPoint[] {
  const basic = basicPoints(draft, parts);
  if (!parts.customer || basic.some((point) => point.severity === "blocking")) return basic;
  return [...basic, ...rulePoints(provisional(draft, { ...parts, customer: parts.customer }), parts)];
}

/** True when nothing forbids the issue. */
export function mayBeIssued(points: readonly PreflightPoint[]): boolean {
  return points.every((point) => point.severity === "advice");
}

/** The draft as it would be issued today, with the number that its series would give to a first document. */
export function provisional(
  draft: SalesDocument,
  { company, customer, today }: Pick<PreflightParts, "company" | "today"> & { customer: CustomerCard },
): SalesDocument {
  const issueOn = draft.issueOn ?? today;
  const year = Number(issueOn.slice(0, 4));
  return {
    ...draft,
    number: draft.number ?? formatNumber(prefixOf(company, draft.kind), { year, sequence: 1 }),
    issueOn,
    dueOn: draft.dueOn ?? dueDate(draft.terms, issueOn),
    ...freeze(draft, { company, customer }),
  };
}

/** The parties and mentions as they stand today. */
export function freeze(
  draft: Pick<SalesDocument, "treatment">,
  { company, customer }: { company: Company; customer: CustomerCard },
): Pick<SalesDocument, "seller" | "buyer" | "mentions"> {
  return {
    seller: freezeSeller(company),
    buyer: freezeBuyer(customer),
    mentions: freezeMentions(company, { treatment: draft.treatment, isConsumer: customer.kind === "person" }),
  };
}

function basicPoints(draft: SalesDocument, parts: PreflightParts): PreflightPoint[] {
  const { company, customer } = parts;
  const points: PreflightPoint[] = completeness(company).map((gap) => ({
    rule: `company.${gap.field}`,
    severity: gap.severity,
    sentence: gap.sentence,
    fix: `company.${gap.field}`,
  }));
  if (!customer) points.push(blocking("document.customer", "Choisissez le client.", "document.customerId"));
  if (!draft.lines.some((line) => line.kind === "item")) {
    points.push(blocking("document.lines", "Ajoutez au moins une ligne.", "document.lines"));
  }
  return [...points, ...datePoints(draft, parts)];
}

function datePoints(draft: SalesDocument, { today, closedTo }: PreflightParts): PreflightPoint[] {
  const points: PreflightPoint[] = [];
  const issueOn = draft.issueOn ?? today;
  if (issueOn > today) {
    points.push(blocking("document.date", "Une facture ne se date pas dans le futur.", "document.issueOn"));
  }
  if (draft.kind !== "quote" && closedTo && issueOn <= closedTo) {
    points.push(blocking("document.closed", closedSentence(issueOn, closedTo), "document.issueOn"));
  }
  if (draft.dueOn && draft.dueOn < issueOn) {
    points.push(blocking("document.due", "L’échéance précède la date de la facture.", "document.dueOn"));
  }
  return points;
}

function closedSentence(issueOn: IsoDate, closedTo: IsoDate): string {
  const first = formatDate(addToDate(closedTo, { days: 1 }));
  return `Le ${formatDate(issueOn)} appartient à un mois clôturé : la date peut remonter au ${first}, pas avant.`;
}

function rulePoints(document: SalesDocument, { preceding }: PreflightParts): PreflightPoint[] {
  const buyer = document.buyer!;
  const travels = buyer.kind === "professional" || buyer.kind === "public_body";
  return checkInvoice(toSemantic(document, preceding), {
    french: document.seller!.address.country === "FR",
    viaPlatform: travels,
  }).map((violation) => ({
    rule: violation.rule,
    severity: violation.severity === "fatal" ? "blocking" : "advice",
    sentence: violation.sentence,
    fix: violation.fix,
  }));
}

function blocking(rule: string, sentence: string, fix: string): PreflightPoint {
  return { rule, severity: "blocking", sentence, fix };
}
