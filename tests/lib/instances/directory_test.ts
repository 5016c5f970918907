import assert from "node:assert/strict";
import { aPerson } from "../../../lib/identity/testing.ts";
import { advanceProcedure, hurryProcedure } from "../../../lib/instances/advance_procedure.ts";
import { findInstanceByPublicId, opennessOf } from "../../../lib/instances/mod.ts";
import { addToDate, dayOf, isoDate } from "../../../lib/base/dates.ts";
import { now } from "../../../lib/platform/clock.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openWorld, PRODUCTION_CELL, TRIAL_CELL } from "../../support/world.ts";
import { aMailbox, aVisitor } from "../identity/_people.ts";
import { aBegunOpening, addCell, wireOpening } from "./_opening.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
openTestOutside();
wireOpening();
const { control } = world.owner;
await addCell(control, { id: TRIAL_CELL });
await addCell(control, { id: PRODUCTION_CELL, kind: "production" });
const { personId } = await aPerson(aVisitor(), { email: aMailbox() });

async function opened(companyName: string) {
  const key = await aBegunOpening({ personId, companyName });
  await advanceProcedure(aVisitor(), key);
  const [instance] = await control`select slug, public_id, cell_id, trial_ends_on::text as ends, company_name
    from control.instances where tenant_id = ${key.tenantId}`;
  return { tenantId: key.tenantId, ...instance! } as Record<string, string> & typeof key;
}

Deno.test("dossiers of the same name get addresses of their own, side by side too", async () => {
  const slugs = (await Promise.all(Array.from({ length: 5 }, () => opened("Plomberie Durand")))).map((one) => one.slug);
  assert.deepEqual(slugs.sort(), [
    "plomberie-durand",
    "plomberie-durand-2",
    "plomberie-durand-3",
    "plomberie-durand-4",
    "plomberie-durand-5",
  ]);
});

Deno.test("any company's name makes an address of at most forty plain characters", async () => {
  const names = ["L’Œuvre & Cie", "山田商店", "x".repeat(100), `${"long-".repeat(8)}a`, `${"long-".repeat(8)}b`, "!!!"];
  for (const name of names) {
    const { slug, company_name } = await opened(name);
    assert.match(slug!, /^[a-z0-9]+(-[a-z0-9]+)*$/);
    assert.ok(slug!.length <= 40);
    assert.equal(company_name, name);
  }
  const again = await opened("x".repeat(100));
  assert.match(again.slug!, /^x{38}-2$/);
});

Deno.test("a trial lasts thirty days and lives in a trial cell", async () => {
  const { ends, cell_id } = await opened("Menuiserie Petit");
  assert.deepEqual([ends, cell_id], [addToDate(dayOf(now()), { days: 30 }), TRIAL_CELL]);
});

Deno.test("an opening goes to the emptiest open trial cell, and waits when none has room", async () => {
  await addCell(control, { id: "trial-closed", state: "closed" });
  await addCell(control, { id: "trial-empty", max: 2 });
  // One more dossier brings it to 65 % of its limit.
  await control`update control.cells set max_dossiers = ceil((select count(*) from control.instances) / 0.65 + 0.1)
    where id = ${TRIAL_CELL}`;
  const keys = await Promise.all(
    Array.from({ length: 3 }, () => aBegunOpening({ personId, companyName: "Cellule vide" })),
  );
  // That cell has no database here, so the second step fails; the reservations stand all the same.
  await Promise.all(keys.map((key) => hurryProcedure(aVisitor(), key)));
  const counted = await control`select cell_id, count(*)::integer as n from control.instances
    where company_name = 'Cellule vide' group by 1 order by 1`;
  assert.deepEqual(counted.map((row) => [row.cell_id, row.n]), [[TRIAL_CELL, 1], ["trial-empty", 2]]);
  const waiting = await aBegunOpening({ personId, companyName: "Sans place" });
  assert.equal(await hurryProcedure(aVisitor(), waiting), false);
  const [row] = await control`select step, last_error from control.procedures where tenant_id = ${waiting.tenantId}`;
  assert.deepEqual({ ...row }, { step: 0, last_error: "instances.no_room" });
  await control`update control.cells set max_dossiers = 10000, state = 'open', closed_because = null
    where id = ${TRIAL_CELL}`;
  assert.equal(await hurryProcedure(aVisitor(), waiting), true);
});

Deno.test("a public id leads to its dossier, and nothing else does", async () => {
  const { tenantId, public_id } = await opened("Atelier public");
  const place = await findInstanceByPublicId(aVisitor(), public_id!);
  assert.deepEqual([place?.tenantId, place?.cell, place?.epoch, place?.state], [tenantId, TRIAL_CELL, 1, "trial"]);
  const waiting = await aBegunOpening({ personId, companyName: "Pas encore" });
  for (const unknown of ["", "00000000", public_id!.toUpperCase() + "0", "'; --", waiting.tenantId]) {
    assert.equal(await findInstanceByPublicId(aVisitor(), unknown), null, unknown);
  }
  await control`update control.instances set state = 'erased' where tenant_id = ${tenantId}`;
  assert.equal(await findInstanceByPublicId(aVisitor(), public_id!), null);
});

Deno.test("a dossier's state says what its people may do", () => {
  const day = isoDate("2026-11-21");
  const of = (state: Parameters<typeof opennessOf>[0]["state"], ends: string | null) =>
    opennessOf({ state, trialEndsOn: ends === null ? null : isoDate(ends) }, day);
  assert.equal(of("trial", "2026-11-21"), "open", "the last day belongs to the trial");
  assert.equal(of("trial", "2026-11-20"), "expired");
  assert.equal(of("active", "2026-01-01"), "open");
  assert.equal(of("suspended", null), "suspended");
  assert.equal(of("closed", null), "closed");
  assert.equal(of("copy", null), "read_only");
});
