import type { Company } from "../company/mod.ts";
import { type Mail, mailHtml, mailText } from "../ui/mail_layout.tsx";

/** Tells a customer that his supplier's IBAN has changed, by its last four characters only; in French. */
export function ibanNotice(
  { company, iban }: { company: Pick<Company, "name" | "accentColor">; iban: string | null },
): { subject: string; text: string; html: string } {
  const said = iban === null
    ? "Nos factures ne portent plus d’IBAN."
    : `Nos prochaines factures porteront un autre IBAN, qui se termine par ${iban.slice(-4)}.`;
  const content: Mail = {
    lang: "fr",
    title: `${company.name} a changé d’IBAN`,
    sender: company.name,
    colour: company.accentColor,
    blocks: [
      { kind: "text", text: `Bonjour,\n\n${said}` },
      {
        kind: "text",
        text: "Ce message ne demande aucun paiement et ne donne l’IBAN à personne : comparez ces quatre caractères à " +
          "ceux de la prochaine facture.",
      },
      {
        kind: "text",
        text: "Avant de changer le vôtre dans votre banque, appelez-nous au numéro que vous connaissez déjà, jamais " +
          "à celui d’un message.",
      },
    ],
    footer: [
      `Vous recevez ce message parce que ${company.name} vous a adressé une facture avec Paraphe récemment.`,
    ],
  };
  return { subject: `${content.title} – à vérifier avant de payer`, text: mailText(content), html: mailHtml(content) };
}
