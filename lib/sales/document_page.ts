import { multiply } from "../base/decimal.ts";
import { formatDate, formatShortDate } from "../base/dates.ts";
import { type Cents, formatCents, formatDecimal, toCents } from "../base/money.ts";
import { formatIban, formatSiren } from "../base/identifiers.ts";
import { formatRate } from "../base/rates.ts";
import { countryName, describeTerms } from "../company/mod.ts";
import { UNITS } from "../en16931/mod.ts";
import type {
  Block,
  Column,
  Field,
  Footer,
  Header,
  PageTemplate,
  Party,
  Picture,
  Row,
  TotalRow,
} from "../platform/pdf/template.ts";
import type { Line, SalesDocument } from "./document.ts";
import { epcPayload } from "./epc.ts";
import type { Preceding } from "./semantic.ts";
import type { AddressSnapshot, SellerSnapshot } from "./snapshot.ts";
import { EN } from "./text.en.ts";
import { type DocumentTexts, FR } from "./text.fr.ts";

/** What the page needs beside the document. */
export interface PageParts {
  readonly logo: Picture | null;
  readonly preceding: Preceding | null;
  /** Address of the page that says whether a file is genuine; null for what has no code. */
  readonly verifyUrl: string | null;
}

/**
 * The page of a document, as it is printed: what the law wants on it (CGI ann. II 242 nonies A; L441-9 C. com.), in
 * blocks that the layout engine places. The document's snapshots must be there; a draft is marked as one.
 */
export function documentPage(document: SalesDocument, parts: PageParts): PageTemplate {
  const words = wordsOf(document);
  const seller = document.seller!;
  const isDraft = document.state === "draft" && document.kind !== "quote";
  const title = isDraft ? words.draftTitles[document.kind] : words.titles[document.kind];
  return {
    title: `${title} ${document.number ?? ""}`.trim(),
    lang: words === EN ? "en-GB" : "fr-FR",
    look: { accent: seller.accentColor },
    header: headerOf(document, parts, title),
    blocks: [
      partiesOf(document),
      ...subjectOf(document, parts),
      linesTable(document),
      totalsAndPayment(document, parts),
      ...conditionsOf(document),
      ...(document.kind === "quote" ? [agreementBox(words)] : []),
    ],
    footer: footerOf(document, parts),
    ...(isDraft ? { watermark: words.draft } : {}),
  };
}

function headerOf(document: SalesDocument, { logo }: PageParts, title: string): Header {
  const words = wordsOf(document);
  const fields: (Field | null)[] = [
    document.issueOn ? { label: words.issuedOn, value: formatShortDate(document.issueOn) } : null,
    document.kind === "invoice" && document.dueOn
      ? { label: words.dueOn, value: formatShortDate(document.dueOn) }
      : null,
    document.kind === "quote" && document.validUntil
      ? { label: words.validUntil, value: formatShortDate(document.validUntil) }
      : null,
    document.deliveredOn && document.deliveredOn !== document.issueOn
      ? { label: words.deliveredOn, value: formatShortDate(document.deliveredOn) }
      : null,
    document.purchaseOrder ? { label: words.purchaseOrder, value: document.purchaseOrder } : null,
  ];
  return {
    ...(logo ? { logo, logoAlign: document.seller!.logoPosition } : {}),
    title,
    ...(document.number ? { subtitle: document.number } : {}),
    fields: fields.filter((field) => field !== null),
    running: `${title} ${document.number ?? ""} · ${document.seller!.name}`.replace("  ", " "),
  };
}

function partiesOf(document: SalesDocument): Block {
  const words = wordsOf(document);
  const seller = document.seller!, buyer = document.buyer!;
  const left: Party = {
    heading: words.seller,
    name: seller.name,
    lines: [...(seller.tradingName ? [seller.tradingName] : []), ...addressLines(seller.address)],
    details: contactsOf(seller),
  };
  const right: Party = {
    heading: words.buyer,
    name: buyer.name,
    lines: addressLines(buyer.address),
    details: [
      ...identifiers(buyer, words),
      ...(buyer.deliveryAddress ? [`${words.delivery} : ${addressLines(buyer.deliveryAddress).join(", ")}`] : []),
    ],
  };
  return { kind: "parties", left, right, window: true };
}

