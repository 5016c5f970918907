import assert from "node:assert/strict";
import { judgeBuild, ownBuild, PERIMETER, perimeterDigest, statementFault } from "../../lib/antifraud/perimeter.ts";
import { STATEMENTS } from "../../lib/antifraud/perimeter_statements.ts";
import { openTestOutside } from "../support/outside.ts";
import { isThere, textOf } from "./tree.ts";

openTestOutside({ version: JSON.parse(textOf("deno.json")).version });

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("every file and folder of the perimeter is there", () => {
  assert.deepEqual(PERIMETER.filter((path) => !isThere(path)), []);
});

Deno.test("the perimeter is as the last released version stated it", async () => {
  const fault = statementFault(STATEMENTS, await ownBuild());
  assert.equal(fault, null);
});

Deno.test("a changed, added or renamed file changes the digest; order, READMEs and the statements do not", () => {
  const files = [["lib/a.ts", bytes("a")], ["lib/b.ts", bytes("b")]] as const;
  const digest = perimeterDigest(new Map(files));
  assert.equal(perimeterDigest(new Map(files.toReversed())), digest);
  const beside = [["lib/README.md", bytes("x")], ["lib/antifraud/perimeter_statements.ts", bytes("x")]] as const;
  assert.equal(perimeterDigest(new Map([...files, ...beside])), digest);
  for (
    const changed of [[["lib/a.ts", bytes("c")], files[1]], [["lib/c.ts", bytes("a")], files[1]], [files[0]]] as const
  ) {
    assert.notEqual(perimeterDigest(new Map(changed as Iterable<readonly [string, Uint8Array]>)), digest);
  }
});

Deno.test("a build is unreleased, intact or modified by what was stated", () => {
  const one = { version: "1.0.0", digest: "a" };
  assert.equal(judgeBuild([], one), "unreleased");
  assert.equal(judgeBuild([one], { version: "1.4.2", digest: "a" }), "intact");
  assert.equal(judgeBuild([one], { version: "1.0.0", digest: "b" }), "modified");
  assert.equal(judgeBuild([one], { version: "2.0.0", digest: "a" }), "modified");
});

Deno.test("a change without a new major version is a fault, with one it wants to be stated", () => {
  const one = { version: "1.0.0", digest: "a" };
  assert.equal(statementFault([], one), null);
  assert.equal(statementFault([one], { version: "1.1.0", digest: "a" }), null);
  assert.match(statementFault([one], { version: "1.1.0", digest: "b" })!, /raise the major version/);
  assert.match(statementFault([one, { version: "1.1.0", digest: "b" }], { version: "1.1.0", digest: "b" })!, /1\.1\.0/);
  assert.equal(statementFault([one, { version: "2.0.0", digest: "b" }], { version: "2.0.1", digest: "b" }), null);
});
