import assert from "node:assert/strict";
import { isoDate } from "../../../lib/base/dates.ts";
import { anchorFile, getAnchor } from "../../../lib/anchors/mod.ts";
import { makeAnchors } from "../../../lib/anchors/make_anchors_job.ts";
import { stampAnchors } from "../../../lib/anchors/stamp_anchors_job.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openAuthority } from "../../support/timestamp_authority.ts";
import { openWorld } from "../../support/world.ts";
import { aJob, registerCells } from "./_chains.ts";

const world = await openWorld();
const authority = await openAuthority();
openTestOutside();
Deno.test.afterAll(async () => {
  await authority.close();
  await world.close();
});
await registerCells(world);
const DAY = isoDate("2026-11-20");
const job = aJob("2026-11-20T05:00:00.000Z");
await makeAnchors(job);

const stampsKept = async () => (await world.owner.control`select from control.anchor_stamps`).length;

Deno.test("without an authority no anchor is stamped, and the page has no file for it", async () => {
  await stampAnchors(job);
  const anchor = await getAnchor(job, DAY);
  assert.deepEqual([anchor.stamp, anchorFile(anchor, "horodatage.tsr")], [null, null]);
});

Deno.test("an answer that refuses, fails, is of something else, replayed or too long is not kept", async () => {
  openTestOutside({ timestampUrl: authority.url });
  for (const mood of ["refuses", "fails", "other", "replays", "floods", "nonsense"] as const) {
    authority.setMood(mood);
    await assert.rejects(stampAnchors(job), Error, mood);
    assert.equal(await stampsKept(), 0, mood);
  }
  openTestOutside({ timestampUrl: "http://127.0.0.1:1/" });
  await assert.rejects(stampAnchors(job));
});

Deno.test("an anchor is stamped once by the authority that is set, and openssl verifies it", async () => {
  authority.setMood("honest");
  openTestOutside({ timestampUrl: authority.url });
  await stampAnchors(job);
  await stampAnchors(job);
  assert.deepEqual([await stampsKept(), authority.asked()], [1, 1]);
  const anchor = await getAnchor(job, DAY);
  const token = anchorFile(anchor, "horodatage.tsr")!.bytes;
  assert.equal(await authority.verifies(anchor.statement, token), true);
  assert.equal(await authority.verifies(`${anchor.statement} `, token), false);
});