/** How to reach him; his legal identity stands at the foot of every page, once. */
function contactsOf({ phone, email, website }: SellerSnapshot): string[] {
  return [phone, email, website?.replace(/^https?:\/\//, "")].filter((text) => text !== null && text !== undefined);
}

function identifiers(
  party: {
    readonly siren: string | null;
    readonly siret: string | null;
    readonly vatNumber: string | null;
    readonly enterpriseNumber?: string | null;
  },
  words: DocumentTexts,
): string[] {
  const lines: string[] = [];
  if (party.siren) lines.push(`${words.siren} ${formatSiren(party.siren)}`);
  if (party.siret) lines.push(`${words.siret} ${formatSiren(party.siret)}`);
  if (party.enterpriseNumber) lines.push(`${words.enterpriseNumber} ${party.enterpriseNumber}`);
  if (party.vatNumber) lines.push(`${words.vatNumber} ${party.vatNumber}`);
  return lines;
}

/** A postal address as it is written on an envelope; the country where it is not France. */
export function addressLines(address: AddressSnapshot): string[] {
  const city = [address.postcode, address.city].filter(Boolean).join(" ");
  const country = address.country === "FR" ? null : countryName(address.country);
  return [...address.lines, city, country].filter((line) => line !== null && line !== "") as string[];
}

function subjectOf(document: SalesDocument, { preceding }: PageParts): Block[] {
  const words = wordsOf(document);
  const paragraphs: string[] = [];
  if (document.subject) paragraphs.push(document.subject);
  if (preceding) paragraphs.push(words.creditOf(preceding.number, formatShortDate(preceding.issuedOn)));
  return paragraphs.length > 0 ? [{ kind: "paragraphs", paragraphs, size: "large" }] : [];
}

function linesTable(document: SalesDocument): Block {
  const words = wordsOf(document);
  const hasDiscount = document.lines.some((line) => line.discountBp > 0);
  const mode = document.entryMode;
  const columns: Column[] = [
    { title: words.columns.label, width: { flex: 1 } },
    { title: words.columns.quantity, align: "right" },
    { title: words.columns.unit },
    { title: words.columns.price[mode], align: "right" },
    ...(hasDiscount ? [{ title: words.columnsEnd.discount, align: "right" as const }] : []),
    { title: words.columnsEnd.vat, align: "right" },
    { title: words.columnsEnd.total[mode], align: "right", strong: true },
  ];
  return { kind: "table", columns, rows: rowsOf(document, hasDiscount) };
}

function rowsOf(document: SalesDocument, hasDiscount: boolean): Row[] {
  const words = wordsOf(document);
  let sinceSubtotal = 0n;
  return document.lines.map((line): Row => {
    if (line.kind === "title") return { kind: "section", text: line.label };
    if (line.kind === "note") return { kind: "note", text: line.label };
    if (line.kind === "subtotal") {
      const value = formatCents(sinceSubtotal, document.currency);
      sinceSubtotal = 0n;
      return { kind: "subtotal", label: line.label || words.subtotal, value };
    }
    const total = shownTotal(line, document);
    sinceSubtotal += total;
    return lineRow(line, { document, hasDiscount, total });
  });
}

function lineRow(
  line: Line,
  { document, hasDiscount, total }: { document: SalesDocument; hasDiscount: boolean; total: Cents },
): Row {
  const [label = "", ...more] = line.label.split("\n");
  const name = line.reference ? `${line.reference} – ${label}` : label;
  return {
    kind: "line",
    cells: [
      name,
      formatDecimal(line.quantity, 0),
      UNITS[line.unitCode]?.short ?? line.unitCode,
      formatDecimal(line.unitPrice, 2),
      ...(hasDiscount ? [line.discountBp > 0 ? formatRate(line.discountBp) : ""] : []),
      vatWord(line),
      formatCents(total, document.currency),
    ],
    ...(more.length > 0 ? { note: more.join("\n") } : {}),
  };
}

/** The line's amount in the mode in which it was typed. */
function shownTotal(line: Line, document: SalesDocument): Cents {
  if (document.entryMode === "net") return line.netCents;
  const full = toCents(multiply(line.quantity, line.unitPrice));
  return full - (full * BigInt(line.discountBp) + 5_000n) / 10_000n;
}

function vatWord(line: Line): string {
  return line.vatCategory === "S" ? formatRate(line.vatRateBp) : line.vatCategory === "Z" ? "0\u00a0%" : "–";
}

/** The sum at the right, how to pay it at the left; why no tax is charged right under the sum. */
function totalsAndPayment(document: SalesDocument, parts: PageParts): Block {
  const totals: Block = { kind: "totals", rows: totalRows(document) };
  const noTax = document.mentions!.vat;
  const reason: Block[] = noTax ? [{ kind: "paragraphs", paragraphs: [noTax], size: "small", tone: "muted" }] : [];
  return {
    kind: "columns",
    cells: [{ flex: 1, blocks: paymentOf(document) }, {
      flex: 1,
      blocks: [totals, ...reason, ...verificationOf(document, parts)],
    }],
  };
}

/** A code to scan, beside what is printed at the foot of each page: people check what they are about to pay. */
function verificationOf(document: SalesDocument, { verifyUrl }: PageParts): Block[] {
  if (!verifyUrl) return [];
  const words = wordsOf(document);
  return [{
    kind: "qr",
    payload: verifyUrl,
    alt: words.verificationQr,
    caption: [words.verificationCaption],
    size: 56,
  }];
}

function totalRows(document: SalesDocument): TotalRow[] {
  const words = wordsOf(document);
  const money = (cents: Cents) => formatCents(cents, document.currency);
  const discount = document.vatTotals.reduce((sum, total) => sum + total.discountCents, 0n);
  const taxed = document.vatTotals.filter((total) => total.category === "S");
  const rows: TotalRow[] = [];
  if (discount > 0n) {
    rows.push({ label: words.linesTotal, value: money(document.netCents + discount) });
    rows.push({ label: words.documentDiscount(formatRate(document.discountBp)), value: `−${money(discount)}` });
  }
  rows.push({ label: words.net, value: money(document.netCents), emphasis: "strong" });
  for (const { rateBp, baseCents, vatCents } of taxed) {
    rows.push({ label: words.vatOn(formatRate(rateBp), money(baseCents)), value: money(vatCents) });
  }
  // Without tax the two sums would be the same figure twice.
  if (taxed.length > 0 && document.kind !== "quote") {
    rows.push({ label: words.gross, value: money(document.grossCents), emphasis: "strong" });
  }
  const grand = { quote: taxed.length > 0 ? words.gross : words.total, invoice: words.due, credit_note: words.credit };
  rows.push({ label: grand[document.kind], value: money(document.grossCents), emphasis: "grand" });
  return rows;
}

function paymentOf(document: SalesDocument): Block[] {
  const words = wordsOf(document);
  if (document.kind !== "invoice") return [];
  const { iban, bic } = document.seller!;
  const terms = { text: words.terms(describeTerms(document.terms)), tone: "muted" } as const;
  const until = document.dueOn ? { text: `${words.payBy(formatDate(document.dueOn))}\n` } : { text: "" };
  const fields: Field[] = [];
  if (iban) fields.push({ label: words.iban, value: unbroken(formatIban(iban)) });
  if (iban && bic) fields.push({ label: words.bic, value: bic });
  if (iban && document.number) fields.push({ label: words.reference, value: document.number });
  const payload = epcPayload(document);
  return [
    { kind: "paragraphs", heading: words.payment, paragraphs: [[until, terms]] },
    ...(fields.length > 0 ? [{ kind: "fields", fields, as: "list" } as const] : []),
    ...(payload ? [{ kind: "qr", payload, alt: words.qr, caption: [words.qrCaption], size: 68 } as const] : []),
  ];
}

/** Kept on one line. */
function unbroken(text: string): string {
  return text.replaceAll(" ", "\u00a0");
}

function conditionsOf(document: SalesDocument): Block[] {
  const words = wordsOf(document);
  const mentions = document.mentions!;
  const late = document.kind === "invoice" ? [mentions.latePenalty, mentions.recoveryFee, mentions.earlyDiscount] : [];
  const legal = [natureMention(document), late.filter((text) => text !== "").join(" "), ...mentions.others]
    .filter((text) => text !== "");
  const blocks: Block[] = [];
  if (document.notes) blocks.push({ kind: "paragraphs", paragraphs: document.notes.split("\n\n") });
  if (legal.length > 0) {
    blocks.push({ kind: "paragraphs", heading: words.conditions, paragraphs: legal, size: "small", tone: "muted" });
  }
  return blocks;
}

/** Goods, services or both (CGI ann. II 242 nonies A, I 8° bis). */
function natureMention(document: SalesDocument): string {
  const words = wordsOf(document);
  const natures = new Set(document.lines.filter((line) => line.kind === "item").map((line) => line.nature));
  if (document.kind === "quote" || natures.size === 0) return "";
  return natures.size > 1 ? words.nature.mixed : words.nature[natures.has("goods") ? "goods" : "service"];
}

function agreementBox(words: DocumentTexts): Block {
  return { kind: "box", heading: words.agreement, paragraphs: [words.agreementWords], minHeight: 70 };
}

function footerOf(document: SalesDocument, { verifyUrl }: PageParts): Footer {
  const words = wordsOf(document);
  const seller = document.seller!;
  const identity = [[seller.name, ...seller.legal], identifiers(seller, words)].map((texts) =>
    texts.map(unbroken).join(" · ")
  );
  return {
    lines: [
      ...identity.filter((line) => line !== ""),
      ...(verifyUrl ? [words.verification(verifyUrl.replace(/^https?:\/\//, ""))] : []),
    ],
    pageLabel: words.pageOf,
  };
}

/** The words of the customer's language, where we have it; French otherwise. Mentions stay as the law words them. */
function wordsOf(document: SalesDocument): DocumentTexts {
  return document.buyer?.language === "en" ? EN : FR;
}
