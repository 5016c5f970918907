import assert from "node:assert/strict";
import { languageAsked } from "../../../../lib/platform/web/language.ts";

for (
  const [header, language] of [
    ["fr", "fr"],
    ["en-GB,en;q=0.9,fr;q=0.8", "en"],
    ["fr-BE;q=0.5, en;q=0.4", "fr"],
    ["en;q=0.4, fr;q=0.5", "fr"],
    ["de, nl;q=0.9, en;q=0.1", "en"],
    ["EN-us", "en"],
    ["de", undefined],
    ["*", undefined],
    ["fr;q=0, en;q=0.2", "en"],
    ["", undefined],
    [";;q=,,=", undefined],
    ["en;q=nonsense", "en"],
    ["français", undefined],
    [`${"x,".repeat(5_000)}en`, undefined],
  ] as const
) {
  Deno.test(`« ${header.slice(0, 30)} » asks for ${language ?? "none of our languages"}`, () => {
    assert.equal(languageAsked(header), language);
  });
}
