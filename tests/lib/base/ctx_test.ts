import assert from "node:assert/strict";
import { authorize, type Ctx, type Right } from "../../../lib/base/ctx.ts";
import type { IsoDate, IsoInstant } from "../../../lib/base/dates.ts";
import type { Uuid } from "../../../lib/base/ids.ts";
import { Refusal } from "../../../lib/base/refusal.ts";

function withRights(...rights: Right[]): Ctx {
  return {
    now: "2026-11-21T09:00:00.000Z" as IsoInstant,
    today: "2026-11-21" as IsoDate,
    request: { id: "r1", ip: "127.0.0.1" },
    personId: null,
    tenantId: "018f0000-0000-7000-8000-000000000001" as Uuid,
    cell: "trial",
    epoch: 1,
    rights: new Set(rights),
    actor: "automate",
  };
}

Deno.test("authorize lets a right of the person pass", () => {
  authorize(withRights("invoices:issue", "invoices:read"), "invoices:issue");
});

Deno.test("authorize refuses an absent right with 403 and names it", () => {
  assert.throws(() => authorize(withRights("invoices:read"), "invoices:issue"), (error) => {
    assert.ok(error instanceof Refusal);
    assert.equal(error.status, 403);
    assert.equal(error.code, "access.forbidden");
    assert.match(error.issues[0]!.sentence, /«\u00a0invoices:issue\u00a0»/);
    return true;
  });
});

Deno.test("authorize takes no part, no wildcard and no other case for a right", () => {
  for (const right of ["invoices:*", "invoices:issu", "Invoices:issue", "*:*", "invoices:issue "] as const) {
    assert.throws(() => authorize(withRights(right), "invoices:issue"), Refusal);
  }
  assert.throws(() => authorize(withRights(), "invoices:issue"), Refusal);
});
