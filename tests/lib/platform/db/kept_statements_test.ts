import assert from "node:assert/strict";
import { eq, sql } from "drizzle-orm";
import { sealedRecords } from "../../../../lib/antifraud/schema.ts";
import type { Ctx } from "../../../../lib/base/ctx.ts";
import { Bug } from "../../../../lib/base/assert.ts";
import { decimal } from "../../../../lib/base/decimal.ts";
import { idArray } from "../../../../lib/platform/db/bulk.ts";
import { kept, part, partOf, readTogether, wholeRows } from "../../../../lib/platform/db/kept_statements.ts";
import { withTenant } from "../../../../lib/platform/db/tenant.ts";
import { sqlState } from "../../../../lib/platform/db/transaction.ts";
import { salesDocuments, salesLines, sendings } from "../../../../lib/sales/schema.ts";
import { aDraftForm, aLine, anIssuedInvoice } from "../../../../lib/sales/testing.ts";
import { createAndIssue } from "../../../../lib/sales/mod.ts";
import { newId } from "../../../../lib/platform/random.ts";
import { aBuyer, aSeller, openSellersWorld } from "../../sales/_seller.ts";

const world = await openSellersWorld();
Deno.test.afterAll(() => world.close());

const TENANT = sql.placeholder("tenantId");
const OF_TENANT = sql`where tenant_id = ${TENANT} order by id`;
const documents = wholeRows(salesDocuments, OF_TENANT);
const together = readTogether({
  documents: part(salesDocuments, OF_TENANT),
  lines: part(salesLines, sql`where tenant_id = ${TENANT} order by document_id, position`),
  records: part(sealedRecords, sql`where tenant_id = ${TENANT} order by seq`),
  digests: partOf(sealedRecords, ["seq", "hash"], sql`where tenant_id = ${TENANT} order by seq`),
  sendings: part(sendings, sql`where tenant_id = ${TENANT}`),
});

async function aDossier(): Promise<Ctx> {
  const ctx = await aSeller(world);
  const buyer = await aBuyer(ctx);
  await anIssuedInvoice(ctx, buyer);
  const lines = [aLine({ label: "L’été «\n\\'\"", quantity: "0,3333", price: "123456,789123" })];
  await createAndIssue(ctx, { id: newId(), kind: "invoice", form: aDraftForm(buyer, { lines }) });
  return ctx;
}

Deno.test("rows read by kept statements are those that drizzle reads, type by type", async () => {
  const ctx = await aDossier();
  const { tenantId } = ctx;
  const read = await withTenant(ctx, async (tx) => ({
    plain: {
      documents: await tx.select().from(salesDocuments).where(eq(salesDocuments.tenantId, tenantId))
        .orderBy(salesDocuments.id),
      lines: await tx.select().from(salesLines).where(eq(salesLines.tenantId, tenantId))
        .orderBy(salesLines.documentId, salesLines.position),
      records: await tx.select().from(sealedRecords).where(eq(sealedRecords.tenantId, tenantId))
        .orderBy(sealedRecords.seq),
    },
    whole: await documents(tx, { tenantId }),
    all: await together(tx, { tenantId }),
  }), { mode: "read" });
  assert.equal(read.plain.documents.length, 2);
  assert.deepEqual(read.whole, read.plain.documents);
  assert.deepEqual(read.all.documents, read.plain.documents);
  assert.deepEqual(read.all.lines, read.plain.lines);
  assert.deepEqual(read.all.lines.at(-1)!.quantity, decimal("0.3333"));
  assert.deepEqual(read.all.records.map(bytesAsText), read.plain.records.map(bytesAsText));
  assert.deepEqual(read.all.digests, read.all.records.map(({ seq, hash }) => ({ seq, hash })));
  assert.deepEqual(read.all.sendings, []);
});

/** Bytes of the driver are a Buffer, ours are plain: the content is compared. */
function bytesAsText(row: Record<string, unknown>): Record<string, unknown> {
  const plain = ([key, value]: [string, unknown]) => [key, value instanceof Uint8Array ? [...value].join() : value];
  return Object.fromEntries(Object.entries(row).map(plain));
}

Deno.test("a kept statement asked for another dossier finds nothing: the wall stands under it", async () => {
  const ctx = await aDossier(), other = await aSeller(world);
  const { tenantId } = ctx;
  const found = await withTenant(other, async (tx) => ({
    whole: await documents(tx, { tenantId }),
    all: await together(tx, { tenantId }),
  }), { mode: "read" });
  assert.deepEqual(found.whole, []);
  assert.deepEqual(found.all, { documents: [], lines: [], records: [], digests: [], sendings: [] });
});

Deno.test("values are values: quotes, semicolons and set_config are text", async () => {
  const ctx = await aDossier();
  const echo = kept<{ said: string }>(sql`select ${sql.placeholder("said")}::text as said`);
  for (
    const said of ["'; drop table cell.sales_documents; --", "\\'", "$1", "select set_config('app.tenant_id','x',true)"]
  ) {
    assert.deepEqual([...await withTenant(ctx, (tx) => echo(tx, { said }), { mode: "read" })], [{ said }]);
  }
});

Deno.test("a missing value and a failed kept statement break the transaction like any other", async () => {
  const ctx = await aDossier();
  await assert.rejects(withTenant(ctx, (tx) => documents(tx, {})), /tenantId/);
  const some = wholeRows(salesDocuments, sql`where id = any(${sql.placeholder("ids")}::uuid[])`);
  await assert.rejects(
    withTenant(ctx, (tx) => some(tx, { ids: "{no-uuid}" })),
    (error) => sqlState(error) === "22P02",
  );
  const swallowed = withTenant(ctx, async (tx) => {
    await some(tx, { ids: "{no-uuid}" }).catch(() => {});
    await documents(tx, { tenantId: ctx.tenantId });
  });
  await assert.rejects(swallowed, (error) => error instanceof Bug);
  const none = await withTenant(ctx, (tx) => some(tx, { ids: idArray([]) }), { mode: "read" });
  assert.deepEqual(none, []);
});
