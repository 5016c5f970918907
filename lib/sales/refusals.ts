import { defineRefusals } from "../base/refusal.ts";

/** What sales refuse, in the words of the person who asked. */
export const { refuse, issue } = defineRefusals("sales", {
  not_found: { status: 404, say: "Ce document n’existe pas dans ce dossier." },
  not_editable: {
    status: 409,
    say: "Ce document ne se modifie plus. Une facture émise se corrige par un avoir.",
  },
  not_deletable: {
    status: 409,
    say: "Une facture émise ne s’efface pas (loi contre la fraude à la TVA, CGI art. 286). Faites un avoir.",
  },
  not_issuable: {
    status: 409,
    say: "Ce document n’est plus un brouillon : il ne peut pas être émis une seconde fois.",
  },
  not_sendable: { status: 409, say: "Ce document ne peut pas être envoyé dans son état actuel." },
  not_answerable: { status: 409, say: "Ce devis n’attend plus de réponse." },
  not_payable: { status: 409, say: "Seule une facture émise reçoit un règlement." },
  not_creditable: { status: 409, say: "Seule une facture émise reçoit un avoir." },
  not_invoiceable: { status: 409, say: "Seul un devis envoyé ou accepté devient une facture." },
  changed_elsewhere: {
    status: 409,
    say:
      "Quelqu’un a modifié ce brouillon pendant que vous l’écriviez. Comparez les deux versions, puis gardez la bonne.",
  },
  id_taken: { status: 409, say: "Ce formulaire a déjà servi à un autre document. Rechargez la page." },
  customer_missing: { status: 422, say: "Choisissez un client.", field: "customerId" },
  customer_unknown: { status: 422, say: "Ce client n’existe pas dans ce dossier.", field: "customerId" },
  line_missing: { status: 422, say: "Ajoutez au moins une ligne avec une désignation et un prix.", field: "lines" },
  too_many_lines: { status: 422, say: "Un document compte au plus 500 lignes.", field: "lines" },
  label_missing: { status: 422, say: "Décrivez ce qui est vendu." },
  text_too_long: { status: 422, say: ({ max = "" }) => `Ce texte dépasse ${max} caractères.` },
  bad_characters: { status: 422, say: "Ce texte contient des caractères invisibles. Retapez-le." },
  bad_quantity: { status: 422, say: "La quantité est un nombre positif, avec au plus quatre décimales." },
  bad_price: { status: 422, say: "Le prix est un nombre positif, avec au plus six décimales." },
  price_missing: { status: 422, say: "Indiquez le prix." },
  bad_discount: { status: 422, say: "La remise est un pourcentage entre 0 et 100." },
  bad_rate: { status: 422, say: "Ce taux de TVA n’existe pas en France." },
  bad_unit: { status: 422, say: "Cette unité n’est pas connue." },
  bad_date: { status: 422, say: "Cette date n’existe pas." },
  bad_terms: { status: 422, say: "Le délai de paiement est un nombre de jours entre 0 et 120.", field: "termsDays" },
  bad_choice: { status: 422, say: "Ce choix n’est pas proposé." },
  amount_too_large: { status: 422, say: "Le total dépasse ce qu’une facture peut porter.", field: "lines" },
  due_before_issue: { status: 422, say: "L’échéance précède la date de la facture.", field: "dueOn" },
  preflight: { status: 422, say: "Ce document ne peut pas encore être émis." },
  date_before_last: {
    status: 422,
    say: ({ last = "" }) =>
      `La date précède celle de la dernière pièce numérotée (${last}) : la numérotation suit l’ordre des dates.`,
    field: "issueOn",
  },
  month_closed: {
    status: 409,
    say: "Cette date appartient à un mois qui vient d’être clôturé. Choisissez une date plus récente.",
    field: "issueOn",
  },
  date_in_future: { status: 422, say: "Une facture ne se date pas dans le futur.", field: "issueOn" },
  too_many_at_once: { status: 422, say: "On émet au plus 200 documents à la fois." },
  credit_too_large: {
    status: 422,
    say: ({ rest = "" }) => `L’avoir dépasse ce qui reste de la facture (${rest}).`,
    field: "lines",
  },
  bad_amount: { status: 422, say: "Le montant est un nombre positif, avec au plus deux décimales.", field: "amount" },
  payment_too_large: {
    status: 422,
    say: ({ rest = "" }) => `Ce règlement dépasse ce qui reste dû (${rest}).`,
    field: "amount",
  },
  payment_in_future: { status: 422, say: "Un règlement ne se date pas dans le futur.", field: "receivedOn" },
  payment_reversed: { status: 409, say: "Ce règlement a déjà été annulé." },
  reason_missing: { status: 422, say: "Dites pourquoi.", field: "reason" },
  recipient_missing: { status: 422, say: "Indiquez au moins une adresse e-mail.", field: "to" },
  bad_recipient: { status: 422, say: ({ email = "" }) => `« ${email} » n’est pas une adresse e-mail.`, field: "to" },
  too_many_recipients: { status: 422, say: "Un envoi compte au plus dix adresses.", field: "to" },
  trial_limit: {
    status: 429,
    say: "Pendant l’essai, 20 documents partent par jour, à 10 nouvelles adresses. La suite partira demain.",
  },
  signer_missing: { status: 422, say: "Écrivez votre nom.", field: "signer" },
  tick_missing: { status: 422, say: "Cochez la case pour accepter le devis.", field: "agree" },
  quote_expired: { status: 409, say: "Ce devis n’est plus valable. Demandez-en un nouveau à l’entreprise." },
  link_dead: {
    status: 404,
    say: "Ce lien ne mène plus à rien : il est inconnu, expiré, ou a été remplacé. Demandez-en un nouveau.",
  },
  code_unknown: {
    status: 404,
    say:
      "Ce code n’est celui d’aucun document. Relisez-le ; s’il est bien celui de votre document, méfiez-vous de lui.",
  },
  not_rendered: { status: 409, say: "Le fichier de ce document se prépare. Réessayez dans un instant." },
});
