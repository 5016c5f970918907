import assert from "node:assert/strict";
import { INSTANCE_STATES } from "../../../../lib/instances/states.ts";
import { actsOpenTo, type Asker, LIFE_ACTS, TRANSITIONS } from "../../../../lib/instances/life/transitions.ts";
import { trialNotice } from "../../../../lib/instances/life/notices.ts";
import type { IsoDate } from "../../../../lib/base/dates.ts";
import { addToDate } from "../../../../lib/base/dates.ts";
import { attempt, connect } from "../../../tidy/catalogue/tries.ts";
import { openWorld } from "../../../support/world.ts";

const world = await openWorld();
const product = connect(world.url("control", "product")), team = connect(world.url("control", "console"));
Deno.test.afterAll(async () => {
  await Promise.all([product.end(), team.end()]);
  await world.close();
});

const ASKERS: readonly Asker[] = ["operator", "owner", "program"];

Deno.test("control's table of states is the one of the code, for every state, act, asker and state to come back to", async () => {
  const found = await world.owner.control<{ was: string; act: string; asker: string; back: string; becomes: string }[]>`
    select was, act, asker, back, control.next_state(was, act, asker, back) as becomes
    from unnest(${[...INSTANCE_STATES]}::text[]) was, unnest(${[...LIFE_ACTS]}::text[]) act,
      unnest(${[...ASKERS]}::text[]) asker, unnest(array['trial', 'active', 'suspended', 'none']) back`;
  assert.equal(found.length, INSTANCE_STATES.length * LIFE_ACTS.length * ASKERS.length * 4);
  for (const { was, act, asker, back, becomes } of found) {
    const rows = TRANSITIONS.filter((row) => row.act === act && row.from === was && row.by.includes(asker as Asker));
    const goesBack = act === "reactivate" || act === "reopen";
    const row = goesBack ? rows.find(({ to }) => to === back) : rows[0];
    assert.equal(becomes, row?.to ?? null, `${asker} ${act} from ${was}, back to ${back}`);
  }
});

Deno.test("what may be asked in each state, and by whom", () => {
  const table = INSTANCE_STATES.map((state) => [state, ...ASKERS.map((asker) => actsOpenTo(asker, state).join(" "))]);
  assert.deepEqual(table, [
    ["provisioning", "", "", ""],
    ["trial", "activate suspend close", "close", "close"],
    ["active", "suspend close", "close", ""],
    ["suspended", "reactivate close", "close", ""],
    ["closed", "reopen", "reopen", "keep erase"],
    ["kept", "", "", "erase"],
    ["erased", "", "", ""],
    ["copy", "", "", ""],
  ]);
});

Deno.test("a trial is told 7, 3 and 1 days before its end, when it is over, and 60, 30 and 7 days before it is closed", () => {
  const end = "2026-03-31" as IsoDate, told = new Map<string, string[]>();
  for (let day = -10; day <= 92; day++) {
    const due = trialNotice(end, addToDate(end, { days: day }));
    if (due) told.set(due.notice, [...told.get(due.notice) ?? [], `${day} ${due.forOn}`]);
  }
  const first = [...told].map(([notice, days]) => `${notice}: ${days[0]}`);
  assert.deepEqual(first, [
    "trial_7: -7 2026-03-31",
    "trial_3: -3 2026-03-31",
    "trial_1: -1 2026-03-31",
    "trial_over: 1 2026-03-31",
    "unused_60: 30 2026-06-29",
    "unused_30: 60 2026-06-29",
    "unused_7: 83 2026-06-29",
  ]);
  assert.equal(trialNotice(end, "2026-06-29" as IsoDate), null, "on its last day it is closed, not warned");
});

Deno.test("no role that a program can take writes a state or touches the history of states", async () => {
  const tries = [
    "update control.instances set state = 'active'",
    "update control.instances set erase_after = now()",
    "update control.state_changes set reason = 'x'",
    "delete from control.state_changes",
    "truncate control.state_changes",
    `insert into control.state_changes (tenant_id, id, at, act, from_state, to_state, asked_by, asker, reason)
      values (gen_random_uuid(), gen_random_uuid(), now(), 'close', 'trial', 'closed', 'owner', 'x', 'x')`,
    "select control.apply_state(gen_random_uuid(), gen_random_uuid(), 'activate', 'operator', null, 'x', 'x', now(), null, null)",
  ];
  const roles = [[product, ["app_user", "app_reader", "app_queue"]], [team, ["ops_control", "ops_queue"]]] as const;
  for (const [login, names] of roles) {
    for (const role of names) {
      for (const act of tries) {
        assert.ok("refused" in await attempt(login, { role }, act), `${role}: ${act}`);
      }
    }
  }
  const crossed = [
    [
      product,
      "app_user",
      "select control.change_state_as_operator(null, null, 'activate', null, 'x', 'x', now(), null)",
    ],
    [team, "ops_control", "select control.change_state_as_owner(null, 'close', 'x', 'x', now(), 'keep', null)"],
    [team, "ops_control", "select control.close_unused_trial(null, 'x', 'x', now())"],
  ] as const;
  for (const [login, role, act] of crossed) {
    assert.ok("refused" in await attempt(login, { role }, act), act);
  }
});
