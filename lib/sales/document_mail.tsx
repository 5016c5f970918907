import { formatDate } from "../base/dates.ts";
import { formatCents } from "../base/money.ts";
import { type Mail, type MailFact, mailHtml, mailText } from "../ui/mail_layout.tsx";
import { balanceOf, type SalesDocument } from "./document.ts";

/** What a mail that carries a document says. */
export interface DocumentMail {
  readonly document: SalesDocument;
  /** 1 for the first sending. */
  readonly ordinal: number;
  /** The sender's own words; empty for ours. */
  readonly message: string;
  /** Address of the page where the customer reads it, answers, sees how to pay. */
  readonly url: string;
  /** True for a trial: the mail offers to report an abuse. */
  readonly isTrial?: boolean;
}

/** Subject, plain text and HTML of a mail that carries a document, in French. */
export function documentMail(mail: DocumentMail): { subject: string; text: string; html: string } {
  const content: Mail = {
    lang: "fr",
    title: titleOf(mail),
    sender: mail.document.seller!.name,
    preheader: leadOf(mail),
    colour: mail.document.seller!.accentColor,
    blocks: [
      { kind: "text", text: mail.message || leadOf(mail) },
      ...(isDuplicate(mail) ? [{ kind: "text", text: duplicateOf(mail) } as const] : []),
      { kind: "facts", facts: factsOf(mail.document) },
      { kind: "button", label: buttonOf(mail.document), href: mail.url },
      { kind: "small", text: "Le document est aussi joint à ce message, en PDF." },
    ],
    footer: [
      `Envoyé par ${mail.document.seller!.name} avec Paraphe. Répondez à ce message pour lui écrire.`,
      "Un doute sur l’expéditeur ou sur l’IBAN ? Appelez l’entreprise à un numéro que vous connaissez avant de payer.",
    ],
    ...(mail.isTrial ? { links: [{ label: "Signaler un abus", href: `${mail.url}/signalement` }] } : {}),
  };
  return { subject: `${content.title} – ${content.sender}`, text: mailText(content), html: mailHtml(content) };
}

function titleOf({ document, ordinal }: DocumentMail): string {
  const name = { quote: "Devis", invoice: "Facture", credit_note: "Avoir" }[document.kind];
  return isDuplicate({ document, ordinal })
    ? `Duplicata n°${ordinal - 1} ${ofDocument(document)}`
    : `${name} ${document.number}`;
}

function ofDocument({ kind, number }: SalesDocument): string {
  return `${{ quote: "du devis", invoice: "de la facture", credit_note: "de l’avoir" }[kind]} ${number}`;
}

/** A fiscal document sent again; a quote is an offer, sent as often as one likes. */
function isDuplicate({ document, ordinal }: Pick<DocumentMail, "document" | "ordinal">): boolean {
  return ordinal > 1 && document.kind !== "quote";
}

function duplicateOf({ document, ordinal }: DocumentMail): string {
  return `Duplicata n°${ordinal - 1} ${ofDocument(document)} : même document et même fichier que le premier envoi. ` +
    "Il ne s’y ajoute rien à payer.";
}

function leadOf({ document }: DocumentMail): string {
  const subject = document.subject ? ` (${document.subject})` : "";
  switch (document.kind) {
    case "quote":
      return `Bonjour,\n\nVoici notre devis${subject}. Vous pouvez le lire, l’accepter ou le décliner en ligne, sans compte.`;
    case "invoice":
      return `Bonjour,\n\nVoici notre facture${subject}.`;
    case "credit_note":
      return `Bonjour,\n\nVoici un avoir en votre faveur${subject}.`;
  }
}

function factsOf(document: SalesDocument): MailFact[] {
  const money = formatCents(document.grossCents, document.currency);
  const facts: MailFact[] = [{ term: "Montant TTC", value: money }];
  if (document.kind === "invoice") {
    facts.push({ term: "Reste à payer", value: formatCents(balanceOf(document), document.currency) });
    if (document.dueOn) facts.push({ term: "Échéance", value: formatDate(document.dueOn) });
  }
  if (document.kind === "quote" && document.validUntil) {
    facts.push({ term: "Valable jusqu’au", value: formatDate(document.validUntil) });
  }
  return facts;
}

function buttonOf(document: SalesDocument): string {
  return document.kind === "quote" ? "Lire et répondre" : "Voir le document";
}
