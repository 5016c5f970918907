import assert from "node:assert/strict";
import { assert as holds, Bug, present, unreachable } from "../../../lib/base/assert.ts";

Deno.test("assert lets a fact pass", () => {
  holds(true, "never said");
  holds("text", "never said");
});

Deno.test("assert throws a Bug with its message where the fact does not hold", () => {
  for (const fact of [false, 0, "", null, undefined, 0n]) {
    assert.throws(
      () => holds(fact, "the sky fell"),
      (error) => error instanceof Bug && error.message === "the sky fell",
    );
  }
});

Deno.test("present returns every value that is there, falsy ones included", () => {
  for (const value of [0, "", false, 0n, "text"]) assert.equal(present(value, "value"), value);
});

Deno.test("present names what is missing", () => {
  assert.throws(() => present(null, "the dossier"), { name: "Bug", message: "missing: the dossier" });
  assert.throws(() => present(undefined, "the dossier"), { name: "Bug", message: "missing: the dossier" });
});

Deno.test("unreachable throws a Bug that shows the value", () => {
  assert.throws(() => unreachable("new state" as never), { name: "Bug", message: "unreachable: new state" });
});
