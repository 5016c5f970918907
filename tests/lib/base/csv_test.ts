import assert from "node:assert/strict";
import fc from "fast-check";
import { CSV_BOM, csvRow } from "../../../lib/base/csv.ts";

Deno.test("csvRow separates cells with semicolons and ends the line", () => {
  assert.equal(csvRow(["Dupré", 3, 1200n, null, ""]), "Dupré;3;1200;;\r\n");
  assert.equal(csvRow([]), "\r\n");
});

Deno.test("csvRow quotes what would break the row", () => {
  assert.equal(
    csvRow(["a;b", 'dit "x"', "deux\nlignes", "retour\r"]),
    '"a;b";"dit ""x""";"deux\nlignes";"retour\r"\r\n',
  );
});

Deno.test("csvRow makes text of what a spreadsheet would run as a formula", () => {
  for (const formula of ["=1+1", "+33 1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x"]) {
    assert.match(csvRow([formula]), /^"?'/, JSON.stringify(formula));
  }
  assert.equal(csvRow(['=HYPERLINK("x";"y")']), `"'=HYPERLINK(""x"";""y"")"\r\n`);
});

Deno.test("csvRow leaves numbers below zero as numbers", () => {
  assert.equal(csvRow([-5, -1200n]), "-5;-1200\r\n");
});

Deno.test("no text begins like a formula once written, and each is read back as it was but for the apostrophe", () => {
  fc.assert(fc.property(fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 5 }), (cells) => {
    const read = readRow(csvRow(cells));
    assert.equal(read.length, cells.length);
    read.forEach((cell, i) => {
      assert.doesNotMatch(cell, /^[=+\-@\t\r\n＝＋－＠]/);
      assert.ok(cell === cells[i] || cell === `'${cells[i]}`);
    });
  }));
});

Deno.test("the byte order mark is the one of UTF-8", () => {
  assert.deepEqual([...new TextEncoder().encode(CSV_BOM)], [0xef, 0xbb, 0xbf]);
});

/** A reader written from RFC 4180 alone, character by character. */
function readRow(row: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (let i = 0; i < row.length - 2; i++) {
    const char = row[i]!;
    if (char === '"' && isQuoted && row[i + 1] === '"') cell += row[i++];
    else if (char === '"') isQuoted = !isQuoted;
    else if (char === ";" && !isQuoted) {
      cells.push(cell);
      cell = "";
    } else cell += char;
  }
  return [...cells, cell];
}
