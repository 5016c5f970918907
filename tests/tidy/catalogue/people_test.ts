import assert from "node:assert/strict";
import { newId } from "../../../lib/platform/random.ts";
import { openWorld } from "../../support/world.ts";
import { readTables } from "./read.ts";
import { ROLES_OF, TABLES_OF_NO_DOSSIER } from "./reasons.ts";
import { insertSamples } from "./sample_rows.ts";
import { attempt, connect, isNothing } from "./tries.ts";

const world = await openWorld();
const owner = world.owner.control;
const logins = {
  product_login: connect(world.url("control", "product")),
  console_login: connect(world.url("control", "console")),
};
Deno.test.afterAll(async () => {
  await Promise.all(Object.values(logins).map((sql) => sql.end()));
  await world.close();
});

/** What a role may see outside of dossiers: nothing that is anybody's. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  "control.cells": ["ops_control"],
  "control.cell_samples": ["ops_control"],
  "control.move_settings": ["ops_control"],
  // What it may not change is tried in tests/lib/instances/alerts/raise_alert_test.ts.
  "control.alert_channels": ["ops_control"],
  "control.thresholds": ["ops_control"],
  "control.alerts": ["ops_control"],
  "control.alert_events": ["ops_control"],
  "control.job_slots": ["app_queue", "ops_queue"],
  // Published; that nobody changes it is tried in tests/lib/anchors/make_anchors_test.ts.
  "control.anchors": ["app_reader", "app_user", "ops_control"],
  "control.anchor_levels": ["app_reader", "app_user", "ops_control"],
  "control.anchor_key_history": ["app_reader", "app_user", "ops_control"],
  "control.anchor_stamps": ["app_reader", "app_user", "ops_control"],
  "control.anchor_keys": ["ops_control"],
  // Added to and read; that nobody changes it is tried in tests/lib/identity/operator_acts_test.ts.
  "control.operator_acts": ["ops_control"],
};
const tables = (await readTables(owner)).map(({ name }) => name).filter((name) => TABLES_OF_NO_DOSSIER[name]);
await insertSamples(owner, tables, newId());

for (const table of tables) {
  Deno.test(`somebody else sees, changes and deletes nothing in ${table}, in whatever role`, async () => {
    for (const login of ["product_login", "console_login"] as const) {
      for (const role of [null, ...ROLES_OF[login]].filter((name) => !MAY[table]?.includes(name ?? ""))) {
        const somebody = { role, tenantId: newId(), personId: newId() };
        for (const who of [somebody, { role }]) {
          const column = (await owner`select attname from pg_attribute
            where attrelid = ${table}::regclass and attnum = 1`)[0]!["attname"];
          const tried = {
            select: await attempt(logins[login], who, `select 1 from ${table}`),
            update: await attempt(logins[login], who, `update ${table} set "${column}" = "${column}"`),
            delete: await attempt(logins[login], who, `delete from ${table}`),
          };
          const seen = Object.entries(tried).filter(([, outcome]) => !isNothing(outcome));
          assert.deepEqual(seen, [], `${role} on ${table}`);
        }
      }
    }
  });
}

Deno.test("every table of control that belongs to no dossier was tried, and each holds something to see", async () => {
  assert(tables.length >= 9);
  for (const table of tables) assert.equal((await owner`select from ${owner(table)} limit 1`).length, 1, table);
});
