import assert from "node:assert/strict";
import { aCompany } from "../../../lib/company/testing.ts";
import { aCustomer } from "../../../lib/parties/testing.ts";
import { documentPage } from "../../../lib/sales/document_page.ts";
import { freeze } from "../../../lib/sales/preflight.ts";
import { anInvoiceOf } from "./_invoice.ts";

function pageFor(language: "fr" | "en") {
  const parties = freeze({ treatment: "domestic" }, { company: aCompany(), customer: aCustomer({ language }) });
  return documentPage({ ...anInvoiceOf(5), ...parties }, { logo: null, preceding: null });
}

Deno.test("a document is printed in its customer's language, the legal mentions staying as the law words them", () => {
  assert.match(pageFor("fr").title, /^Facture /);
  const english = pageFor("en");
  assert.match(english.title, /^Invoice /);
  assert.equal(english.lang, "en-GB");
  assert.match(JSON.stringify(english), /Indemnité forfaitaire/);
});

Deno.test("every mandatory mention of an invoice stands on its page", () => {
  const text = JSON.stringify(pageFor("fr")).replaceAll("\u00a0", " ");
  const wanted = [
    "Atelier Dupré",
    "12 rue des Lilas",
    "732 829 320",
    "FR44732829320",
    "Dupont SARL",
    "404 833 048",
    "FR83404833048",
    "FA2026-0001",
    "21/11/2026",
    "SARL au capital de 5 000,00 €",
    "RCS Lyon",
    "Pénalités de retard",
    "40 €",
    "Pas d’escompte",
    "Opération : livraison de biens et prestation de services",
    "Code de vérification",
  ];
  for (const mention of wanted) assert.ok(text.includes(mention), mention);
});
