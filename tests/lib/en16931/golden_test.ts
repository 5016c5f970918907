import assert from "node:assert/strict";
import { writeCii, writeUbl } from "../../../lib/en16931/mod.ts";
import { fullInvoice, invoice } from "./_example.ts";

const FOLDER = new URL("../../golden/en16931/", import.meta.url);
const REWRITES = Deno.env.get("GOLDEN") === "write";

const FILES: Readonly<Record<string, string>> = {
  "simple_cii.xml": writeCii(invoice()),
  "full_cii.xml": writeCii(fullInvoice()),
  "simple_ubl.xml": writeUbl(invoice()),
  "full_ubl.xml": writeUbl(fullInvoice()),
  "credit_note_ubl.xml": writeUbl({ ...fullInvoice(), typeCode: "381" }),
};

for (const [name, xml] of Object.entries(FILES)) {
  Deno.test(`${name} is what it was when it was last looked at`, async () => {
    const lined = xml.replaceAll("><", ">\n<") + "\n";
    if (REWRITES) {
      await Deno.mkdir(FOLDER, { recursive: true });
      await Deno.writeTextFile(new URL(name, FOLDER), lined);
    }
    assert.equal(lined, await Deno.readTextFile(new URL(name, FOLDER)));
  });
}
