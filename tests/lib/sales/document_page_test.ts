import assert from "node:assert/strict";
import { aCompany } from "../../../lib/company/testing.ts";
import { aCustomer } from "../../../lib/parties/testing.ts";
import { documentPage } from "../../../lib/sales/document_page.ts";
import { freeze } from "../../../lib/sales/preflight.ts";
import { anInvoiceOf } from "./_invoice.ts";

const VERIFY_URL = "https://paraphe.example/v/bcdfghjk.0123456789abcdefghjkmn";

function pageFor(language: "fr" | "en") {
  const parties = freeze({ treatment: "domestic" }, { company: aCompany(), customer: aCustomer({ language }) });
  return documentPage({ ...anInvoiceOf(5), ...parties }, { logo: null, preceding: null, verifyUrl: VERIFY_URL });
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
    "Vérifier ce document : paraphe.example/v/bcdfghjk.0123456789abcdefghjkmn",
  ];
  for (const mention of wanted) assert.ok(text.includes(mention), mention);
});

Deno.test("the code to scan leads to the page that verifies, and stands on no document without a code", () => {
  const scanned = JSON.stringify(pageFor("en"));
  assert.ok(scanned.includes(`"payload":"${VERIFY_URL}"`));
  assert.ok(scanned.includes("check that this document is genuine"));
  const parties = freeze({ treatment: "domestic" }, { company: aCompany(), customer: aCustomer() });
  const bare = documentPage({ ...anInvoiceOf(5), ...parties }, { logo: null, preceding: null, verifyUrl: null });
  assert.equal(/\/v\/|Vérifier ce document/.test(JSON.stringify(bare)), false);
});
