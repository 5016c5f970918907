import assert from "node:assert/strict";
import { child, childrenOf, parseXml, type XmlElement } from "../../../../lib/platform/xml.ts";
import { checkInvoice } from "../../../../lib/en16931/mod.ts";
import { readUblElement } from "../../../../lib/en16931/ubl/read.ts";
import { sharedFile, sharedFiles, sharedTest } from "../_shared.ts";

const FOLDER = "en16931/Invoice-unit-UBL/";

/** Rules of the UBL syntax that our table names otherwise. */
const OTHER_NAMES: Readonly<Record<string, RegExp>> = {
  "UBL-DT-01": /^BR-DEC-\d\d$/,
};

sharedTest("our rules give the verdict of every official unit test", () => {
  const wrong = sharedFiles(FOLDER).flatMap((file) => judgeFile(file));
  assert.deepEqual(wrong, []);
});

function judgeFile(file: string): string[] {
  const set = parseXml(sharedFile(FOLDER + file));
  return childrenOf(set, "test").flatMap((test, index) => {
    const name = `${file} ${index + 1}`;
    const fired = firedRules(test);
    return verdicts(test).filter(({ rule, mustFire }) => fires(rule, fired) !== mustFire)
      .map(({ rule, mustFire }) => `${name}: ${rule} ${mustFire ? "must fire" : "must not fire"}`);
  });
}

function verdicts(test: XmlElement): { rule: string; mustFire: boolean }[] {
  return (child(test, "assert")?.children ?? []).filter((verdict) => verdict.name !== "description")
    .map((verdict) => ({ rule: verdict.text, mustFire: verdict.name !== "success" }));
}

function firedRules(test: XmlElement): string[] {
  const root = test.children.find((element) => element.name === "Invoice" || element.name === "CreditNote");
  assert.ok(root, "a test without an invoice");
  const { invoice, findings } = readUblElement(root);
  return [...findings, ...checkInvoice(invoice, { french: false })].map((violation) => violation.rule);
}

function fires(rule: string, fired: readonly string[]): boolean {
  const other = OTHER_NAMES[rule];
  return fired.some((id) => id === rule || other?.test(id));
}
