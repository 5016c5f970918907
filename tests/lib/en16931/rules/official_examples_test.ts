import assert from "node:assert/strict";
import { checkInvoice, readCii, type ReadInvoice, readUbl } from "../../../../lib/en16931/mod.ts";
import { sharedFile, sharedFiles, sharedTest } from "../_shared.ts";

for (const [folder, read] of [["ubl-examples", readUbl], ["cii-examples", readCii]] as const) {
  sharedTest(`every example of ${folder} is read and breaks no official rule`, () => {
    for (const file of sharedFiles(`en16931/${folder}/`)) {
      assert.deepEqual(officialRules(read(sharedFile(`en16931/${folder}/${file}`))), [], file);
    }
  });
}

/** The rules that fire, without ours: the examples' parties have made-up VAT numbers and accounts. */
function officialRules({ invoice, findings }: ReadInvoice): string[] {
  const violations = [...findings, ...checkInvoice(invoice, { french: false })];
  return violations.map((violation) => violation.rule).filter((rule) => !rule.startsWith("PAR-"));
}
