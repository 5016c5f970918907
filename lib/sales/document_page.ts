import { multiply } from "../base/decimal.ts";
import { decimalText } from "../base/decimal.ts";
import { formatShortDate } from "../base/dates.ts";
import { type Cents, formatCents, groupThousands, toCents } from "../base/money.ts";
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
import type { Decimal } from "../base/decimal.ts";
import type { Line, SalesDocument } from "./document.ts";
import { epcPayload } from "./epc.ts";
import type { Preceding } from "./semantic.ts";
import type { AddressSnapshot, SellerSnapshot } from "./snapshot.ts";
import { FR } from "./text.fr.ts";

/** What the page needs beside the document. */
export interface PageParts {
  readonly logo: Picture | null;
  readonly preceding: Preceding | null;
}

/**
 * The page of a document, as it is printed: what the law wants on it (CGI ann. II 242 nonies A; L441-9 C. com.), in
 * blocks that the layout engine places. The document's snapshots must be there; a draft is marked as one.
 */
export function documentPage(document: SalesDocument, parts: PageParts): PageTemplate {
  const seller = document.seller!;
  const isDraft = document.state === "draft" && document.kind !== "quote";
  const title = isDraft ? FR.draftTitles[document.kind] : FR.titles[document.kind];
  return {
    title: `${title} ${document.number ?? ""}`.trim(),
    lang: "fr-FR",
    look: { accent: seller.accentColor },
    header: headerOf(document, parts, title),
    blocks: [
      partiesOf(document),
      ...subjectOf(document, parts),
      linesTable(document),
      ...totalsOf(document),
      ...paymentOf(document),
      ...conditionsOf(document),
      ...(document.kind === "quote" ? [agreementBox()] : []),
    ],
    footer: footerOf(document),
    ...(isDraft ? { watermark: FR.draft } : {}),
  };
}

function headerOf(document: SalesDocument, { logo }: PageParts, title: string): Header {
  const fields: (Field | null)[] = [
    document.number ? { label: FR.number, value: document.number } : null,
    document.issueOn ? { label: FR.issuedOn, value: formatShortDate(document.issueOn) } : null,
    document.kind === "invoice" && document.dueOn ? { label: FR.dueOn, value: formatShortDate(document.dueOn) } : null,
    document.kind === "quote" && document.validUntil
      ? { label: FR.validUntil, value: formatShortDate(document.validUntil) }
      : null,
    document.deliveredOn && document.deliveredOn !== document.issueOn
      ? { label: FR.deliveredOn, value: formatShortDate(document.deliveredOn) }
      : null,
    document.purchaseOrder ? { label: FR.purchaseOrder, value: document.purchaseOrder } : null,
  ];
  return {
    ...(logo ? { logo, logoAlign: document.seller!.logoPosition } : {}),
    title,
    fields: fields.filter((field) => field !== null),
    running: `${title} ${document.number ?? ""}`.trim(),
  };
}

function partiesOf(document: SalesDocument): Block {
  const seller = document.seller!, buyer = document.buyer!;
  const left: Party = {
    heading: FR.seller,
    name: seller.name,
    lines: [...(seller.tradingName ? [seller.tradingName] : []), ...addressLines(seller.address)],
    details: sellerDetails(seller),
  };
  const right: Party = {
    heading: FR.buyer,
    name: buyer.name,
    lines: addressLines(buyer.address),
    details: [
      ...identifiers(buyer),
      ...(buyer.deliveryAddress ? [`${FR.delivery} : ${addressLines(buyer.deliveryAddress).join(", ")}`] : []),
    ],
  };
  return { kind: "parties", left, right, window: true };
}

function sellerDetails(seller: SellerSnapshot): string[] {
  return [...seller.legal, ...identifiers(seller), seller.phone, seller.email, seller.website]
    .filter((text) => text !== null);
}

function identifiers(
  party: {
    readonly siren: string | null;
    readonly siret: string | null;
    readonly vatNumber: string | null;
    readonly enterpriseNumber?: string | null;
  },
): string[] {
  const lines: string[] = [];
  if (party.siren) lines.push(`${FR.siren} ${formatSiren(party.siren)}`);
  if (party.siret) lines.push(`${FR.siret} ${formatSiren(party.siret)}`);
  if (party.enterpriseNumber) lines.push(`${FR.enterpriseNumber} ${party.enterpriseNumber}`);
  if (party.vatNumber) lines.push(`${FR.vatNumber} ${party.vatNumber}`);
  return lines;
}

/** A postal address as it is written on an envelope; the country where it is not France. */
export function addressLines(address: AddressSnapshot): string[] {
  const city = [address.postcode, address.city].filter(Boolean).join(" ");
  const country = address.country === "FR" ? null : countryName(address.country);
  return [...address.lines, city, country].filter((line) => line !== null && line !== "") as string[];
}

function subjectOf(document: SalesDocument, { preceding }: PageParts): Block[] {
  const paragraphs: string[] = [];
  if (document.subject) paragraphs.push(document.subject);
  if (preceding) paragraphs.push(FR.creditOf(preceding.number, formatShortDate(preceding.issuedOn)));
  return paragraphs.length > 0 ? [{ kind: "paragraphs", paragraphs, size: "large" }] : [];
}

