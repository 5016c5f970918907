import assert from "node:assert/strict";
import postgres from "postgres";
import { type IsoDate, isoDate } from "../../../lib/base/dates.ts";
import { makeAnchors } from "../../../lib/anchors/make_anchors_job.ts";
import { getAnchor, getProof, judgeProof, listAnchors, proofFile, verifyAnchors } from "../../../lib/anchors/mod.ts";
import { fromBase64Url, openVerifier, sha256Hex } from "../../../lib/platform/crypto.ts";
import { anchorFilesIn, sayAnchors } from "../../../supabase/verify_anchors.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openWorld } from "../../support/world.ts";
import { verifyChain } from "../../../lib/antifraud/mod.ts";
import { aChain, aJob, registerCells, sealOne } from "./_chains.ts";

const world = await openWorld();
openTestOutside();
Deno.test.afterAll(() => world.close());
const { control, trial } = world.owner;
await registerCells(world);

/** 02:30 in Paris, in winter. */
const at = (day: string) => aJob(`${day}T01:30:00.000Z`);
const day = (text: string) => isoDate(text);
const days = (made: readonly IsoDate[]) => made.join(" ");

const first = await makeAnchors(at("2026-11-20"));
const one = await aChain(world), two = await aChain(world), three = await aChain(world);

Deno.test("a day without any chain has an anchor, whose root is the hash of nothing", async () => {
  assert.equal(days(first), "2026-11-20");
  const anchor = await getAnchor(at("2026-11-20"), day("2026-11-20"));
  assert.deepEqual([anchor.chains, anchor.root, anchor.previous], [0, sha256Hex(""), null]);
});

Deno.test("each day at two o'clock one root is made over all chains, signed, and tied to the day before", async () => {
  assert.equal(days(await makeAnchors(aJob("2026-11-21T00:59:59.000Z"))), "");
  assert.equal(days(await makeAnchors(aJob("2026-11-21T01:00:00.000Z"))), "2026-11-21");
  const before = await getAnchor(at("2026-11-21"), day("2026-11-20"));
  const anchor = await getAnchor(at("2026-11-21"), day("2026-11-21"));
  assert.deepEqual([anchor.chains, anchor.isLate, anchor.missing], [3, false, []]);
  assert.deepEqual(anchor.previous, { day: "2026-11-20", root: before.root, sha256: sha256Hex(before.statement) });
  const key = openVerifier(fromBase64Url(anchor.publicKey)!);
  assert(key.verify(new TextEncoder().encode(anchor.statement), fromBase64Url(anchor.signature)!));
});

Deno.test("asked again, and by eight processes at once, a day is made once", async () => {
  assert.equal(days(await makeAnchors(at("2026-11-21"))), "");
  const made = await Promise.all(Array.from({ length: 8 }, () => makeAnchors(at("2026-11-22"))));
  assert.deepEqual(made.flat(), ["2026-11-22"]);
  const [counted] = await control`select count(*)::int as n, (select count(*)::int from control.anchor_keys) as keys
    from control.anchors where day = '2026-11-22'`;
  assert.deepEqual(counted, { n: 1, keys: 1 });
});

Deno.test("every dossier's proof leads to the published root, and to that alone", async () => {
  for (const ctx of [one, two, three]) {
    const { text } = proofFile(await getProof(ctx, day("2026-11-22")));
    assert.deepEqual(await judgeProof(ctx, text), { ok: true, day: "2026-11-22", seq: 1 });
  }
  const stranger = await aChain(world);
  await assert.rejects(getProof(stranger, day("2026-11-22")), { status: 404 });
  await assert.rejects(getProof(one, day("2026-11-19")), { status: 404 });
  await assert.rejects(getProof({ ...one, rights: new Set() }, day("2026-11-22")), { status: 403 });
});

Deno.test("a proof is refused once its head, its place, its path, its day or its key is another", async () => {
  const proof = await getProof(one, day("2026-11-22")), theirs = await getProof(two, day("2026-11-22"));
  const yesterday = await getProof(one, day("2026-11-21"));
  const fault = async (altered: unknown) => {
    const verdict = await judgeProof(one, typeof altered === "string" ? altered : JSON.stringify(altered));
    return verdict.ok ? "ok" : verdict.fault;
  };
  const { leaf } = proof;
  assert.equal(await fault({ ...proof, leaf: { ...leaf, seq: 2 } }), "path");
  assert.equal(await fault({ ...proof, leaf: { ...leaf, hash: "0".repeat(64) } }), "path");
  assert.equal(await fault({ ...proof, leaf: { ...leaf, chain: theirs.leaf.chain } }), "path");
  assert.equal(await fault({ ...proof, leaf: { ...leaf, position: theirs.leaf.position } }), "path");
  assert.equal(await fault({ ...proof, leaf: { ...leaf, position: 3 } }), "path");
  assert.equal(await fault({ ...proof, path: [...proof.path, "0".repeat(64)] }), "path");
  assert.equal(await fault({ ...proof, path: proof.path.slice(1) }), "path");
  assert.equal(await fault({ ...proof, statement: yesterday.statement }), "signature");
  assert.equal(await fault({ ...proof, signature: yesterday.signature }), "signature");
  assert.equal(await fault({ ...proof, statement: proof.statement.replace("11-22", "11-23") }), "signature");
  assert.equal(await fault({ ...proof, statement: `${proof.statement} ` }), "statement");
  assert.equal(await fault({ ...proof, publicKey: "AAAA" }), "signature");
  assert.equal(await fault({ ...proof, algorithm: "none" }), "signature");
  assert.equal(await fault({ ...proof, format: "paraphe/1" }), "unreadable");
  assert.equal(await fault("{"), "unreadable");
  assert.equal(await fault("x".repeat(30_000)), "unreadable");
});

