import assert from "node:assert/strict";
import { admitMember } from "../../../lib/access/mod.ts";
import { Refusal } from "../../../lib/base/refusal.ts";
import { newId } from "../../../lib/platform/random.ts";
import { aCtx, openWorld } from "../../support/world.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());

Deno.test("admitMember is refused without the right to manage members", async () => {
  const ctx = aCtx(newId());
  await assert.rejects(
    admitMember(ctx, { personId: newId(), profile: "reader" }),
    (error) => error instanceof Refusal && error.status === 403,
  );
});
