import assert from "node:assert/strict";
import { Bug } from "../../../lib/base/assert.ts";
import { ALL_RIGHTS, labelOfRight, PROFILES, rightsOf } from "../../../lib/access/mod.ts";

Deno.test("every right has words that a person understands", () => {
  for (const right of ALL_RIGHTS) assert.match(labelOfRight(right)!, /^\p{Lu}.+ : \p{Ll}.+$/u, right);
  assert.equal(labelOfRight("invoices:issue"), "Factures et avoirs : émettre");
});

Deno.test("a right that is not in the table has no words and belongs to no profile", () => {
  for (
    const right of ["invoices:fly", "moon:read", "invoices", "toString:constructor", ":"] as `${string}:${string}`[]
  ) {
    assert.equal(labelOfRight(right), null);
    assert.ok(!ALL_RIGHTS.has(right));
  }
});

Deno.test("the administrator has every right, ADV all but members, settings and letting an inspector in", () => {
  assert.equal(rightsOf("administrator"), ALL_RIGHTS);
  const missing = [...ALL_RIGHTS].filter((right) => !rightsOf("adv").has(right));
  assert.deepEqual(missing, ["company:write", "members:read", "members:write", "sealed_log:control"]);
});

Deno.test("Commercial sees quotes and their customers, Achat suppliers, and neither an invoice", () => {
  for (const right of ALL_RIGHTS) {
    const [resource = ""] = right.split(":");
    const isShared = right === "dashboard:read" || right === "company:read" || right === "catalog:read";
    assert.equal(rightsOf("sales").has(right), isShared || ["quotes", "customers"].includes(resource), right);
    assert.equal(rightsOf("purchasing").has(right), isShared || resource === "suppliers", right);
  }
});

Deno.test("Comptable reads, exports and archives, Lecture seule reads: neither changes anything", () => {
  for (const right of rightsOf("accountant")) assert.match(right, /:(read|export|archive)$/);
  for (const right of rightsOf("reader")) assert.match(right, /:read$/);
  assert.ok(rightsOf("accountant").has("lists:export") && !rightsOf("reader").has("lists:export"));
});

Deno.test("a profile that does not exist is a bug, not an empty set", () => {
  for (const key of ["", "owner", "Administrateur", "constructor", "__proto__"]) {
    assert.throws(() => rightsOf(key), Bug, key);
  }
  assert.equal(Object.keys(PROFILES).length, 6);
});
