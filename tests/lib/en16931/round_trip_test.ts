import assert from "node:assert/strict";
import fc from "fast-check";
import { type Invoice, readCii, type ReadInvoice, readUbl, writeCii, writeUbl } from "../../../lib/en16931/mod.ts";
import { anyInvoice } from "./_arbitrary.ts";
import { fullInvoice, invoice } from "./_example.ts";

const SYNTAXES = { CII: [writeCii, readCii], UBL: [writeUbl, readUbl] } as const;

for (const [name, [write, read]] of Object.entries(SYNTAXES)) {
  Deno.test(`an invoice written as ${name} is read back the same`, () => {
    for (const example of [invoice(), fullInvoice()]) assertSame(example, read(write(example)));
    fc.assert(fc.property(anyInvoice, (any) => assertSame(any, read(write(any)))), { numRuns: 300 });
  });
}

function assertSame(written: Invoice, { invoice: read, findings }: ReadInvoice): void {
  assert.deepEqual(stripped(read), stripped(written));
  assert.deepEqual(findings, []);
}

/** Without the keys whose value is undefined: for the model, absent and undefined are the same. */
function stripped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stripped);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([, inner]) => inner !== undefined).map(([key, inner]) => [key, stripped(inner)]),
  );
}
