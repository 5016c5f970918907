import assert from "node:assert/strict";
import { Bug } from "../../../lib/base/assert.ts";
import { findSession, MAX_PERSON_NAME, rename } from "../../../lib/identity/mod.ts";
import { aPerson } from "../../../lib/identity/testing.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openWorld } from "../../support/world.ts";
import { aMailbox, aVisitor } from "./_people.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
openTestOutside();

Deno.test("a person changes his own name, and nobody else's", async () => {
  const alice = await aPerson(aVisitor(), { email: aMailbox(), name: "Alice" });
  const denis = await aPerson(aVisitor(), { email: aMailbox(), name: "Denis" });
  await rename(aVisitor({ personId: alice.personId }), { name: "  Alice   Dupré " });
  assert.equal((await findSession(aVisitor(), alice.token))?.name, "Alice Dupré");
  assert.equal((await findSession(aVisitor(), denis.token))?.name, "Denis");
});

Deno.test("an empty, endless or forged name is refused, and the old one stays", async () => {
  const { token, personId } = await aPerson(aVisitor(), { email: aMailbox(), name: "Alice" });
  for (const name of ["", "   ", "x".repeat(MAX_PERSON_NAME + 1), "Ali\u0000ce", "Alice\u202Eeciredoc"]) {
    await assert.rejects(rename(aVisitor({ personId }), { name }), { status: 422, message: "identity.name" });
  }
  assert.equal((await findSession(aVisitor(), token))?.name, "Alice");
});

Deno.test("a visitor has no name to change", async () => {
  await assert.rejects(rename(aVisitor(), { name: "Alice" }), Bug);
});
