import assert from "node:assert/strict";
import fc from "fast-check";
import type { Ctx } from "../../../lib/base/ctx.ts";
import { Refusal } from "../../../lib/base/refusal.ts";
import { openChain, proofOf, seal, verifyChain } from "../../../lib/antifraud/mod.ts";
import { canonicalText } from "../../../lib/antifraud/canonical.ts";
import { withTenant } from "../../../lib/platform/db/tenant.ts";
import { newId } from "../../../lib/platform/random.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openWorld } from "../../support/world.ts";

const world = await openWorld();
openTestOutside();
Deno.test.afterAll(() => world.close());

async function dossierWithChain(): Promise<Ctx> {
  const ctx = await world.makeDossier([]);
  await withTenant(ctx, (tx) => openChain(tx, ctx));
  return ctx;
}

function sealProbe(ctx: Ctx, n: number, subjectId = newId()) {
  const events = [{ type: "probe_sealed", subjectId, payload: { n, label: "Électricité & œuvre" } }];
  return withTenant(ctx, (tx) => seal(tx, ctx, events));
}

/** Changes a sealed row as the database's superuser can, behind the triggers. */
async function tamper(ctx: Ctx, change: string): Promise<void> {
  await world.owner.trial.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql.unsafe(change.replaceAll("$T", `tenant_id = '${ctx.tenantId}'`));
  });
}

Deno.test("a chain grows by one record an event and verifies, every signature included", async () => {
  const ctx = await dossierWithChain();
  const [first] = await sealProbe(ctx, 1);
  const [second] = await sealProbe(ctx, 2);
  assert.deepEqual([first!.seq, second!.seq], [2n, 3n]);
  const report = await verifyChain(ctx, { allSignatures: true });
  assert.deepEqual([report.ok, report.records, report.signaturesChecked, report.firstBad], [true, 3n, 3, null]);
});

Deno.test("a transaction that rolls back leaves no record and no gap", async () => {
  const ctx = await dossierWithChain();
  await withTenant(ctx, async (tx) => {
    await seal(tx, ctx, [{ type: "probe_sealed", subjectId: null, payload: {} }]);
    throw new Error("changed my mind");
  }).catch(() => {});
  const [kept] = await sealProbe(ctx, 1);
  assert.equal(kept!.seq, 2n);
  assert.equal((await verifyChain(ctx)).ok, true);
});

Deno.test("sixty-four writers at once make one chain without fork or gap", async () => {
  const ctx = await dossierWithChain();
  const seals = await Promise.all(Array.from({ length: 64 }, (_, n) => sealProbe(ctx, n)));
  const numbers = seals.map(([one]) => Number(one!.seq)).sort((a, b) => a - b);
  assert.deepEqual(numbers, Array.from({ length: 64 }, (_, n) => n + 2));
  assert.equal((await verifyChain(ctx, { allSignatures: true })).ok, true);
});

Deno.test("a new version is sealed before the first record under it", async () => {
  const ctx = await dossierWithChain();
  openTestOutside({ version: "1.1.0" });
  const [one] = await sealProbe(ctx, 1);
  openTestOutside();
  assert.equal(one!.seq, 3n);
  const [record] = await world.owner.trial`
    select type from cell.sealed_records where tenant_id = ${ctx.tenantId} and seq = 2`;
  assert.equal(record!.type, "version_changed");
});

Deno.test("sealing refuses a dossier without a chain", async () => {
  const ctx = await world.makeDossier([]);
  await assert.rejects(sealProbe(ctx, 1), (error) => error instanceof Refusal && error.code === "antifraud.no_chain");
});

Deno.test("no role of the programs changes, deletes or truncates a record", async () => {
  const ctx = await dossierWithChain();
  const { default: postgres } = await import("postgres");
  const acts = [
    "update cell.sealed_records set type = 'forged_type'",
    "delete from cell.sealed_records",
    "truncate cell.sealed_records",
    "delete from cell.chains",
    "truncate cell.chains cascade",
    "update cell.chains set head_seq = 0",
    "update cell.signing_keys set algorithm = 'none'",
  ];
  for (
    const [login, roles] of [["product", ["app_user", "app_reader", "app_queue"]], ["console", [
      "ops_mover",
      "ops_purger",
      "ops_reader",
      "ops_queue",
    ]]] as const
  ) {
    const connection = postgres(world.url("trial-1", login), { max: 1, onnotice: () => {} });
    for (const role of roles) {
      for (const act of acts) {
        await connection.begin(async (sql) => {
          await sql.unsafe(`set local role ${role}`);
          await sql`select set_config('app.tenant_id', ${ctx.tenantId}, true)`;
          const touched = await sql.unsafe(act).then((result) => result.count, () => -1);
          assert.ok(touched <= 0, `${role}: ${act} touched ${touched}`);
          throw new Error("roll back");
        }).catch((error) => assert.match(String(error), /roll back|current transaction is aborted|AssertionError/));
      }
    }
    await connection.end();
  }
  assert.equal((await verifyChain(ctx)).records, 1n);
});

