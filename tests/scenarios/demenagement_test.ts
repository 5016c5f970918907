/**
 * Un dossier déménage pendant qu’on y travaille. On compte à part ce que chacune s'est entendu dire :
 * rien n'est perdu, aucun numéro n'est donné deux fois, et le journal scellé vérifie là où le dossier est arrivé.
 */
import assert from "node:assert/strict";
import { verifyAgreement, verifyChain } from "../../lib/antifraud/mod.ts";
import type { Ctx } from "../../lib/base/ctx.ts";
import type { Uuid } from "../../lib/base/ids.ts";
import { Refusal } from "../../lib/base/refusal.ts";
import { findPlace } from "../../lib/instances/mod.ts";
import { delay } from "../../lib/platform/clock.ts";
import { DossierMoved } from "../../lib/platform/db/tenant.ts";
import { newId } from "../../lib/platform/random.ts";
import { deleteDraft, issueDocument, recordPayment, saveDraft } from "../../lib/sales/mod.ts";
import { aDraftForm, aDraftInvoice, aLine } from "../../lib/sales/testing.ts";
import { PRODUCTION_CELL } from "../support/world.ts";
import { aBuyer, openSellersWorld } from "../lib/sales/_seller.ts";
import { aKnownDossier, askMove, dossierRows, openCells, standingOf, toTheEnd } from "../lib/instances/moves/_moves.ts";

/** Nobody thinks between two acts: as much as this machine can write. */
const WRITERS = 6;

const world = await openSellersWorld();
const folder = await Deno.makeTempDir({ prefix: "paraphe-demenagement-" });
await openCells(folder);
Deno.test.afterAll(async () => {
  await world.close();
  await Deno.remove(folder, { recursive: true });
});

/** What the writers were told. */
const told = { issued: new Map<Uuid, string>(), drafts: new Map<Uuid, string>(), deleted: new Set<Uuid>(), waits: 0 };
let isOver = false;

/** As the edge does it: the directory says where, and is asked again once when the dossier has moved meanwhile. */
async function asked<T>(ctx: Ctx, work: (now: Ctx) => Promise<T>): Promise<T> {
  for (let tries = 0;; tries += 1) {
    const place = await findPlace(ctx.tenantId);
    try {
      return await work({ ...ctx, ...place! });
    } catch (error) {
      if (error instanceof DossierMoved && tries === 0) continue;
      // A page says « réessayez dans un instant » and keeps what was typed.
      if (error instanceof Refusal && error.status === 503 && tries < 20) {
        told.waits += 1;
        await delay(100);
        continue;
      }
      throw error;
    }
  }
}

/** Somebody who drafts, changes, deletes, issues and collects until the move is over. */
async function write(ctx: Ctx, buyer: Uuid): Promise<void> {
  for (let turn = 0; !isOver; turn += 1) {
    const draft = await asked(ctx, (now) => aDraftInvoice(now, buyer));
    const label = `Passage ${turn}`;
    const form = aDraftForm(buyer, { lines: [aLine({ label }), aLine({ label: "Suite", price: String(turn) })] });
    await asked(ctx, (now) => saveDraft(now, { id: draft.id, version: draft.version, form }));
    if (turn % 4 === 3) {
      await asked(ctx, (now) => deleteDraft(now, draft.id));
      told.deleted.add(draft.id);
      continue;
    }
    if (turn % 4 === 2) {
      told.drafts.set(draft.id, label);
      continue;
    }
    const { number } = await asked(ctx, (now) => issueDocument(now, draft.id));
    told.issued.set(draft.id, number!);
    const form_ = { amount: "1,00" };
    if (turn % 4 === 1) {
      await asked(ctx, (now) => recordPayment(now, { id: newId(), invoiceId: draft.id, form: form_ }));
    }
  }
}

Deno.test("a dossier moves while people write in it: nothing is lost, and no number is given twice", async () => {
  const ctx = await aKnownDossier(world);
  const { tenantId } = ctx;
  const buyer = await aBuyer(ctx);
  const before = told.issued.size;
  const writers = Promise.all(Array.from({ length: WRITERS }, () => write(ctx, buyer)));
  while (told.issued.size < before + 20) await delay(50);
  const key = await askMove(tenantId);
  await toTheEnd(key, 2_000);
  const arrived = told.issued.size;
  while (told.issued.size < arrived + 20) await delay(50);
  isOver = true;
  await writers;

  const standing = await standingOf(world, key);
  assert.equal(standing.state, "done", JSON.stringify(standing));
  const { trial, production } = world.owner;
  const documents = await production`select id, number, state from cell.sales_documents where tenant_id = ${tenantId}`;
  const byId = new Map(documents.map((row) => [row.id as Uuid, row]));
  for (const [id, number] of told.issued) assert.equal(byId.get(id)?.number, number);
  for (const id of told.deleted) assert(!byId.has(id), "what was deleted stays deleted");
  for (const [id, label] of told.drafts) {
    const lines = await production`select label from cell.sales_lines
      where tenant_id = ${tenantId} and document_id = ${id} order by position`;
    assert.deepEqual(lines.map((line) => line.label), [label, "Suite"]);
  }
  const numbers = documents.filter(({ state }) => state === "issued").map(({ number }) => number as string);
  assert.equal(new Set(numbers).size, numbers.length, "no number twice");
  const place = await findPlace(tenantId);
  assert.equal(place!.cell, PRODUCTION_CELL);
  const there = { ...ctx, ...place! };
  assert.equal((await verifyChain(there, { allSignatures: true })).ok, true);
  assert.equal((await verifyAgreement(there)).ok, true);
  // Nobody wrote where the dossier no longer lives: whatever is there is also where it went.
  const [left, lives] = [await dossierRows(trial, tenantId), await dossierRows(production, tenantId)];
  const sealed = new Set(lives.sealed_records);
  for (const record of left.sealed_records!) assert(sealed.has(record));
  // Nothing differed that nobody had changed; and nobody was held longer than a page waits.
  assert.equal(standing.progress.differing, 0);
  assert(standing.progress.heldMs! < 5_000, `the fence was held ${standing.progress.heldMs} ms`);
});
