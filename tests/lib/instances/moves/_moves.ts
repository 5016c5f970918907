import assert from "node:assert/strict";
import { verifyAgreement, verifyChain } from "../../../../lib/antifraud/mod.ts";
import { sha256Hex } from "../../../../lib/platform/crypto.ts";
import { ensureRendered } from "../../../../lib/sales/mod.ts";
import { aDraftInvoice, anIssuedInvoice } from "../../../../lib/sales/testing.ts";
import { aBuyer, aSeller } from "../../sales/_seller.ts";
import type postgres from "postgres";
import type { Ctx } from "../../../../lib/base/ctx.ts";
import type { Uuid } from "../../../../lib/base/ids.ts";
import { datasetTables } from "../../../../lib/datasets/mod.ts";
import { findPlace } from "../../../../lib/instances/mod.ts";
import { type MoveRequest, registerCell, startMove } from "../../../../lib/instances/operator.ts";
import type { ProcedureKey } from "../../../../lib/instances/procedure_store.ts";
import { CONSOLE_PROCEDURES } from "../../../../lib/instances/procedures/kinds.ts";
import { runTurn } from "../../../../lib/instances/procedures/run_turn.ts";
import { CONTROL } from "../../../../lib/platform/db/pools.ts";
import { withOperator } from "../../../../lib/platform/db/tenant.ts";
import { DiskStore } from "../../../../lib/platform/storage/disk_store.ts";
import { configureStores, storeOf } from "../../../../lib/platform/stores.ts";
import { now } from "../../../../lib/platform/clock.ts";
import { PRODUCTION_CELL, TRIAL_CELL, type World } from "../../../support/world.ts";
import { aVisitor } from "../../identity/_people.ts";
import { aSoldDossier } from "../../datasets/_exported.ts";

/** Who asks for moves in tests, and why. */
export const ASKED = { by: { operatorId: null, name: "Odile" }, reason: "activation demandée par le client" };

/** Registers both cells and gives each a store of its own under a folder. Returns the stores. */
export async function openCells(folder: string): Promise<ReadonlyMap<string, DiskStore>> {
  const signingKey = new Uint8Array(32);
  const stores = new Map([TRIAL_CELL, PRODUCTION_CELL].map((cell) => [
    cell,
    new DiskStore({ folder: `${folder}/${cell}`, publicUrl: "http://localhost:8000/fichiers", signingKey }),
  ]));
  configureStores((cell) => stores.get(cell)!);
  await registerCell(aVisitor(), { id: TRIAL_CELL, kind: "trial", region: "eu", maxDossiers: 500 });
  await registerCell(aVisitor(), { id: PRODUCTION_CELL, kind: "production", region: "eu", maxDossiers: 500 });
  return stores;
}

/** A dossier of the trial cell that sold, known to the directory. */
export async function aKnownDossier(world: World): Promise<Ctx> {
  const ctx = await aSoldDossier(world);
  await enterDirectory(world, ctx.tenantId);
  return ctx;
}

/** A smaller one: one issued invoice with its file, and a draft. */
export async function aSmallDossier(world: World): Promise<Ctx> {
  const ctx = await aSeller(world);
  const buyer = await aBuyer(ctx);
  await aDraftInvoice(ctx, buyer);
  await ensureRendered(ctx, (await anIssuedInvoice(ctx, buyer)).id);
  await enterDirectory(world, ctx.tenantId);
  return ctx;
}

/** Makes a dossier of the trial cell known to the directory. */
export async function enterDirectory({ owner }: World, tenantId: Uuid): Promise<void> {
  const [row] = await owner.trial`select public_id from cell.dossiers where tenant_id = ${tenantId}`;
  const id = row!.public_id;
  await owner.control`insert into control.instances
    (tenant_id, public_id, slug, company_name, search, cell_id, state, time_zone)
    values (${tenantId}, ${id}, ${`d-${id}`}, ${id}, ${id}, ${TRIAL_CELL}, 'trial', 'Europe/Paris')`;
}

/** Asks for the move of a dossier into the production cell, unless it says more. */
export async function askMove(tenantId: Uuid, more: Partial<MoveRequest> = {}): Promise<ProcedureKey> {
  const request = { tenantId, to: { kind: "production" }, ...ASKED, ...more } as const;
  return await withOperator(
    { database: CONTROL, role: "ops_control" },
    (tx) => startMove(tx, { ...aVisitor(), now: now() }, request),
  );
}