function linesTable(document: SalesDocument): Block {
  const hasDiscount = document.lines.some((line) => line.discountBp > 0);
  const mode = document.entryMode;
  const columns: Column[] = [
    { title: FR.columns.label, width: { flex: 1 } },
    { title: FR.columns.quantity, align: "right" },
    { title: FR.columns.unit },
    { title: FR.columns.price[mode], align: "right" },
    ...(hasDiscount ? [{ title: FR.columnsEnd.discount, align: "right" as const }] : []),
    { title: FR.columnsEnd.vat, align: "right" },
    { title: FR.columnsEnd.total[mode], align: "right", strong: true },
  ];
  return { kind: "table", columns, rows: rowsOf(document, hasDiscount) };
}

function rowsOf(document: SalesDocument, hasDiscount: boolean): Row[] {
  let sinceSubtotal = 0n;
  return document.lines.map((line): Row => {
    if (line.kind === "title") return { kind: "section", text: line.label };
    if (line.kind === "note") return { kind: "note", text: line.label };
    if (line.kind === "subtotal") {
      const value = formatCents(sinceSubtotal, document.currency);
      sinceSubtotal = 0n;
      return { kind: "subtotal", label: line.label || FR.subtotal, value };
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

/** An exact decimal as a reader writes it, with at least `minimum` decimals. */
export function formatDecimal(value: Decimal, minimum: number): string {
  const [whole = "0", fraction = ""] = decimalText(value).split(".");
  const shown = fraction.padEnd(minimum, "0");
  return `${groupThousands(whole.replace("-", "−"))}${shown ? `,${shown}` : ""}`;
}

function totalsOf(document: SalesDocument): Block[] {
  const money = (cents: Cents) => formatCents(cents, document.currency);
  const discount = document.vatTotals.reduce((sum, total) => sum + total.discountCents, 0n);
  const rows: TotalRow[] = [];
  if (discount > 0n) {
    rows.push({ label: FR.linesTotal, value: money(document.netCents + discount) });
    rows.push({ label: FR.documentDiscount(formatRate(document.discountBp)), value: `−${money(discount)}` });
  }
  rows.push({ label: FR.net, value: money(document.netCents), emphasis: "strong" });
  for (const total of document.vatTotals.filter((one) => one.category === "S")) {
    rows.push({ label: FR.vatOn(formatRate(total.rateBp), money(total.baseCents)), value: money(total.vatCents) });
  }
  rows.push({ label: FR.gross, value: money(document.grossCents), emphasis: "strong" });
  if (document.kind !== "quote") {
    const label = document.kind === "credit_note" ? FR.credit : FR.due;
    rows.push({ label, value: money(document.grossCents), emphasis: "grand" });
  }
  return [{ kind: "totals", rows }];
}

function paymentOf(document: SalesDocument): Block[] {
  const seller = document.seller!;
  if (document.kind !== "invoice") return [];
  const words = [FR.paymentBy(describeTerms(document.terms))];
  if (seller.iban) {
    words.push(`${FR.iban} ${formatIban(seller.iban)}${seller.bic ? ` · ${FR.bic} ${seller.bic}` : ""}`);
    if (document.number) words.push(FR.reference(document.number));
  }
  const payload = epcPayload(document);
  const text: Block = { kind: "paragraphs", heading: FR.payment, paragraphs: words };
  if (!payload) return [text];
  const qr: Block = { kind: "qr", payload, alt: FR.qr, caption: [FR.qrCaption] };
  return [{ kind: "columns", cells: [{ flex: 1, blocks: [text] }, { flex: 1, blocks: [qr] }] }];
}

function conditionsOf(document: SalesDocument): Block[] {
  const mentions = document.mentions!;
  const late = document.kind === "invoice" ? [mentions.latePenalty, mentions.recoveryFee, mentions.earlyDiscount] : [];
  const legal = [mentions.vat, natureMention(document), ...late, ...mentions.others].filter((text) => text !== "");
  const blocks: Block[] = [];
  if (document.notes) blocks.push({ kind: "paragraphs", paragraphs: document.notes.split("\n\n") });
  if (legal.length > 0) {
    blocks.push({ kind: "paragraphs", heading: FR.conditions, paragraphs: legal, size: "small", tone: "muted" });
  }
  return blocks;
}

/** Goods, services or both (CGI ann. II 242 nonies A, I 8° bis). */
function natureMention(document: SalesDocument): string {
  const natures = new Set(document.lines.filter((line) => line.kind === "item").map((line) => line.nature));
  if (document.kind === "quote" || natures.size === 0) return "";
  return natures.size > 1 ? FR.nature.mixed : FR.nature[natures.has("goods") ? "goods" : "service"];
}

function agreementBox(): Block {
  return { kind: "box", heading: FR.agreement, paragraphs: [FR.agreementWords], minHeight: 70 };
}

function footerOf(document: SalesDocument): Footer {
  const seller = document.seller!;
  const identity = [seller.name, ...seller.legal, ...identifiers(seller)].join(" · ");
  return {
    lines: [identity, ...(document.verificationCode ? [FR.verification(document.verificationCode)] : [])],
    pageLabel: FR.pageOf,
  };
}
