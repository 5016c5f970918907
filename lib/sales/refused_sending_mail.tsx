import { type Mail, mailHtml, mailText } from "../ui/mail_layout.tsx";
import { KIND_LABELS, type SalesDocument } from "./document.ts";

/** Tells a person that a mail he asked for did not leave, and why; in French. */
export function refusedSendingMail(
  { document, reason }: { document: Pick<SalesDocument, "kind" | "number">; reason: string },
): { subject: string; text: string; html: string } {
  const name = `${KIND_LABELS[document.kind].title} ${document.number ?? ""}`.trim();
  const content: Mail = {
    lang: "fr",
    title: `${name} : le mail n’est pas parti`,
    sender: "Paraphe",
    blocks: [
      {
        kind: "text",
        text:
          "Bonjour,\n\nPendant l’essai, nous vérifions les mails dont le texte contient une adresse web ou un IBAN. " +
          `Celui qui accompagnait ce document n’est pas parti.`,
      },
      { kind: "facts", facts: [{ term: "Pourquoi", value: reason }] },
      {
        kind: "text",
        text:
          "Le document n’a pas changé : vous pouvez l’envoyer de nouveau sans ce texte, ou répondre à notre équipe " +
          "si nous nous sommes trompés.",
      },
    ],
    footer: ["Vous recevez ce message parce que vous avez demandé cet envoi dans Paraphe."],
  };
  return { subject: content.title, text: mailText(content), html: mailHtml(content) };
}