/** Brings a procedure to the beginning of a step. */
export async function toStep(world: World, key: ProcedureKey, kind: string, name: string): Promise<void> {
  const step = CONSOLE_PROCEDURES.get(kind)!.steps.findIndex((each) => each.name === name);
  while ((await standingOf(world, key)).step < step) {
    await runTurn({ ...aVisitor(), now: now() }, key, { kinds: CONSOLE_PROCEDURES, budgetMs: 0 });
  }
}

/** The dossier is in one place: one exemplar alone is the directory's, it may be entered, and no other can be. */
export async function inOnePlace({ owner }: World, tenantId: Uuid): Promise<string> {
  const place = await findPlace(tenantId);
  for (const [cell, sql] of [[TRIAL_CELL, owner.trial], [PRODUCTION_CELL, owner.production]] as const) {
    const [row] = await sql`select state, epoch from cell.dossiers where tenant_id = ${tenantId}`;
    const opens = row?.epoch === place!.epoch && ["open", "moving"].includes(row.state);
    assert.equal(opens, cell === place!.cell, `${cell}: ${JSON.stringify(row)}, directory: ${JSON.stringify(place)}`);
  }
  return place!.cell;
}

/** It lives there, whole: it verifies, agrees with its documents, opens its files, and goes on numbering. */
export async function livesWhole(world: World, ctx: Ctx, cell: string): Promise<void> {
  const { tenantId } = ctx;
  assert.equal(await inOnePlace(world, tenantId), cell);
  const now = { ...ctx, ...(await findPlace(tenantId))! };
  assert.equal((await verifyChain(now, { allSignatures: true })).ok, true);
  assert.equal((await verifyAgreement(now)).ok, true);
  const sql = cell === TRIAL_CELL ? world.owner.trial : world.owner.production;
  for (const { id, sha256 } of await sql`select id, sha256 from cell.files where tenant_id = ${tenantId}`) {
    const stored = await storeOf(cell).get(`${tenantId}/${id}`);
    assert.equal(sha256Hex(await new Response(stored!.body).bytes()), sha256);
  }
  await anIssuedInvoice(now, await aBuyer(now));
}

/** Runs turns until the procedure has ended; steps that wait are not waited for. Returns how many it took. */
export async function toTheEnd(key: ProcedureKey, budgetMs?: number): Promise<number> {
  let turns = 1;
  const options = { kinds: CONSOLE_PROCEDURES, ...budgetMs === undefined ? {} : { budgetMs } };
  while (await runTurn({ ...aVisitor(), now: now() }, key, options)) {
    turns += 1;
    assert(turns < 500, "the procedure does not end");
  }
  return turns;
}

/** How a procedure stands, and its log in words. */
export interface Standing {
  readonly state: string;
  readonly step: number;
  readonly lastError: string | null;
  readonly progress: Readonly<Record<string, number>>;
  readonly log: readonly string[];
}

/** Reads how a procedure stands. */
export async function standingOf({ owner }: World, { id }: ProcedureKey): Promise<Standing> {
  const [row] = await owner.control`select state, step, last_error, progress from control.procedures where id = ${id}`;
  const lines = await owner.control`select step, event, reason from control.procedure_log
    where procedure_id = ${id} order by at`;
  const { state, step, last_error: lastError, progress } = row!;
  return {
    state,
    step,
    lastError,
    progress,
    log: lines.map(({ step, event, reason }) => [step, event, reason].filter(Boolean).join(" ")),
  };
}

/** Every row of a table in Postgres's own exact words. */
export async function rowsOf(sql: postgres.Sql, table: string, tenantId: string): Promise<string[]> {
  const found = await sql<{ line: string }[]>`
    select to_jsonb(t)::text as line from ${sql(`cell.${table}`)} t where tenant_id = ${tenantId} order by 1`;
  return found.map(({ line }) => line);
}

/** Every table of a dossier in one cell. */
export async function dossierRows(sql: postgres.Sql, tenantId: string): Promise<Record<string, string[]>> {
  const tables = await Promise.all(datasetTables().map(async ({ name }) => [name, await rowsOf(sql, name, tenantId)]));
  return Object.fromEntries(tables);
}

/** The ctx of the same person after the move. */
export function movedCtx(ctx: Ctx): Ctx {
  return { ...ctx, cell: PRODUCTION_CELL, epoch: ctx.epoch + 1 };
}
