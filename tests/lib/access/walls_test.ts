import assert from "node:assert/strict";
import postgres from "postgres";
import { openWorld, TRIAL_CELL } from "../../support/world.ts";
import { anOwner, openDirectory } from "./_cast.ts";

const world = await openWorld();
const product = postgres(world.url("control", "product"), { max: 1, onnotice: () => {} });
const operator = postgres(world.url("control", "console"), { max: 1, onnotice: () => {} });
const cell = postgres(world.url(TRIAL_CELL, "product"), { max: 1, onnotice: () => {} });
Deno.test.afterAll(async () => {
  await Promise.all([product.end(), operator.end(), cell.end()]);
  await world.close();
});
await openDirectory(world);
const alice = await anOwner(world, { name: "Alice Dupré", companyName: "Atelier Dupré" });
const denis = await anOwner(world, { name: "Denis Roux", companyName: "Garage Roux" });

/** Tables that belong to people and staff: reached by hash, through functions only. */
const CLOSED = [
  "people",
  "sign_up_requests",
  "one_time_tokens",
  "sessions",
  "second_factors",
  "recovery_codes",
  "passkeys",
  "passkey_challenges",
  "pending_sign_ins",
  "mail_codes",
  "rate_limits",
  "security_log",
  "operators",
  "operator_sessions",
];
/** Tables of the directory, walled by dossier. */
const WALLED = ["instances", "procedures", "memberships", "instance_figures", "dossier_security"];

/** Runs one statement as a login that takes a role and a scope; the SQLSTATE of its refusal, or its number of rows. */
async function outcome(
  sql: postgres.Sql,
  statement: string,
  { role, tenant = "", person = "" }: { role: string | null; tenant?: string; person?: string },
): Promise<string | number> {
  const undone = new Error("undone");
  let answer: string | number = "";
  await sql.begin(async (tx) => {
    if (role) await tx.unsafe(`set local role ${role}`);
    await tx`select set_config('app.tenant_id', ${tenant}, true), set_config('app.person_id', ${person}, true)`;
    answer = await tx.unsafe(statement).then((rows) => rows.count);
    throw undone;
  }).catch((error) => {
    if (error !== undone) answer = (error as { code: string }).code;
  });
  return answer;
}

const DENIED = "42501";

Deno.test("no role of the product reads or writes the tables of people, sessions, links, attempts and staff", async () => {
  for (const role of [null, "app_user", "app_reader", "app_queue"]) {
    for (const table of CLOSED) {
      const statements = [
        `select * from control.${table}`,
        `delete from control.${table}`,
        `truncate control.${table}`,
        `insert into control.${table} default values`,
      ];
      for (const statement of statements) {
        assert.equal(
          await outcome(product, statement, { role, person: alice.personId }),
          DENIED,
          `${role} ${statement}`,
        );
      }
    }
  }
});

Deno.test("the console reads no table of people either", async () => {
  for (const table of CLOSED) {
    assert.equal(await outcome(operator, `select * from control.${table}`, { role: "ops_control" }), DENIED, table);
  }
});

Deno.test("the product sees the rows of the dossier in scope, and none without scope or of another", async () => {
  for (const table of WALLED.slice(0, 3)) {
    const mine = `select * from control.${table}`;
    const theirs = `select * from control.${table} where tenant_id = '${denis.tenantId}'`;
    for (const role of ["app_user", "app_reader"]) {
      assert.equal(await outcome(product, mine, { role, tenant: alice.tenantId }), 1, table);
      assert.equal(await outcome(product, theirs, { role, tenant: alice.tenantId }), 0, table);
      assert.equal(await outcome(product, mine, { role }), 0, table);
    }
  }
});

Deno.test("the product cannot touch another dossier's membership, nor make one there", async () => {
  const scope = { role: "app_user", tenant: alice.tenantId };
  const theirs = `where tenant_id = '${denis.tenantId}'`;
  assert.equal(await outcome(product, `update control.memberships set profile = 'reader' ${theirs}`, scope), 0);
  assert.equal(await outcome(product, `delete from control.memberships ${theirs}`, scope), 0);
  const intruder = `insert into control.memberships (tenant_id, person_id, profile)
    values ('${denis.tenantId}', '${alice.personId}', 'administrator')`;
  assert.equal(await outcome(product, intruder, scope), DENIED);
  const moved = `update control.memberships set tenant_id = '${denis.tenantId}'`;
  assert.equal(await outcome(product, moved, scope), DENIED);
});

Deno.test("the product cannot change the directory: neither state, nor cell, nor trial", async () => {
  const scope = { role: "app_user", tenant: alice.tenantId };
  for (const change of ["state = 'active'", "cell_id = 'production-1'", "trial_ends_on = '2999-01-01'", "epoch = 9"]) {
    assert.equal(await outcome(product, `update control.instances set ${change}`, scope), DENIED);
  }
  assert.equal(await outcome(product, "delete from control.instances", scope), DENIED);
  assert.equal(await outcome(product, "select * from control.cells", scope), DENIED);
});

Deno.test("the functions of the directory act on the dossier and person in scope only", async () => {
  const scope = { role: "app_user", tenant: alice.tenantId, person: alice.personId };
  assert.equal(await outcome(product, "select * from control.my_dossiers()", scope), 1);
  assert.equal(await outcome(product, "select * from control.my_dossiers()", { role: "app_user" }), 0);
  await outcome(product, "select control.open_instance()", { role: "app_user" });
  const people = await world.owner.control`select name from control.people where id = ${denis.personId}`;
  await outcome(product, "select control.rename_me('Pirate')", scope);
  assert.deepEqual(
    await world.owner.control`select name from control.people where id = ${denis.personId}`,
    people,
  );
});

Deno.test("readers, queues and the console may not call what writes for people", async () => {
  const writing = [
    "control.credentials_of('a')",
    "control.rename_me('x')",
    "control.spend_sign_up('\\x00', now(), null)",
    "control.open_instance()",
  ];
  for (const call of writing) {
    for (const role of ["app_reader", "app_queue"]) {
      assert.equal(await outcome(product, `select ${call}`, { role }), DENIED, `${role} ${call}`);
    }
    assert.equal(await outcome(operator, `select ${call}`, { role: "ops_control" }), DENIED, call);
  }
  for (const call of ["control.operator_credentials('a')", "control.spend_operator_step(null, 1)"]) {
    assert.equal(await outcome(product, `select ${call}`, { role: "app_user" }), DENIED, call);
  }
});

Deno.test("only the queue's role founds a dossier in a cell, and it adds a row and nothing else", async () => {
  const call = `select cell.found_dossier('${alice.tenantId}', '00000000')`;
  for (const role of ["app_user", "app_reader"]) assert.equal(await outcome(cell, call, { role }), DENIED, role);
  assert.equal(await outcome(cell, call, { role: "app_queue" }), 1);
  const other = "insert into cell.dossiers (tenant_id, public_id) values (gen_random_uuid(), '00000000')";
  for (const role of ["app_user", "app_queue"]) assert.equal(await outcome(cell, other, { role }), DENIED, role);
  assert.equal(await outcome(cell, "set local role app_founder", { role: null }), DENIED);
  const [dossier] = await world.owner.trial`select state, epoch, public_id <> '00000000' as kept
    from cell.dossiers where tenant_id = ${alice.tenantId}`;
  assert.deepEqual({ ...dossier }, { state: "open", epoch: 1, kept: true });
});
