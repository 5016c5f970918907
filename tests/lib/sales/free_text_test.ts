import assert from "node:assert/strict";
import { suspectFragments } from "../../../lib/sales/free_text.ts";

const OWN = "FR7630006000011234567890189";
const OTHER = "DE89370400440532013000";

function found(text: string): string[] {
  return suspectFragments([text], { ownIban: OWN }).map(({ kind, fragment }) => `${kind} ${fragment}`);
}

const HELD: readonly (readonly [string, string])[] = [
  ["Payez ici : https://paie.example/facture?x=1", "link paie.example"],
  ["HTTP://EVIL.COM", "link evil.com"],
  ["hxxps://evil.example/a", "link evil.example"],
  ["voir http://192.0.2.7/", "link 192.0.2.7"],
  ["http://user@evil.example/", "link user@evil.example"],
  ["www.evil.example", "link evil.example"],
  ["notre site dupre-renov.fr est à jour", "link dupre-renov.fr"],
  ["voir:evil.com", "link evil.com"],
  ["(evil.com)", "link evil.com"],
  ["evil[.]com", "link evil.com"],
  ["evil (point) com", "link evil.com"],
  ["ev\u200bil.com", "link evil.com"],
  ["evil。com", "link evil.com"],
  ["ｅｖｉｌ．ｃｏｍ", "link evil.com"],
  ["evil.quelconque/payer", "link evil.quelconque"],
  ["bit.ly/2abc", "link bit.ly"],
  ["compte.co", "link compte.co"],
  ["évier-inox.com", "link évier-inox.com"],
  [`Nouveau compte : ${OTHER}`, "iban DE89 •••• 3000"],
  ["DE89 3704 0044 0532 0130 00 merci de payer là", "iban DE89 •••• 3000"],
  ["de89-3704-0044-0532-0130-00", "iban DE89 •••• 3000"],
  ["IBAN FR14 2004 1010 0505 0001 3M02 606.", "iban FR14 •••• 2606"],
  ["F\u200bR1420041010050500013M02606", "iban FR14 •••• 2606"],
  ["FR 14 2004 1010 0505 0001 3M02 606", "iban FR14 •••• 2606"],
  ["BR1800360305000010009795493C1", "iban BR18 •••• 93C1"],
  ["FR7612345678901234567890123", "iban FR76 •••• 0123"],
];

for (const [text, expected] of HELD) {
  Deno.test(`« ${text} » is held for ${expected}`, () => assert.deepEqual(found(text), [expected]));
}

const FREE = [
  "",
  "Bonjour,\nvoici la facture n° FA2026-0012 du 12/03/2026, 1 240,50 € TTC.",
  "Écrivez à compta@dupre.fr ou appelez le 06 12 34 56 78.",
  "Travaux terminés.De rien, M.Dupont et S.A.R.L. Petit.Il reste 2.5 m2.",
  "TVA FR40303265045, SIRET 732 829 320 00074",
  "plan.pdf, notice v1.2.docx, pose d’un évier inox",
  `Notre IBAN : ${OWN}`,
  "fr76 3000 6000 0112 3456 7890 189, merci",
  "Référence AB12 3456",
  "rendez-vous au 12 bis/14, etc. Merci",
];

for (const text of FREE) {
  Deno.test(`« ${text.slice(0, 50)} » leaves at once`, () => assert.deepEqual(found(text), []));
}

Deno.test("without an IBAN of its own a dossier's text may name none", () => {
  assert.equal(suspectFragments([OWN], { ownIban: null }).length, 1);
});

Deno.test("fragments are told once, five at most, and cut", () => {
  const many = Array.from({ length: 50 }, (_, i) => `site${i}.com site${i}.com`).join(" ");
  assert.equal(found(many).length, 5);
  const [long] = found(`https://${"a".repeat(250)}.com`);
  assert.ok(long!.length <= "link ".length + 80);
  assert.equal(suspectFragments(["a.com", "voir a.com"], { ownIban: null }).length, 1);
});

Deno.test("texts as long as they may be are read in no time, whatever they are made of", () => {
  const pieces = ["a", "a.", "a-", "FR76 ", "www.", "http://", "é.", "1 ", "A1"];
  const texts = pieces.map((piece) => piece.repeat(5_000 / piece.length));
  const started = performance.now();
  for (const text of texts) suspectFragments(Array<string>(20).fill(text), { ownIban: OWN });
  assert.ok(performance.now() - started < 5_000);
});
