import assert from "node:assert/strict";
import fc from "fast-check";
import {
  cleanLine,
  cleanText,
  emailKey,
  fold,
  hasForbiddenCharacters,
  parseEmail,
  shorten,
  slugOf,
} from "../../../lib/base/text.ts";

/** Any text, lone surrogates and control characters included. */
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom(" ", "\t", "\n", "\r", "\u00a0", "\u2028", "\ufeff", "a", "e\u0301", "\ud83d", "\0"),
  }),
);

Deno.test("cleanLine trims, folds white space and composes accents", () => {
  assert.equal(cleanLine("  Atelier\t\n Dupre\u0301  "), "Atelier Dupré");
  assert.equal(cleanLine("\u00a0\u202fDupré\ufeff"), "Dupré");
  assert.equal(cleanLine(" \n "), "");
});

Deno.test("cleanText unifies line ends and drops what nobody sees", () => {
  assert.equal(cleanText("a \t\nb\t \nc"), "a\nb\nc");
  assert.equal(cleanText("a  \r\nb\rc\n\n\n\nd \n"), "a\nb\nc\n\nd");
  assert.equal(cleanText("\n\n  a\n  b"), "a\n  b");
});

Deno.test("cleaning twice changes nothing more", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      assert.equal(cleanLine(cleanLine(text)), cleanLine(text));
      assert.equal(cleanText(cleanText(text)), cleanText(text));
      assert.equal(fold(fold(text)), fold(text));
    }),
    { numRuns: 1000 },
  );
});

Deno.test("a clean line holds one line, and a clean text neither carriage returns nor three line ends", () => {
  fc.assert(fc.property(anyText, (text) => {
    assert.doesNotMatch(cleanLine(text), /[\n\r\t\v\f\u00a0\u2028\u2029]|^ | $| {2}/);
    assert.doesNotMatch(cleanText(text), /\r|\n{3}|[ \t]\n|^\s|\s$/);
  }));
});

Deno.test("cleaning brings in no forbidden character, and hides none but white space", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const harmless = text.replace(/[\v\f\r]/g, " ");
      assert.equal(hasForbiddenCharacters(cleanLine(text)), hasForbiddenCharacters(harmless));
    }),
    { numRuns: 1000 },
  );
});

Deno.test("characters that XML cannot carry or that turn the reading round are forbidden", () => {
  const forbidden = [0x0, 0x1, 0x8, 0xb, 0xc, 0xd, 0x1b, 0x1f, 0x7f, 0x80, 0x85, 0x9f, 0xfffe, 0xffff];
  const turning = [0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069];
  for (const code of [...forbidden, ...turning, 0xd800, 0xdbff, 0xdc00, 0xdfff]) {
    assert.equal(hasForbiddenCharacters(`a${String.fromCharCode(code)}b`), true, code.toString(16));
  }
});

Deno.test("plain text, tabs, line ends, accents and pictograms are allowed", () => {
  for (const text of ["", "Dupré & fils", "a\tb\nc", "œuvre — « 12 € »", "漢字", "👩‍🔧", "العربية", "\u00a0\u202f"]) {
    assert.equal(hasForbiddenCharacters(text), false, text);
  }
});

Deno.test("fold makes two spellings of a name one", () => {
  assert.equal(fold("Société  Générale"), "societe generale");
  assert.equal(fold("L’ŒUVRE d’Ægir"), "l oeuvre d aegir");
  assert.equal(fold("İstanbul"), "istanbul");
  assert.equal(fold("FA-2026.012"), "fa-2026.012");
  assert.equal(fold("!?"), "");
});

Deno.test("slugOf makes a part of an address, never empty nor too long", () => {
  assert.equal(slugOf("Atelier Dupré & fils"), "atelier-dupre-fils");
  assert.equal(slugOf("x".repeat(60)), "x".repeat(40));
  assert.equal(slugOf(`${"x".repeat(39)} yz`), "x".repeat(39));
  for (const text of ["", "漢字", "--", "&&&"]) assert.equal(slugOf(text), "dossier", text);
  fc.assert(fc.property(anyText, (text) => assert.match(slugOf(text), /^(?=.{1,40}$)[a-z0-9]+(-[a-z0-9]+)*$/)));
});