Deno.test("a proof that is sound under a key of somebody else is not ours", async () => {
  const { generateSigningKey, openSigner, toBase64Url } = await import("../../../lib/platform/crypto.ts");
  const proof = await getProof(one, day("2026-11-22"));
  const pair = generateSigningKey();
  const publicKey = toBase64Url(pair.publicKey);
  const signature = toBase64Url(openSigner(pair.privateKey).sign(new TextEncoder().encode(proof.statement)));
  const verdict = await judgeProof(one, JSON.stringify({ ...proof, publicKey, signature }));
  assert.deepEqual(verdict, { ok: false, fault: "not_published" });
});

Deno.test("a cell that does not answer is named, and its dossiers join the next root", async () => {
  await control`insert into control.cells (id, kind, region, max_dossiers) values ('trial-9', 'trial', 'eu', 10)`;
  await makeAnchors(at("2026-11-23"));
  const anchor = await getAnchor(at("2026-11-23"), day("2026-11-23"));
  assert.deepEqual([anchor.missing, anchor.chains], [["trial-9"], 4]);
  assert.match(anchor.statement, /"missing":\["trial-9"\]/);
  await control`delete from control.cells where id = 'trial-9'`;
});

Deno.test("a chain that stands in a cell which the directory does not name is counted once", async () => {
  await world.owner.production.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql`insert into cell.chains select * from jsonb_populate_recordset(null::cell.chains,
      ${(await trial`select jsonb_agg(c) as c from cell.chains c`)[0]!.c}::jsonb)`;
  });
  await makeAnchors(at("2026-11-24"));
  assert.equal((await getAnchor(at("2026-11-24"), day("2026-11-24"))).chains, 4);
});

Deno.test("days that were missed are made late, and say so", async () => {
  assert.equal(days(await makeAnchors(at("2026-11-27"))), "2026-11-25 2026-11-26 2026-11-27");
  const { anchors } = await listAnchors(at("2026-11-27"), "2026-11");
  assert.deepEqual(anchors.slice(0, 3).map(({ day, isLate }) => [day, isLate]), [
    ["2026-11-27", false],
    ["2026-11-26", true],
    ["2026-11-25", true],
  ]);
});

Deno.test("each anchor names the statement before: changing one leaves every later one without its past", async () => {
  const { anchors } = await listAnchors(at("2026-11-27"), "2026-11");
  const row = await Promise.all(anchors.toReversed().map((line) => getAnchor(at("2026-11-27"), line.day)));
  for (const [i, anchor] of row.slice(1).entries()) {
    assert.equal(anchor.previous?.sha256, sha256Hex(row[i]!.statement), anchor.day);
    assert.deepEqual([anchor.previous?.day, row[i]!.nextDay], [row[i]!.day, anchor.day]);
  }
});

Deno.test("a dossier restored to an earlier state is found by the anchors that control keeps", async () => {
  const ctx = await aChain(world);
  await sealOne(ctx);
  const copy = await trial`select head_seq, head_hash, head_at from cell.chains where tenant_id = ${ctx.tenantId}`;
  await sealOne(ctx);
  await sealOne(ctx);
  await makeAnchors(at("2026-11-28"));
  assert.deepEqual(await verifyAnchors(ctx), { ok: true, ours: 1, given: 0, keys: 1, firstBad: null });
  await rollBack(ctx.tenantId, copy[0]!);
  // The chain verifies: nothing in it tells that two records are gone.
  assert.equal((await verifyChain(ctx, { allSignatures: true })).ok, true);
  const { ok, firstBad } = await verifyAnchors(ctx);
  assert.deepEqual([ok, firstBad?.fault, firstBad?.seq, firstBad?.day], [false, "rolled_back", 4n, "2026-11-28"]);
});

