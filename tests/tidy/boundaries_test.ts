import assert from "node:assert/strict";
import plugin from "./boundaries.ts";
import { rulesBroken } from "./lint/case.ts";
import { formCases } from "./lint/cases_forms.ts";
import { homeCases } from "./lint/cases_homes.ts";
import { importCases } from "./lint/cases_imports.ts";
import { placeOfFile, resolve } from "./lint/place.ts";
import { WINDOWS } from "./lint/windows.ts";

const CASES = [...importCases, ...homeCases, ...formCases];

for (const { rule, title, file, source } of CASES) {
  Deno.test(`the house ${rule ? "refuses" : "accepts"} ${title} in ${file} (${rule ?? "all rules"})`, () => {
    const broken = rulesBroken(file, source);
    assert.deepEqual(broken, rule ? [rule] : []);
  });
}

Deno.test("every rule of the plugin is broken by a case", () => {
  const tested = new Set(CASES.map(({ rule }) => rule));
  assert.deepEqual(Object.keys(plugin.rules).filter((rule) => !tested.has(rule)), []);
});

Deno.test("every window opens in a rule that exists, and says why", () => {
  for (const { rule, reason } of WINDOWS) {
    assert.ok(rule in plugin.rules, `no rule ${rule}`);
    assert.ok(reason.length > 8, `no reason for the window of ${rule}`);
  }
});

Deno.test("a specifier is resolved through the aliases of deno.json to a package and its part", () => {
  const from = placeOfFile("lib/sales/a.ts");
  assert.deepEqual(resolve("drizzle-orm/pg-core", from), {
    kind: "package",
    name: "drizzle-orm/pg-core",
    inline: false,
  });
  assert.deepEqual(resolve("npm:@node-rs/argon2@2.2.1/x", from), {
    kind: "package",
    name: "@node-rs/argon2/x",
    inline: true,
  });
  assert.deepEqual(resolve("node:fs/promises", from), { kind: "node", name: "fs/promises" });
});

Deno.test("a file keeps its place whether it is named by its absolute or its relative path", () => {
  const absolute = new URL("../../lib/sales/reminders/plan.ts", import.meta.url).pathname;
  assert.deepEqual(placeOfFile(absolute), placeOfFile("lib/sales/reminders/plan.ts"));
  assert.deepEqual(placeOfFile(absolute), {
    path: "lib/sales/reminders/plan.ts",
    area: "lib",
    module: "sales",
    file: "reminders/plan.ts",
  });
  assert.equal(placeOfFile("/elsewhere/lib/sales/a.ts").area, "other");
});
