import assert from "node:assert/strict";
import { defineRefusals, Refusal, refuseAll } from "../../../lib/base/refusal.ts";

const { refuse, issue, table } = defineRefusals("sales", {
  no_lines: { status: 422, say: "Ajoutez au moins une ligne.", field: "lines" },
  too_late: { status: 409, say: ({ day }) => `La facture est émise depuis le ${day}.` },
});

Deno.test("refuse builds the error to throw, with the module's name before the code", () => {
  const error = refuse("no_lines");
  assert.ok(error instanceof Refusal && error instanceof Error);
  assert.equal(error.status, 422);
  assert.equal(error.code, "sales.no_lines");
  assert.equal(error.message, "sales.no_lines");
  assert.deepEqual(error.issues, [{ code: "sales.no_lines", sentence: "Ajoutez au moins une ligne.", field: "lines" }]);
});

Deno.test("refuse fills in the words that vary", () => {
  const error = refuse("too_late", { values: { day: "12 mars" } });
  assert.equal(error.issues[0]!.sentence, "La facture est émise depuis le 12 mars.");
  assert.equal(error.issues[0]!.field, undefined);
});

Deno.test("the place given by the caller stands before the one of the table", () => {
  assert.equal(issue("no_lines", { field: "lines.2" }).field, "lines.2");
  assert.equal(refuse("no_lines", { field: "lines.2" }).issues[0]!.field, "lines.2");
});

Deno.test("the table stays readable for the page that lists the refusals", () => {
  assert.deepEqual(Object.keys(table), ["no_lines", "too_late"]);
});

Deno.test("refuseAll throws all the faults together as one 422", () => {
  const faults = [issue("no_lines"), issue("too_late", { values: { day: "hier" } })];
  assert.throws(() => refuseAll(faults), (error) => {
    assert.ok(error instanceof Refusal);
    assert.equal(error.status, 422);
    assert.equal(error.code, "sales.no_lines");
    assert.equal(error.message, "sales.no_lines, sales.too_late");
    assert.deepEqual(error.issues, faults);
    return true;
  });
});

Deno.test("refuseAll lets an input without faults pass", () => {
  refuseAll([]);
});