Deno.test("with control restored too, the proof in the customer's mailbox still tells", async () => {
  const ctx = await aChain(world);
  await sealOne(ctx);
  const [copy] = await trial`select head_seq, head_hash, head_at from cell.chains where tenant_id = ${ctx.tenantId}`;
  await sealOne(ctx);
  await makeAnchors(at("2026-11-29"));
  const { text } = proofFile(await getProof(ctx, day("2026-11-29")));
  assert.equal((await verifyAnchors(ctx, [text])).ok, true);
  await rollBack(ctx.tenantId, copy!);
  // The tail is then written anew, to the same length.
  await sealOne(ctx);
  await control.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql`delete from control.anchor_leaves where tenant_id = ${ctx.tenantId}`;
  });
  assert.equal((await verifyAnchors(ctx)).ok, true);
  const { firstBad, given } = await verifyAnchors(ctx, [text]);
  assert.deepEqual([given, firstBad?.source, firstBad?.fault, firstBad?.seq], [1, "given", "rewritten", 3n]);
});

Deno.test("verification refuses another chain's proof, an altered one, and whoever may not read the log", async () => {
  const theirs = proofFile(await getProof(two, day("2026-11-22"))).text;
  assert.equal((await verifyAnchors(one, [theirs])).firstBad?.fault, "other_chain");
  assert.equal((await verifyAnchors(one, ["{}"])).firstBad?.fault, "unreadable");
  await assert.rejects(verifyAnchors({ ...one, rights: new Set() }), { status: 403 });
});

Deno.test("the product's login reads what is published and can write none of it, nor read the key", async () => {
  const connection = postgres(world.url("control", "product"), { max: 1, onnotice: () => {} });
  const acts = [
    "insert into control.anchors select * from control.anchors",
    "update control.anchors set root = sha256('x')",
    "delete from control.anchors",
    "truncate control.anchors cascade",
    "update control.anchor_levels set hashes = ''",
    "delete from control.anchor_levels",
    "insert into control.anchor_leaves select * from control.anchor_leaves",
    "update control.anchor_leaves set seq = 0",
    "delete from control.anchor_leaves",
    "insert into control.anchor_mails select * from control.anchor_mails",
    "select wrapped_private_key from control.anchor_keys",
    "insert into control.anchor_stamps values ('2026-11-22', 'x', '', now())",
  ];
  for (const role of ["app_user", "app_reader", "app_queue"]) {
    for (const act of acts) await assert.rejects(asRole(connection, role, act), { code: "42501" }, `${role}: ${act}`);
  }
  const seen = await asRole(connection, "app_reader", "select day from control.anchors");
  assert(seen.length > 5);
  assert.equal((await asRole(connection, "app_reader", "select day from control.anchor_leaves")).length, 0);
  await connection.end();
});

Deno.test("not even the console changes an anchor once it is made", async () => {
  const connection = postgres(world.url("control", "console"), { max: 1, onnotice: () => {} });
  for (const act of ["update control.anchors set chains = 0", "delete from control.anchors"]) {
    await assert.rejects(asRole(connection, "ops_control", act), { code: "42501" });
  }
  await connection.end();
  await assert.rejects(control`update control.anchors set chains = 0`, { code: "PF010" });
  await assert.rejects(control`delete from control.anchor_levels`, { code: "PF010" });
  await assert.rejects(control`update control.anchor_leaves set seq = 0`, { code: "PF010" });
});

async function asRole(sql: postgres.Sql, role: string, act: string): Promise<readonly unknown[]> {
  return await sql.begin(async (tx) => {
    await tx.unsafe(`set local role ${role}`);
    return await tx.unsafe(act);
  });
}

/** Puts an old copy of a dossier's log back, as the database's superuser can. */
async function rollBack(tenantId: string, copy: postgres.Row): Promise<void> {
  await trial.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql`delete from cell.sealed_records where tenant_id = ${tenantId} and seq > ${copy.head_seq}`;
    await sql`update cell.chains set head_seq = ${copy.head_seq}, head_hash = ${copy.head_hash},
      head_at = ${copy.head_at} where tenant_id = ${tenantId}`;
  });
}

Deno.test("the command that verifies a dossier takes proofs after --anchors, and fails on one that does not hold", async () => {
  const path = await Deno.makeTempFile({ suffix: ".json" });
  assert.deepEqual(anchorFilesIn(["--all-signatures", "--anchors", path, "b.json", "--x"]), [path, "b.json"]);
  assert.deepEqual(anchorFilesIn(["--all-signatures"]), []);
  await Deno.writeTextFile(path, proofFile(await getProof(one, day("2026-11-22"))).text);
  assert.equal(await sayAnchors(one, [path]), true);
  assert.equal(await sayAnchors(two, [path]), false);
  await assert.rejects(sayAnchors(one, [`${path}.none`]), /ne peut pas être lu/);
  await Deno.remove(path);
});
