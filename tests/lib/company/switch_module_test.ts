import assert from "node:assert/strict";
import { Refusal } from "../../../lib/base/refusal.ts";
import { MODULES_OFFERED, modulesOn, switchModule } from "../../../lib/company/mod.ts";
import { openWorld } from "../../support/world.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());

Deno.test("every module is on until somebody switches it off, at once and for this dossier alone", async () => {
  const ctx = await world.makeDossier(["company:write"]), other = await world.makeDossier(["company:write"]);
  assert.deepEqual([...await modulesOn(ctx)], Object.keys(MODULES_OFFERED));
  await switchModule(ctx, "catalog", false);
  assert.equal((await modulesOn(ctx)).has("catalog"), false);
  assert.equal((await modulesOn(other)).has("catalog"), true);
  await switchModule(ctx, "catalog", true);
  assert.equal((await modulesOn(ctx)).has("catalog"), true);
});

for (const module of ["rockets", "__proto__", "toString", ""]) {
  Deno.test(`switchModule refuses the module « ${module} » that does not exist`, async () => {
    const ctx = await world.makeDossier(["company:write"]);
    await assert.rejects(
      switchModule(ctx, module, false),
      (error) => error instanceof Refusal && error.code === "company.module_unknown",
    );
  });
}

Deno.test("switchModule refuses whoever lacks the right", async () => {
  const ctx = await world.makeDossier(["company:read"]);
  await assert.rejects(
    switchModule(ctx, "catalog", false),
    (error) => error instanceof Refusal && error.status === 403,
  );
});
