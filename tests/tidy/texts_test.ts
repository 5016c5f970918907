import assert from "node:assert/strict";
import { repositoryFiles, ROOT, sourceFiles, textOf } from "./tree.ts";

/** Languages of documents and mails beside French, the one every key is written in first. */
const OTHERS = ["en", "nl", "de"] as const;

const frenchTexts = repositoryFiles().filter((path) => /(^|\/)text\.fr\.ts$/.test(path));

Deno.test("every key of a French text is in English, and the other languages hold the same keys", async () => {
  for (const path of frenchTexts) {
    const french = await keysIn(path);
    assert.ok(repositoryFiles().includes(path.replace(".fr.", ".en.")), `${path} has no English`);
    for (const language of OTHERS) {
      const other = path.replace(".fr.", `.${language}.`);
      if (repositoryFiles().includes(other)) {
        assert.deepEqual(await keysIn(other), french, `${other} differs from ${path}`);
      }
    }
  }
});

Deno.test("every key of a French text is used by a file of its module", async () => {
  for (const path of frenchTexts) {
    const folder = path.slice(0, path.lastIndexOf("/") + 1);
    const code = sourceFiles()
      .filter((file) => file.startsWith(folder) && !/text\.\w\w\.ts$/.test(file))
      .map(textOf).join("\n");
    const first = new Set((await keysIn(path)).map((key) => key.split(".")[0]!));
    assert.deepEqual([...first].filter((key) => !new RegExp(`\\b${key}\\b`).test(code)), [], `unused in ${path}`);
  }
});

Deno.test("a key missing on one side makes two texts differ", () => {
  assert.deepEqual(flatten({ title: "Facture", unit: { hour: "heure" }, due: () => "" }), [
    "due",
    "title",
    "unit.hour",
  ]);
  assert.notDeepEqual(flatten({ a: "", b: "" }), flatten({ a: "" }));
  assert.notDeepEqual(flatten({ a: { b: "" } }), flatten({ a: { c: "" } }));
});

/** The keys of all objects that a text file exports, without the names of the exports. */
async function keysIn(path: string): Promise<string[]> {
  const exported: Record<string, unknown> = await import(new URL(path, ROOT).href);
  return Object.values(exported).flatMap(flatten).sort();
}

function flatten(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const below = flatten(inner).map((rest) => `${key}.${rest}`);
    return below.length > 0 ? below : [key];
  }).sort();
}
