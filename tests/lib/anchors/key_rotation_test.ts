import assert from "node:assert/strict";
import { makeAnchors } from "../../../lib/anchors/make_anchors_job.ts";
import { isUnbroken } from "../../../lib/anchors/key_history.ts";
import {
  getAnchor,
  getProof,
  judgeProof,
  keysFile,
  listPublishedKeys,
  proofFile,
  verifyAnchors,
} from "../../../lib/anchors/mod.ts";
import { listAnchorKeys, rotateAnchorKey } from "../../../lib/anchors/operator.ts";
import { isoDate } from "../../../lib/base/dates.ts";
import { Refusal } from "../../../lib/base/refusal.ts";
import { enrolOperator } from "../../../lib/identity/operator.ts";
import { CAST_PASSWORD } from "../../../lib/identity/testing.ts";
import { fromBase64Url, openVerifier } from "../../../lib/platform/crypto.ts";
import { checkAnchorProof } from "../../independent/check_anchor_proof.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openWorld } from "../../support/world.ts";
import { aMailbox, aVisitor } from "../identity/_people.ts";
import { attempt, connect } from "../../tidy/catalogue/tries.ts";
import { aChain, aJob, registerCells, sealOne } from "./_chains.ts";

const world = await openWorld();
openTestOutside();
const product = connect(world.url("control", "product")), operators = connect(world.url("control", "console"));
Deno.test.afterAll(async () => {
  await Promise.all([product.end(), operators.end()]);
  await world.close();
});
await registerCells(world);
const odile = {
  ...await enrolOperator(aVisitor(), { email: aMailbox(), name: "Odile", password: CAST_PASSWORD }),
  name: "Odile",
};
const at = (day: string, time = "01:30") => aJob(`${day}T${time}:00.000Z`);
const noon = at("2026-11-21", "12:00");
const chain = await aChain(world);

const current = async () => (await listAnchorKeys(noon)).at(-1)?.publicKey ?? "";
const refused = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.issues.some((each) => each.code === `anchors.${code}`);

Deno.test("before the first anchor there is no key to change", async () => {
  await assert.rejects(rotateAnchorKey(noon, odile, { from: "", reason: "Changement annuel." }), refused("no_key"));
});

Deno.test("without a reason, with one too long, or from a page that is not of today, nothing changes", async () => {
  await makeAnchors(at("2026-11-21"));
  const from = await current();
  for (const reason of [" ", "x".repeat(1_001), "nul\u0000"]) {
    await assert.rejects(rotateAnchorKey(noon, odile, { from, reason }), { code: "identity.act_reason" });
  }
  await assert.rejects(
    rotateAnchorKey(noon, odile, { from: "autre", reason: "Changement annuel." }),
    refused("key_changed"),
  );
  assert.equal((await listAnchorKeys(noon)).length, 1);
});

Deno.test("the old key signs the statement that names the new; sent twice, the form changes the key once", async () => {
  const from = await current(), wish = { from, reason: "Renouvellement annuel." };
  const both = await Promise.allSettled([rotateAnchorKey(noon, odile, wish), rotateAnchorKey(noon, odile, wish)]);
  assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  const [first, second, third] = await listPublishedKeys(noon);
  assert.deepEqual([first!.statement, third], [null, undefined]);
  assert.match(second!.statement!, /Renouvellement annuel\./);
  const key = openVerifier(fromBase64Url(first!.publicKey)!);
  assert(key.verify(new TextEncoder().encode(second!.statement!), fromBase64Url(second!.signature!)!));
});

Deno.test("the next anchor is signed by the new key, those before still verify, and every proof holds", async () => {
  await sealOne(chain);
  await makeAnchors(at("2026-11-22"));
  await rotateAnchorKey(at("2026-11-22", "12:00"), odile, { from: await current(), reason: "Encore une fois." });
  await makeAnchors(at("2026-11-23"));
  const keys = await listPublishedKeys(noon), texts: string[] = [];
  for (const [i, day] of ["2026-11-21", "2026-11-22", "2026-11-23"].map(isoDate).entries()) {
    assert.equal((await getAnchor(noon, day)).publicKey, keys[i]!.publicKey);
    const { text } = proofFile(await getProof(chain, day));
    assert.equal((await judgeProof(chain, text)).ok, true);
    texts.push(text);
  }
  const report = await verifyAnchors(chain, texts);
  assert.deepEqual([report.ok, report.given, report.keys, report.firstBad], [true, 3, 3, null]);
  for (const text of texts) assert.equal(await checkAnchorProof(text, keysFile(keys)), "ok");
});

Deno.test("a change that was touched, dropped, swapped, or signed by another is found, by both checkers alike", async () => {
  const keys = await listPublishedKeys(noon);
  const [one, two, three] = keys as [typeof keys[0], typeof keys[0], typeof keys[0]];
  const { text } = proofFile(await getProof(chain, isoDate("2026-11-23")));
  const touched = { ...two, statement: two!.statement!.replace("annuel", "anuel") };
  const broken = [
    [one, touched, three],
    [one, three],
    [one, three, two],
    [one, { ...two, signature: three!.signature }, three],
    [one, two, { ...three, publicKey: two!.publicKey }],
    [one, { ...two, since: three!.since }, three],
    [two, three],
  ];
  assert.equal(isUnbroken(keys), true);
  for (const [i, list] of broken.entries()) {
    assert.equal(isUnbroken(list as typeof keys), false, `case ${i}`);
    assert.equal(await checkAnchorProof(text, keysFile(list as typeof keys)), "keys", `case ${i}`);
  }
  assert.equal(await checkAnchorProof(text, keysFile([one!, two!])), "unknown_key");
});

Deno.test("a proof signed by a key of ours that was not the one of its day is refused", async () => {
  const [first] = await world.owner.control`select public_key from control.anchor_keys order by created_at limit 1`;
  await world.owner.control.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`update control.anchors set public_key = ${first!.public_key} where day = '2026-11-23'`;
  });
  const report = await verifyAnchors(chain);
  assert.deepEqual([report.ok, report.firstBad?.fault, report.firstBad?.day], [false, "keys_broken", "2026-11-23"]);
});

Deno.test("no role writes the history of keys but the console's, and none changes it or reads private keys of it", async () => {
  const write = `insert into control.anchor_key_history (key_id, algorithm, public_key, since)
    select key_id, algorithm, public_key, since from control.anchor_key_history`;
  for (const role of ["app_user", "app_reader", "app_queue"]) {
    assert.deepEqual(await attempt(product, { role }, write), { refused: "42501" }, role);
    assert.deepEqual(await attempt(product, { role }, "select 1 from control.anchor_keys"), { refused: "42501" }, role);
  }
  for (const act of ["update control.anchor_key_history set since = now()", "delete from control.anchor_key_history"]) {
    assert.deepEqual(await attempt(operators, { role: "ops_control" }, act), { refused: "42501" }, act);
    await assert.rejects(world.owner.control.unsafe(act), /anchored/);
  }
});
