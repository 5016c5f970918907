import assert from "node:assert/strict";
import { openZip, verifyArchive } from "../../lib/archives/mod.ts";
import { watchKeeping } from "../../lib/instances/keep/watch_keeping_job.ts";
import { now } from "../../lib/platform/clock.ts";
import { sha256Hex } from "../../lib/platform/crypto.ts";
import { newId } from "../../lib/platform/random.ts";
import { storeOf } from "../../lib/platform/stores.ts";
import { paths as product } from "../../routes/paths.ts";
import { makeCast } from "../cast.ts";
import { furnish } from "../routes/_full_dossier.ts";
import { openApp } from "../support/app.ts";
import type { Client } from "../support/client.ts";
import { useFolder } from "../support/dying_program.ts";
import { openWorld, TRIAL_CELL } from "../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
const folder = await Deno.makeTempDir({ prefix: "paraphe-keep-" });
useFolder(folder);
const cast = await makeCast(app);
const { alice, atelier } = cast;
await furnish(app, cast);
await app.runJobs();
Deno.test.afterAll(async () => {
  await app.close();
  await Deno.remove(folder, { recursive: true });
  await world.close();
});
const { control, trial } = world.owner;

function aLook() {
  return { now: now(), personId: null, request: { id: newId(), ip: "" } };
}

/** The console's work, what it asks of the product, then what both leave. */
async function settle(): Promise<void> {
  for (let round = 0; round < 4; round++) await app.runJobs();
}

/** Its cooling-off is over. */
async function overIn(tenantId: string): Promise<void> {
  await control`update control.instances set reopen_until = now() - interval '1 hour' where tenant_id = ${tenantId}`;
}

async function stateOf(tenantId: string): Promise<string> {
  const [row] = await control`select state from control.instances where tenant_id = ${tenantId}`;
  return row!.state;
}

async function download(client: Client, path: string, headers: Record<string, string> = {}): Promise<Response> {
  const request = new Request(`${app.baseUrl}${path}`, { headers: { cookie: client.cookies(), ...headers } });
  return await app.app.fetch(request, { remoteAddr: { hostname: "192.0.2.9" } });
}

async function verdictOf(zip: Uint8Array<ArrayBuffer>) {
  const read = (start: number, end: number) => Promise.resolve(zip.slice(start, end));
  return await verifyArchive(openZip({ size: zip.length, read }));
}

/** Rows of a dossier in its cell; the warrants left out, which outlive it. */
async function rowsIn(tenantId: string): Promise<number> {
  const tables = await trial<{ name: string }[]>`select c.relname as name from pg_class c
    join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
    where n.nspname = 'cell' and c.relkind in ('r', 'p') and c.relname <> 'purge_warrants'`;
  let sum = 0;
  for (const { name } of tables) {
    const [row] = await trial`select count(*)::int as n from cell.${trial(name)} where tenant_id = ${tenantId}`;
    sum += row!.n;
  }
  return sum;
}

Deno.test("an owner closes to be kept: his days over, the sealed archive is all that is left, and he alone reads it", async () => {
  const { tenantId, slug } = atelier;
  assert.equal((await alice.client.postJson(product.closing(slug), { ending: "keep", reason: "" })).status, 200);
  await settle();
  await watchKeeping(aLook());
  await settle();
  assert.equal(await stateOf(tenantId), "closed", "its days run");
  await overIn(tenantId);
  const rows = await rowsIn(tenantId);
  await watchKeeping(aLook());
  await settle();
  assert.deepEqual([await stateOf(tenantId), await rowsIn(tenantId)], ["kept", 0]);
  assert.equal((await storeOf(TRIAL_CELL).list(`${tenantId}/`)).files.length, 0);
  const [kept] =
    await control`select k.*, i.erase_after = k.keep_until as is_until, i.closed_by, i.bytes = k.bytes as weighs
    from control.kept_archives k join control.instances i using (tenant_id) where tenant_id = ${tenantId}`;
  assert.deepEqual([kept!.state, kept!.is_until, kept!.closed_by, kept!.weighs], ["kept", true, "owner", true]);
  assert.ok(Math.abs(kept!.proof.rows - rows) < 10 && kept!.proof.files > 0, "what left is counted");
  const [warrant] = await trial`select reason, seconded_by from cell.purge_warrants where tenant_id = ${tenantId}`;
  assert.deepEqual([warrant!.reason, warrant!.seconded_by], ["kept", `sha256:${kept!.sha256}`]);

  const page = await alice.client.get(product.subscription(slug));
  assert.match(page.text, /archive gardée.*Gardée jusqu’au/s);
  assert.ok(page.text.includes(kept!.manifest_sha256) && page.text.includes(kept!.sha256));
  const sent = await download(alice.client, product.keptZip(slug));
  const zip = new Uint8Array(await sent.arrayBuffer());
  assert.deepEqual([sha256Hex(zip), (await verdictOf(zip)).firstBad], [kept!.sha256, null]);
  const part = await download(alice.client, product.keptZip(slug), { range: "bytes=65530-131080" });
  assert.deepEqual([part.status, new Uint8Array(await part.arrayBuffer())], [206, zip.slice(65_530, 131_081)]);
  const mail = (await app.mailbox.list()).find(({ to, subject }) =>
    to.includes(alice.email) && /est gardée/.test(subject)
  );
  assert.match(mail!.text, /clé qui n’est qu’à elle.*ne s’ouvrent plus/s);
});
