import assert from "node:assert/strict";
import { CSV_CONTENT_TYPE, writeCsv } from "../../../lib/platform/csv_stream.ts";
import { writeXlsx } from "../../../lib/platform/xlsx.ts";
import { exportPieces } from "../../../lib/reports/mod.ts";
import { newId } from "../../../lib/platform/random.ts";
import { paths } from "../../../routes/paths.ts";
import { makeCast } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { aCtx, openWorld } from "../../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { alice, bob, chloe, denis, atelier, garage } = await makeCast(app);
const { slug, tenantId } = atelier;
const { trial } = world.owner;

/** Documents as if people had made them: the list only reads. */
async function insertPieces(count: number, { tenant = tenantId, by = alice.personId, kind = "quote" } = {}) {
  await trial.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`insert into cell.sales_documents
      (tenant_id, id, kind, customer_name, subject, terms, issue_on, net_cents, gross_cents, created_at, created_by, updated_at, updated_by)
      select ${tenant}, gen_random_uuid(), ${kind}, 'Client ' || n, 'Objet', '{"kind":"net","days":30}',
        date '2026-01-01' + (n % 90)::integer, n * 100, n * 100, now(), ${by}, now(), ${by} from generate_series(1, ${count}) n`;
  });
}
await trial`insert into cell.people_labels (tenant_id, person_id, label)
  values (${tenantId}, ${alice.personId}, 'Alice Dupré'), (${tenantId}, ${bob.personId}, '=Bob;"B"')
  on conflict (tenant_id, person_id) do update set label = excluded.label`;
await insertPieces(60);
await insertPieces(3, { by: bob.personId, kind: "invoice" });
await insertPieces(1, { tenant: garage.tenantId, by: denis.personId });

interface Listed {
  readonly pieces: readonly { kind: string; createdBy: string | null; issueOn: string }[];
  readonly next: string | null;
}

async function listed(query: Record<string, string> = {}, client = alice.client): Promise<Listed> {
  return (await client.getJson(paths.pieces(slug, query))).json<Listed>();
}

Deno.test("the list shows every document with who made and changed it, page after page", async () => {
  const first = await listed();
  assert.equal(first.pieces.length, 50);
  const second = await listed({ apres: first.next! });
  assert.equal(second.pieces.length, 13);
  const makers = new Set([...first.pieces, ...second.pieces].map(({ createdBy }) => createdBy));
  assert.deepEqual([...makers].sort(), ['=Bob;"B"', "Alice Dupré"]);
  const { text } = await alice.client.get(paths.pieces(slug));
  assert.ok(text.includes("Alice Dupré") && text.includes("Créée par"));
});

Deno.test("it is narrowed to a kind and a period, and strange filters narrow nothing", async () => {
  assert.equal((await listed({ type: "invoice" })).pieces.length, 3);
  const january = await listed({ du: "2026-01-02", au: "2026-01-05" });
  assert.ok(january.pieces.length > 0);
  assert.ok(january.pieces.every(({ issueOn }) => issueOn >= "2026-01-02" && issueOn <= "2026-01-05"));
  assert.equal((await listed({ type: "__proto__", du: "x", apres: "'" })).pieces.length, 50);
});

Deno.test("columns are those that one ticks, and stay chosen in the exports", async () => {
  const { text } = await alice.client.get(`${paths.pieces(slug)}?col=number&col=sent_at&col=constructor`);
  assert.ok(/<th[^>]*>N°/.test(text) && /<th[^>]*>Envoyée le/.test(text));
  assert.equal(/<th[^>]*>Créée par/.test(text), false);
  assert.ok(text.includes("export.csv?col=number%2Csent_at"));
});

Deno.test("the CSV is what French spreadsheets read, and no name is run as a formula", async () => {
  const reply = await alice.client.get(
    paths.piecesExport(slug, "csv", { type: "invoice", col: "type,day,gross,created_by" }),
  );
  assert.equal(reply.headers.get("content-type"), CSV_CONTENT_TYPE);
  assert.match(reply.headers.get("content-disposition")!, /\.csv/);
  const lines = reply.text.replace(/^\ufeff/, "").trimEnd().split("\r\n");
  assert.equal(lines[0], "Type;Date;Total TTC;Créée par");
  assert.equal(lines.length, 4);
  assert.match(lines[1]!, /^Facture;\d\d\/01\/2026;\d+,00;"'=Bob;""B"""$/);
});

Deno.test("the spreadsheet is one, and holds the rows of the filter", async () => {
  const reply = await alice.client.get(paths.piecesExport(slug, "xlsx", { type: "invoice" }));
  assert.equal(reply.status, 200);
  assert.match(reply.headers.get("content-type")!, /spreadsheetml/);
  assert.ok(reply.text.startsWith("PK"));
});

Deno.test("one sees the kinds one may read, exports with the right to export, and nothing of a neighbour", async () => {
  assert.equal((await bob.client.get(paths.pieces(slug))).status, 403, "Commercial does not follow others");
  assert.equal((await chloe.client.get(paths.piecesExport(slug, "csv"))).status, 200);
  const ctx = { ...aCtx(tenantId, { rights: ["activity:read", "lists:export", "invoices:read"] }) };
  const filter = { kind: null, from: null, to: null, timeZone: "Europe/Paris" };
  const kinds = new Set<string>();
  for await (const { kind } of exportPieces(ctx, filter)) kinds.add(kind);
  assert.deepEqual([...kinds], ["invoice"]);
  const none = exportPieces({ ...ctx, rights: new Set(["activity:read", "lists:export"]) }, filter);
  assert.equal((await none.next()).done, true);
  for (const rights of [["activity:read"], ["lists:export", "invoices:read"]] as const) {
    await assert.rejects(exportPieces({ ...ctx, rights: new Set(rights) }, filter).next());
  }
  assert.equal((await denis.client.get(paths.pieces(slug))).status, 404);
  assert.equal((await denis.client.get(paths.piecesExport(slug, "xlsx"))).status, 404);
});

Deno.test("10,000 documents are exported slice by slice: each once, none begun before the reader asks", async () => {
  const tenant = (await world.makeDossier([])).tenantId;
  await insertPieces(10_000, { tenant, by: newId() });
  await trial`analyze cell.sales_documents`;
  const ctx = aCtx(tenant, { rights: ["activity:read", "lists:export", "quotes:read"] });
  const filter = { kind: null, from: null, to: null, timeZone: "Europe/Paris" };
  const columns = [{ title: "N°", kind: "text" }, { title: "TTC", kind: "cents" }] as const;
  const ids = new Set<string>();
  async function* rows() {
    for await (const piece of exportPieces(ctx, filter)) {
      ids.add(piece.id);
      yield [piece.id, BigInt(piece.grossCents)] as const;
    }
  }
  const abandoned = writeCsv({ columns, rows: rows() }).getReader();
  await abandoned.read();
  await abandoned.cancel();
  assert.ok(ids.size < 4_000, `${ids.size} were read for the first piece of the file`);
  ids.clear();
  let lines = 0;
  for await (const chunk of writeCsv({ columns, rows: rows() })) {
    lines += chunk.reduce((count, byte) => byte === 10 ? count + 1 : count, 0);
  }
  assert.deepEqual([lines, ids.size], [10_001, 10_000]);
  let bytes = 0;
  for await (const chunk of writeXlsx({ name: "Pièces", columns, rows: rows() })) bytes += chunk.length;
  assert.ok(bytes > 100_000);
});
