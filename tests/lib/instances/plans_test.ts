import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import { registerCell } from "../../../lib/instances/operator.ts";
import { INSTANCE_SORTS, instancePageQuery, selectInstances } from "../../../lib/instances/oversight/instance_query.ts";
import { CONTROL } from "../../../lib/platform/db/pools.ts";
import { withOperator } from "../../../lib/platform/db/tenant.ts";
import { rows } from "../../../lib/platform/db/transaction.ts";
import { openWorld, TRIAL_CELL } from "../../support/world.ts";
import { aVisitor } from "../identity/_people.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
await registerCell(aVisitor(), { id: TRIAL_CELL, kind: "trial", region: "eu-west-3", maxDossiers: 9_000 });
await world.owner.control`insert into control.instances
  (tenant_id, public_id, slug, company_name, search, cell_id, state, time_zone, trial_ends_on)
  select gen_random_uuid(), translate(lpad(n::text, 8, '0'), 'ilou', '0000'), 'volume-' || n, 'Volume ' || n,
    'volume ' || n % 2500, ${TRIAL_CELL}, 'trial', 'Europe/Paris', case when n % 3 > 0 then date '2026-12-01' + n % 30 end
  from generate_series(1, 5000) n`;
await world.owner.control`insert into control.instance_figures (tenant_id, sampled_at, row_count, row_bytes, file_bytes)
  select tenant_id, now(), 1000, length(search) * 100000, length(slug) from control.instances where search < 'volume 2'`;
await world.owner.control`analyze control.instances, control.instance_figures`;

for (const by of INSTANCE_SORTS) {
  for (const isDescending of [true, false]) {
    Deno.test(`a page of dossiers by ${by}, ${isDescending ? "down" : "up"}, reads an index and not the directory`, async () => {
      const second = await tenth(isDescending, by);
      await withOperator({ database: CONTROL, role: "ops_control" }, async (tx) => {
        for (const after of [undefined, second]) {
          const plan = await rows<{ "QUERY PLAN": string }>(
            tx,
            sql`explain ${instancePageQuery(tx, { sort: { by, isDescending }, after })}`,
          );
          const text = plan.map((line) => line["QUERY PLAN"]).join("\n");
          assert.doesNotMatch(text, /Seq Scan on instances|Sort Key/, text);
        }
      });
    });
  }
}

/** The cursor after the tenth dossier. */
async function tenth(isDescending: boolean, by: (typeof INSTANCE_SORTS)[number]): Promise<string> {
  return await withOperator({ database: CONTROL, role: "ops_control" }, async (tx) => {
    const found = await selectInstances(tx, { sort: { by, isDescending } });
    const { at, tenantId } = found[9]!;
    return at === "" ? tenantId : `${at}~${tenantId}`;
  });
}
