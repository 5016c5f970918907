import assert from "node:assert/strict";
import { Refusal } from "../../../lib/base/refusal.ts";
import { readText } from "../../../lib/sales/typed_text.ts";

function refused(text: string, typed: Parameters<typeof readText>[1]): unknown {
  try {
    return readText(text, typed);
  } catch (error) {
    assert.ok(error instanceof Refusal);
    return error.issues.map(({ code, field }) => [code, field]);
  }
}

Deno.test("a text is cleaned: one line folded, several kept, nothing typed is an empty text", () => {
  assert.equal(readText("  Bon\u00a0 pour\n accord ", { field: "signer", oneLine: true }), "Bon pour accord");
  assert.equal(readText("Bonjour,\r\n\r\n\r\n\r\nà lundi ", { field: "message" }), "Bonjour,\n\nà lundi");
  assert.equal(readText(undefined, { field: "message" }), "");
});

Deno.test("a text too long is refused at its field, never cut in silence", () => {
  assert.deepEqual(refused("a".repeat(201), { field: "signer", oneLine: true }), [["sales.text_too_long", "signer"]]);
  assert.deepEqual(refused("a".repeat(5_001), { field: "message" }), [["sales.text_too_long", "message"]]);
  assert.deepEqual(refused(" ".repeat(300_000), { field: "message" }), [["sales.text_too_long", "message"]]);
});

Deno.test("characters that neither XML nor the database can hold are refused at their field", () => {
  for (const character of ["\u0000", "\u001b", "\u202e", "\ufffe", "\ud800"]) {
    assert.deepEqual(refused(`a${character}b`, { field: "reason" }), [["sales.bad_characters", "reason"]]);
  }
});
