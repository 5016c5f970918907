import assert from "node:assert/strict";
import { listLog, readLog } from "../../lib/antifraud/mod.ts";
import { sealSignInsJob } from "../../lib/antifraud/seal_sign_ins_job.ts";
import { planSignInDigests } from "../../lib/access/plan_sign_in_digests_job.ts";
import { addToDate, dayOf, type IsoInstant, startOfDay } from "../../lib/base/dates.ts";
import { now } from "../../lib/platform/clock.ts";
import { sha256Hex } from "../../lib/platform/crypto.ts";
import { newId } from "../../lib/platform/random.ts";
import { paths } from "../../routes/paths.ts";
import { makeCast, signUpAs } from "../cast.ts";
import { openApp } from "../support/app.ts";
import { openClient } from "../support/client.ts";
import { aCtx, openWorld } from "../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { chloe, atelier, cabinet, garage } = await makeCast(app);

const job = (at: IsoInstant) => ({ now: at, personId: null, request: { id: newId(), ip: "" } });
const tomorrow = startOfDay(addToDate(dayOf(now(), "UTC"), { days: 1 }), "UTC");

async function sealed(tenantId: typeof atelier.tenantId): Promise<Record<string, unknown>[]> {
  const ctx = aCtx(tenantId, { rights: ["sealed_log:read"] });
  const { records } = await listLog(ctx, { type: "sign_in_failures" });
  return await Promise.all(records.map(async ({ seq }) => {
    const [record] = await readLog(ctx, { after: seq - 1n, limit: 1 });
    return JSON.parse(new TextDecoder().decode(record!.payload!));
  }));
}

Deno.test("a day's refused sign-ins are sealed in each dossier of the person, once, without any address", async () => {
  for (let n = 0; n < 2; n++) {
    const client = openClient(app);
    assert.equal((await client.postJson(paths.signIn(), { email: chloe.email, password: "faux" })).status, 401);
  }
  assert.equal(
    (await openClient(app).postJson(paths.signIn(), { email: "nul@ailleurs.example", password: "x" })).status,
    401,
  );
  await app.runJobs();
  assert.deepEqual(await sealed(atelier.tenantId), [], "the day is not over");
  for (let again = 0; again < 2; again++) {
    await planSignInDigests(job(tomorrow));
    await app.runJobs();
  }
  const entries = await world.owner.control`
    select id, at, event from control.security_log where person_id = ${chloe.personId} order by at, id`;
  const lines = entries.map(({ id, at, event }) => `${id} ${at.toISOString()} ${event}\n`);
  for (const { tenantId } of [atelier, cabinet]) {
    const [only, ...others] = await sealed(tenantId);
    const { salt: _, ...payload } = only!;
    assert.deepEqual([others, payload], [[], {
      day: dayOf(now(), "UTC"),
      count: 2,
      digest: sha256Hex(lines.join("")),
    }]);
  }
  assert.deepEqual(await sealed(garage.tenantId), [], "nobody there was refused");
});

Deno.test("run twice, at once, or late, a day is sealed once; a dossier that is gone or read-only gets nothing", async () => {
  const { dossier: { tenantId } } = await signUpAs(app, { email: "eve@dossier.example", company: "Ève" });
  const digest = { tenantId, day: dayOf(now()), count: 3, digest: "0".repeat(64) };
  await Promise.all([sealSignInsJob(job(now()), digest), sealSignInsJob(job(now()), digest)]);
  await sealSignInsJob(job(now()), digest);
  assert.equal((await sealed(tenantId)).length, 1);
  await sealSignInsJob(job(now()), { ...digest, tenantId: newId() });
  await world.owner.trial`update cell.dossiers set state = 'read_only' where tenant_id = ${tenantId}`;
  await sealSignInsJob(job(now()), { ...digest, day: addToDate(digest.day, { days: -1 }) });
  await world.owner.trial`update cell.dossiers set state = 'open' where tenant_id = ${tenantId}`;
  assert.equal((await sealed(tenantId)).length, 1);
});
