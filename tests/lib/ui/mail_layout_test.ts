import assert from "node:assert/strict";
import { type Mail, mailHtml, mailText } from "../../../lib/ui/mod.ts";

const MAIL: Mail = {
  lang: "fr",
  title: "Votre facture <FA2026-0126>",
  sender: "Atelier Dupré",
  preheader: "1 200,00 € à régler",
  blocks: [
    { kind: "text", text: "Bonjour,\nvoici votre facture & son lien." },
    { kind: "facts", facts: [{ term: "Total TTC", value: "1 200,00 €" }] },
    { kind: "code", code: "428 113" },
    { kind: "button", label: "Voir la facture", href: "https://exemple.fr/f?a=1&b=2" },
    { kind: "small", text: "Ce lien vous est personnel." },
  ],
  footer: ["Atelier Dupré, SIREN 732 829 320"],
};

Deno.test("both parts of a mail say the same words in the same order", () => {
  const words = ["voici votre facture", "Total TTC", "1 200,00 €", "428 113", "Voir la facture", "personnel", "SIREN"];
  for (const part of [mailHtml({ ...MAIL, preheader: undefined }), mailText(MAIL)]) {
    const places = words.map((word) => part.indexOf(word));
    assert.deepEqual(places, places.toSorted((a, b) => a - b), part);
    assert.ok(!places.includes(-1), part);
  }
});

Deno.test("the HTML part escapes what it is given and asks nothing of another site", () => {
  const html = mailHtml(MAIL);
  assert.ok(html.startsWith('<!doctype html><html lang="fr">'));
  assert.match(html, /Votre facture &lt;FA2026-0126&gt;/);
  assert.match(html, /href="https:\/\/exemple\.fr\/f\?a=1&amp;b=2"/);
  assert.doesNotMatch(html, /<img|<link|<script|url\(/);
});

Deno.test("the text part writes addresses out and holds no markup", () => {
  const text = mailText(MAIL);
  assert.match(text, /Voir la facture :\nhttps:\/\/exemple\.fr\/f\?a=1&b=2/);
  assert.doesNotMatch(text, /&amp;|<td|style/);
});