Deno.test("parseEmail reads an address and puts its domain in lower case", () => {
  const cases = [
    ["alice@dupre.fr", "alice@dupre.fr"],
    [" Alice.Dupre+devis@ATELIER.Dupre.FR ", "Alice.Dupre+devis@atelier.dupre.fr"],
    ["o'neil@x-y.co", "o'neil@x-y.co"],
    [`${"a".repeat(64)}@b.fr`, `${"a".repeat(64)}@b.fr`],
  ] as const;
  for (const [text, email] of cases) assert.equal(parseEmail(text), email);
});

Deno.test("parseEmail refuses what no mail server takes", () => {
  const shapes = [
    "",
    "alice",
    "@b.fr",
    "alice@",
    "alice@b",
    "alice@b.",
    "alice@.fr",
    "alice@b..fr",
    "a@b@c.fr",
    "a b@c.fr",
  ];
  const dots = [".alice@b.fr", "alice.@b.fr", "al..ice@b.fr"];
  const domains = ["alice@-b.fr", "alice@b-.fr", "alice@b_c.fr", "alice@127.0.0.1", "alice@[127.0.0.1]", "alice@b.f"];
  const long = `${"b".repeat(63)}.${"b".repeat(63)}`;
  assert.ok(parseEmail(`${"a".repeat(64)}@${long}.${"b".repeat(58)}.fr`));
  const lengths = [
    `${"a".repeat(64)}@${long}.${"b".repeat(59)}.fr`,
    `${"a".repeat(65)}@b.fr`,
    `a@${"b".repeat(64)}.fr`,
    `a@${"b.".repeat(100)}fr`,
  ];
  for (const text of [...shapes, ...dots, ...domains, ...lengths]) assert.equal(parseEmail(text), null, text);
});

Deno.test("parseEmail refuses what would slip a header, a second address or a hidden character into a mail", () => {
  const headers = ["a@b.fr\nBcc: x@y.fr", "a\r\n@b.fr", "a@b.fr,c@d.fr", "a@b.fr;c@d.fr", "Alice <a@b.fr>", '"a"@b.fr'];
  for (const text of [...headers, "a\u0000@b.fr", "a\u202e@b.fr", "a\u007f@b.fr", "a\ud800@b.fr"]) {
    assert.equal(parseEmail(text), null, JSON.stringify(text));
  }
});

Deno.test("whatever parseEmail takes is one address, which it takes again unchanged", () => {
  const anyAddress = fc.oneof(fc.emailAddress(), fc.tuple(anyText, fc.domain()).map(([a, b]) => `${a}@${b}`), anyText);
  fc.assert(
    fc.property(anyAddress, (text) => {
      const email = parseEmail(text);
      if (email === null) return;
      assert.equal(parseEmail(email), email);
      assert.match(email, /^[^\s@<>,;"]+@[a-z0-9.-]+$/);
      assert.equal(hasForbiddenCharacters(email), false);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("an address is answered in good time however long and odd it is", () => {
  const started = performance.now();
  for (const text of [`a@${"a-".repeat(5000)}`, `${"a".repeat(50_000)}@b.fr`, `a@${"a.".repeat(120)}`]) {
    parseEmail(text);
  }
  assert.ok(performance.now() - started < 2000);
});

Deno.test("two spellings of an address have one key", () => {
  assert.equal(emailKey("Alice@b.fr"), emailKey("alice@b.fr"));
  assert.notEqual(emailKey("alice@b.fr"), emailKey("alic@b.fr"));
});

Deno.test("shorten cuts with an ellipsis, never in the middle of a character", () => {
  assert.equal(shorten("Facture", 7), "Facture");
  assert.equal(shorten("Facture 12", 9), "Facture…");
  assert.equal(shorten("aa😀b", 4), "aa…");
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 20 }), (text, length) => {
    const short = shorten(text, length);
    assert.ok(short.length <= length);
    assert.ok(short.isWellFormed());
    if (short !== text) assert.ok(text.startsWith(short.slice(0, -1)));
  }));
});

Deno.test("a text of nothing but blanks is cleaned in time that grows with its length, not with its square", () => {
  const started = performance.now();
  assert.equal(cleanText(`${" ".repeat(300_000)}a`), "a");
  assert.equal(cleanText(`a${" \t".repeat(150_000)}\nb`), "a\nb");
  // The square took minutes; a second leaves room for a busy machine.
  assert.ok(performance.now() - started < 1_000);
});
