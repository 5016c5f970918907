import assert from "node:assert/strict";
import fc from "fast-check";
import { contrast, DEFAULT_ISSUER_COLOUR, issuerStylesheet, parseColour } from "../../../lib/ui/mod.ts";

Deno.test("parseColour reads six hexadecimal digits and refuses the rest", () => {
  assert.equal(parseColour(" 1B7F5C "), "#1b7f5c");
  for (const text of ["", "#fff", "red", "#12345g", "#1234567", "#000000;}body{display:none"]) {
    assert.equal(parseColour(text), null, text);
  }
});

Deno.test("whatever the issuer's colour, text on it can be read in both themes", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 0xffffff }), (number) => {
    const css = issuerStylesheet(`#${number.toString(16).padStart(6, "0")}`);
    const [light, dark, onLight, onDark] = css.match(/#[0-9a-f]{6}/g)!;
    assert.ok(contrast(light!, onLight!) >= 4.5, css);
    assert.ok(contrast(dark!, onDark!) >= 4.5, css);
    for (const ground of ["#ffffff", "#f6f5f2", "#f0efeb"]) assert.ok(contrast(light!, ground) >= 4.5, css);
    for (const ground of ["#0f1116", "#171a21", "#1d212a"]) assert.ok(contrast(dark!, ground) >= 4.5, css);
  }));
});

Deno.test("a colour that can be read is kept as it is", () => {
  assert.match(issuerStylesheet("#0b5f5a"), /light-dark\(#0b5f5a,/);
});

Deno.test("an impossible colour never reaches the stylesheet", () => {
  assert.equal(issuerStylesheet("red}*{display:none"), issuerStylesheet(DEFAULT_ISSUER_COLOUR));
});

Deno.test("contrast is 21 between black and white and 1 between equals", () => {
  assert.equal(contrast("#000000", "#ffffff"), 21);
  assert.equal(contrast("#24428f", "#24428f"), 1);
});
