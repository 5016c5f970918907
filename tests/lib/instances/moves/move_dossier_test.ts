import assert from "node:assert/strict";
import { verifyAgreement, verifyChain } from "../../../../lib/antifraud/mod.ts";
import { withTenant } from "../../../../lib/platform/db/tenant.ts";
import { sha256Hex } from "../../../../lib/platform/crypto.ts";
import { anIssuedInvoice } from "../../../../lib/sales/testing.ts";
import { readDocument } from "../../../../lib/sales/mod.ts";
import { PRODUCTION_CELL, TRIAL_CELL } from "../../../support/world.ts";
import { aBuyer, openSellersWorld } from "../../sales/_seller.ts";
import { aKnownDossier, askMove, dossierRows, movedCtx, openCells, standingOf, toTheEnd } from "./_moves.ts";

const world = await openSellersWorld();
const folder = await Deno.makeTempDir({ prefix: "paraphe-moves-" });
const stores = await openCells(folder);
Deno.test.afterAll(async () => {
  await world.close();
  await Deno.remove(folder, { recursive: true });
});
const { control, trial, production } = world.owner;

Deno.test("a quiet dossier moves whole: rows, files, jobs, chain, place in the directory", async () => {
  const ctx = await aKnownDossier(world);
  const { tenantId } = ctx;
  const before = await dossierRows(trial, tenantId);
  const jobsBefore = await trial`select id, kind, dedupe_key, state from cell.jobs
    where tenant_id = ${tenantId} order by id`;
  assert(jobsBefore.some(({ state }) => state === "ready"));
  const key = await askMove(tenantId);
  await toTheEnd(key);
  const standing = await standingOf(world, key);
  assert.equal(standing.state, "done", JSON.stringify(standing));
  assert.deepEqual(await dossierRows(production, tenantId), before);

  const [place] = await control`select cell_id, epoch from control.instances where tenant_id = ${tenantId}`;
  assert.deepEqual({ ...place }, { cell_id: PRODUCTION_CELL, epoch: 2 });
  const rowOf = async (sql: typeof trial) =>
    (await sql`select state, epoch, followed, queue_held from cell.dossiers where tenant_id = ${tenantId}`)[0];
  assert.deepEqual({ ...await rowOf(trial) }, { state: "moved", epoch: 2, followed: false, queue_held: true });
  assert.deepEqual({ ...await rowOf(production) }, { state: "open", epoch: 2, followed: false, queue_held: false });
  const jobsAfter = await production`select id, kind, dedupe_key, state from cell.jobs
    where tenant_id = ${tenantId} order by id`;
  assert.deepEqual(jobsAfter.map((job) => ({ ...job })), jobsBefore.map((job) => ({ ...job })));
  const left = await trial`select distinct state from cell.jobs where tenant_id = ${tenantId} and state <> 'done'`;
  assert.deepEqual(left.map(({ state }) => state), ["moved"]);

  const [file] = await production`select id, sha256 from cell.files where tenant_id = ${tenantId}`;
  const stored = await stores.get(PRODUCTION_CELL)!.get(`${tenantId}/${file!.id}`);
  assert.equal(sha256Hex(await new Response(stored!.body).bytes()), file!.sha256);

  const moved = movedCtx(ctx);
  assert.equal((await verifyChain(moved, { allSignatures: true })).ok, true);
  assert.equal((await verifyAgreement(moved)).ok, true);
  await assert.rejects(withTenant(ctx, () => Promise.resolve(1)), { name: "DossierMoved" });

  // It goes on there: the next number follows the last.
  const next = await anIssuedInvoice(moved, await aBuyer(moved));
  const document = await readDocument(moved, next.id);
  assert(document);
  assert.equal(
    (await trial`select count(*)::int as n from cell.sales_documents where tenant_id = ${tenantId}`)[0]!.n,
    before.sales_documents!.length,
  );
});

Deno.test("what a dossier left is purged under a warrant after its days, and never where it lives", async () => {
  const ctx = await aKnownDossier(world);
  const { tenantId } = ctx;
  await toTheEnd(await askMove(tenantId));
  const [purge] = await control`select id, not_before > now() + interval '6 days' as is_later, cursor
    from control.procedures where tenant_id = ${tenantId} and kind = 'purge_moved'`;
  assert.equal(purge!.is_later, true);
  await control`update control.procedures set not_before = now() where id = ${purge!.id}`;
  await toTheEnd({ tenantId, id: purge!.id });
  const left = await dossierRows(trial, tenantId);
  assert.deepEqual(Object.entries(left).filter(([, rows]) => rows.length > 0), []);
  assert.equal((await trial`select from cell.dossiers where tenant_id = ${tenantId}`).length, 0);
  assert.equal((await stores.get(TRIAL_CELL)!.list(`${tenantId}/`)).files.length, 0);
  const warrants = await trial`select reason, expires_at <= now() as is_over from cell.purge_warrants
    where tenant_id = ${tenantId}`;
  assert.deepEqual(warrants.map((row) => ({ ...row })), [{ reason: "moved", is_over: true }]);
  const log = await control`select figures from control.procedure_log where procedure_id = ${purge!.id}
    and event = 'done'`;
  assert(log[0]!.figures.rows > 40 && log[0]!.figures.files === 1);
  assert((await stores.get(PRODUCTION_CELL)!.list(`${tenantId}/`)).files.length > 0);
});