Deno.test("every way of tampering behind the triggers is found, located and named", async () => {
  const row = (change: string) => `update cell.sealed_records set ${change} where $T and seq = 3`;
  const flip = (column: string) => row(`${column} = set_byte(${column}, 5, get_byte(${column}, 5) # 1)`);
  const swap = [9, 3, 4].map((to, i) =>
    `update cell.sealed_records set seq = ${to} where $T and seq = ${[3, 4, 9][i]}`
  );
  const cases: [string, bigint, string][] = [
    [flip("payload"), 3n, "payload_digest"],
    [row("payload = payload || '\\x20'::bytea"), 3n, "payload_digest"],
    [flip("payload_digest"), 3n, "payload_digest"],
    [flip("prev_hash"), 3n, "prev_hash"],
    [flip("hash"), 3n, "record_hash"],
    [flip("signature"), 3n, "record_signature"],
    [row("signature = substr(signature, 2)"), 3n, "record_unreadable"],
    [row("type = 'other_type'"), 3n, "record_hash"],
    [row("at = at + interval '1 millisecond'"), 3n, "record_hash"],
    [row("at = at - interval '1 day'"), 3n, "time_backwards"],
    [row("algorithm = 'none'"), 3n, "record_unreadable"],
    [row("key_id = gen_random_uuid()"), 3n, "unknown_key"],
    ["delete from cell.sealed_records where $T and seq = 3", 4n, "record_gap"],
    ["delete from cell.sealed_records where $T and seq = 5", 5n, "head_mismatch"],
    [swap.join("; "), 3n, "prev_hash"],
    [
      "update cell.chains set head_seq = 4, head_hash = (select hash from cell.sealed_records where $T and seq = 4) where $T; delete from cell.sealed_records where $T and seq = 4",
      5n,
      "record_gap",
    ],
    [
      "update cell.chains set head_seq = 4, head_hash = (select hash from cell.sealed_records where $T and seq = 4) where $T",
      5n,
      "head_mismatch",
    ],
    [
      "insert into cell.sealed_records select tenant_id, 6, format, type, at, prev_hash, payload, payload_digest, hash, key_id, algorithm, signature, subject_id from cell.sealed_records where $T and seq = 5",
      6n,
      "head_mismatch",
    ],
  ];
  for (const [change, at, code] of cases) {
    const ctx = await dossierWithChain();
    for (let n = 0; n < 4; n++) await sealProbe(ctx, n);
    await tamper(ctx, change);
    const { ok, firstBad } = await verifyChain(ctx, { allSignatures: true });
    assert.deepEqual([ok, firstBad?.seq, firstBad?.code], [false, at, code], change);
  }
});

Deno.test("a wrong signature before another fault comes first, and an instant finer than the hash is refused", async () => {
  const ctx = await dossierWithChain();
  for (let n = 0; n < 4; n++) await sealProbe(ctx, n);
  const finer = "update cell.sealed_records set at = at + interval '1 microsecond' where $T and seq = 3";
  await assert.rejects(tamper(ctx, finer), /sealed_records_milliseconds/);
  await tamper(ctx, "update cell.sealed_records set signature = payload_digest || payload_digest where $T and seq = 2");
  await tamper(ctx, "update cell.sealed_records set hash = payload_digest where $T and seq = 4");
  const every = await verifyChain(ctx, { allSignatures: true });
  assert.deepEqual([every.firstBad?.seq, every.firstBad?.code], [2n, "record_signature"]);
  const few = await verifyChain(ctx);
  assert.deepEqual([few.firstBad?.seq, few.firstBad?.code], [4n, "record_hash"]);
});

Deno.test("another dossier's record in the chain is found", async () => {
  const mine = await dossierWithChain(), theirs = await dossierWithChain();
  for (const ctx of [mine, theirs]) await sealProbe(ctx, 1);
  await tamper(mine, `delete from cell.sealed_records where $T and seq = 2`);
  await tamper(
    mine,
    `insert into cell.sealed_records select '${mine.tenantId}', seq, format, type, at, prev_hash, payload, payload_digest, hash,
      (select key_id from cell.chains where $T), algorithm, signature, subject_id
      from cell.sealed_records where tenant_id = '${theirs.tenantId}' and seq = 2`,
  );
  assert.equal((await verifyChain(mine)).firstBad?.seq, 2n);
});

Deno.test("a chain rewritten whole with another key is found by its signatures", async () => {
  const ctx = await dossierWithChain();
  await sealProbe(ctx, 1);
  const other = await dossierWithChain();
  await tamper(
    ctx,
    `update cell.signing_keys set public_key =
      (select public_key from cell.signing_keys where tenant_id = '${other.tenantId}') where $T`,
  );
  assert.equal((await verifyChain(ctx)).firstBad?.code, "unknown_key");
});

Deno.test("proofOf tells where a document stands and nothing to another dossier", async () => {
  const ctx = await dossierWithChain(), other = await dossierWithChain(), subject = newId();
  await sealProbe(ctx, 1, subject);
  assert.deepEqual((await proofOf(ctx, subject)).map(({ seq, type }) => [seq, type]), [[2n, "probe_sealed"]]);
  assert.deepEqual(await proofOf(other, subject), []);
});

Deno.test("canonical text sorts keys, keeps whole numbers and refuses the rest", () => {
  assert.equal(canonicalText({ b: 1n, a: [null, true, "é\n"], "€": -0 }), '{"a":[null,true,"é\\n"],"b":1,"€":0}');
  for (const bad of [1.5, Number.NaN, 2 ** 53, 10n ** 17n]) assert.throws(() => canonicalText(bad));
  fc.assert(fc.property(fc.dictionary(fc.string(), fc.integer()), (object) => {
    const text = canonicalText(object);
    assert.deepEqual({ ...JSON.parse(text) }, { ...JSON.parse(JSON.stringify(object)) });
    assert.equal(canonicalText(Object.fromEntries(Object.entries(object).reverse())), text);
  }));
});
