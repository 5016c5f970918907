import type { PersonCtx } from "../../base/ctx.ts";
import { present } from "../../base/assert.ts";
import type { Uuid } from "../../base/ids.ts";
import { readActReason } from "../../identity/mod.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { newId } from "../../platform/random.ts";
import { noteAct } from "../acts/note_act.ts";
import { startConsoleProcedure } from "../procedures/start_console_procedure.ts";
import { refuse } from "../refusals.ts";
import type { Operator } from "../trial/trial_mails.ts";
import { ERASE_KEPT } from "../keep/erase_kept.ts";
import { isPurgeDue } from "../keep/kept_store.ts";
import { ERASE_DOSSIER } from "./erase_dossier.ts";
import type { Life } from "./life.ts";
import { loadLife } from "./life_store.ts";
import type { Purge, PurgeKey } from "./purge.ts";
import type { WholeWarrant } from "./purge_cell_store.ts";
import { adoptPurge, decidePurgeRow, insertPurge, loadPurge, selectPurges } from "./purge_store.ts";

/**
 * Asks for a closed or kept dossier, its days over, to be erased whole; another operator decides. Where the program has
 * prepared the erasure, that one is asked for. Asked again by the same operator, it was asked once.
 * Refuses: `act_reason` (422), `instance_unknown` (404), `purge_too_early`, `purge_under_way` (409).
 */
export async function askPurge(
  ctx: PersonCtx,
  by: Operator,
  { tenantId, ...typed }: { readonly tenantId: Uuid; readonly reason: string },
): Promise<Uuid> {
  const reason = readActReason(typed.reason);
  let id = newId();
  await onControl(async (tx) => {
    const life = await loadLife(tx, tenantId);
    if (!life) throw refuse("instance_unknown");
    // By the clock of the database too: a program whose own is wrong asks nothing too early.
    if (!mayBeErased(life, ctx) || !await isPurgeDue(tx, tenantId)) throw refuse("purge_too_early");
    const asked = { askedBy: by.operatorId, askedByName: by.name, askedAt: ctx.now };
    const prepared = await adoptPurge(tx, tenantId, { operatorId: by.operatorId, name: by.name, reason, at: ctx.now });
    if (prepared !== null) id = prepared;
    else if (!await insertPurge(tx, { tenantId, id, reason, ...asked })) {
      const own = (await selectPurges(tx, tenantId)).find(({ state, askedBy }) =>
        state === "asked" && askedBy === by.operatorId
      );
      if (!own) throw refuse("purge_under_way");
      id = own.id;
      return;
    }
    await noteAct(tx, by, { at: ctx.now, act: "ask_purge", subject: { kind: "instance", id: tenantId }, reason });
  });
  return id;
}

/**
 * Approves what another operator asked: the procedure that erases begins at once, and there is no way back.
 * Refuses: `act_reason` (422), `no_purge` (404), `purge_own`, `purge_decided` (409).
 */
export async function approvePurge(
  ctx: PersonCtx,
  by: Operator,
  { reason: typed, ...key }: PurgeKey & { readonly reason: string },
): Promise<void> {
  const reason = readActReason(typed);
  await onPurge(key, async (tx, purge) => {
    if (purge.askedBy === by.operatorId) throw refuse("purge_own");
    const said = { operatorId: by.operatorId, name: by.name, approves: true, at: ctx.now };
    if (!await decidePurgeRow(tx, key, said)) throw refuse("purge_decided");
    const life = await loadLife(tx, key.tenantId);
    if (!life) throw refuse("instance_unknown");
    await begin(tx, ctx, { life, purge, secondedBy: by.operatorId });
    await noteAct(tx, by, {
      at: ctx.now,
      act: "approve_purge",
      subject: { kind: "instance", id: key.tenantId },
      reason,
    });
  });
}

/** The work of an approval: of a kept dossier the archive and its key go, of a closed one everything in its cell. */
async function begin(
  tx: Tx,
  ctx: PersonCtx,
  { life, purge, secondedBy }: { readonly life: Life; readonly purge: Purge; readonly secondedBy: Uuid },
): Promise<void> {
  const { tenantId, id: purgeId } = purge, once = { tenantId, idempotencyKey: purgeId };
  if (life.state === "kept") {
    return void await startConsoleProcedure(tx, ctx, {
      kind: ERASE_KEPT,
      ...once,
      cursor: { purgeId, keptId: null, proof: null },
    });
  }
  const grantedBy = present(purge.askedBy, "who asked for an erasure");
  const cursor = { purgeId, cell: life.cell, reason: reasonOf(life), grantedBy, secondedBy, proof: null, gone: 0 };
  await startConsoleProcedure(tx, ctx, { kind: ERASE_DOSSIER, ...once, cursor });
}

/**
 * Drops an erasure that nobody has approved yet, whoever asked for it.
 * Refuses: `act_reason` (422), `no_purge` (404), `purge_decided` (409).
 */
export async function dropPurge(
  ctx: PersonCtx,
  by: Operator,
  { reason: typed, ...key }: PurgeKey & { readonly reason: string },
): Promise<void> {
  const reason = readActReason(typed);
  await onPurge(key, async (tx) => {
    const said = { operatorId: by.operatorId, name: by.name, approves: false, at: ctx.now };
    if (!await decidePurgeRow(tx, key, said)) throw refuse("purge_decided");
    await noteAct(tx, by, { at: ctx.now, act: "drop_purge", subject: { kind: "instance", id: key.tenantId }, reason });
  });
}

/** The erasures that were asked of a dossier, with their proof. */
export async function listPurges(_ctx: PersonCtx, tenantId: Uuid): Promise<readonly Purge[]> {
  return await onControl((tx) => selectPurges(tx, tenantId));
}

/** True once the days after the closing are over. */
export function mayBeErased({ state, eraseAfter }: Life, { now }: Pick<PersonCtx, "now">): boolean {
  return (state === "closed" || state === "kept") && eraseAfter !== null && eraseAfter <= now;
}

function reasonOf({ closedBy, ending }: Life): WholeWarrant["reason"] {
  if (ending === "keep") return "retention_ended";
  return closedBy === "program" ? "never_activated" : "closed";
}

async function onPurge(key: PurgeKey, work: (tx: Tx, purge: Purge) => Promise<void>): Promise<void> {
  await onControl(async (tx) => {
    const purge = await loadPurge(tx, key);
    if (!purge) throw refuse("no_purge");
    await work(tx, purge);
  });
}

function onControl<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return withOperator({ database: CONTROL, role: "ops_control" }, work);
}
