import assert from "node:assert/strict";
import { paths } from "../../../routes/paths.ts";
import { makeCast } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { openWorld } from "../../support/world.ts";
import { completeCompany, makeCustomer, makeDocument } from "./_sales.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { alice, bob, chloe, denis, atelier } = await makeCast(app);
const { slug, tenantId } = atelier;

interface Proof {
  readonly series: readonly {
    series: string;
    year: number;
    first: string;
    last: string;
    count: number;
    isWhole: boolean;
  }[];
  readonly faults: readonly { kind: string; sentence: string }[];
  readonly faultCount: number;
}

async function proof(): Promise<Proof> {
  return (await alice.client.getJson(paths.numbering(slug))).json<Proof>();
}

/** Changes the sealed payloads behind the triggers, looks, and puts everything back. */
async function tampered(change: string): Promise<Proof> {
  const { trial } = world.owner;
  const kept = await trial`select * from cell.sealed_records where tenant_id = ${tenantId}`;
  const counters = await trial`select * from cell.number_counters where tenant_id = ${tenantId}`;
  await behind(change);
  const found = await proof();
  await trial.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`delete from cell.sealed_records where tenant_id = ${tenantId}`;
    await tx`insert into cell.sealed_records ${tx(kept)}`;
    await tx`delete from cell.number_counters where tenant_id = ${tenantId}`;
    await tx`insert into cell.number_counters ${tx(counters)}`;
  });
  return found;
}

async function behind(change: string): Promise<void> {
  await world.owner.trial.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx.unsafe(change);
  });
}

/** The payload of an invoice with one text in place of another. */
function rewritten(number: string, from: string, to: string): string {
  return `update cell.sealed_records
    set payload = convert_to(replace(convert_from(payload, 'UTF8'), '${from}', '${to}'), 'UTF8')
    where type = 'invoice_issued' and convert_from(payload, 'UTF8') like '%"number":"${number}"%'`;
}

Deno.test("before the first number the page says so, and proves nothing", async () => {
  const page = await alice.client.get(paths.numbering(slug));
  assert.match(page.text, /Aucun numéro n’a encore été donné/);
  assert.doesNotMatch(page.text, /Aucun numéro ne manque/);
  assert.deepEqual((await proof()).series, []);
});

Deno.test("each series is shown with its first and last number, its count and the proof that none is missing", async () => {
  await completeCompany(alice, atelier);
  const customerId = await makeCustomer(alice, atelier);
  for (let n = 0; n < 4; n++) await makeDocument(alice, atelier, { kind: "invoice", customerId, issue: true });
  const { series: [invoices], faultCount } = await proof();
  assert.equal(faultCount, 0);
  assert.deepEqual([invoices!.series, invoices!.count, invoices!.isWhole], ["invoice", 4, true]);
  assert.match(invoices!.first, /-0001$/);
  assert.match(invoices!.last, /-0004$/);
  const page = await alice.client.get(paths.numbering(slug));
  assert.match(page.text, /Aucun numéro ne manque/);
  const list = await alice.client.get(
    /href="([^"]*serie=factures[^"]*)"/.exec(page.text)![1]!.replaceAll("&amp;", "&"),
  );
  assert.equal([...list.text.matchAll(/-000[1-4]/g)].length >= 4, true);
});

Deno.test("a list of numbers goes on after a record", async () => {
  const [{ year } = { year: 0 }] = (await proof()).series;
  const asked = { serie: "factures", annee: String(year) };
  type Page = { numbers: { seq: string | number; number: string }[]; next: unknown };
  const first = (await alice.client.getJson(paths.numbering(slug, asked))).json<Page>();
  assert.deepEqual([first.numbers.length, first.next], [4, null]);
  const apres = String(first.numbers[1]!.seq);
  const rest = (await alice.client.getJson(paths.numbering(slug, { ...asked, apres }))).json<Page>();
  assert.deepEqual(rest.numbers, first.numbers.slice(2));
});

Deno.test("whatever was changed behind the program is named: a gap, a double, a date, an unreadable record, a counter", async () => {
  const [{ year } = { year: 0 }] = (await proof()).series;
  const number = (rank: number) => `FA${year}-000${rank}`;
  const dropped = (rank: number) =>
    `delete from cell.sealed_records where type = 'invoice_issued'
      and convert_from(payload, 'UTF8') like '%"number":"${number(rank)}"%'`;
  const today = new RegExp(`"issuedOn":"(${year}-\\d\\d-\\d\\d)"`);
  const [row] = await world.owner.trial`
    select convert_from(payload, 'UTF8') as text from cell.sealed_records where type = 'invoice_issued' limit 1`;
  const issuedOn = today.exec(row!.text)![1]!;
  const cases: readonly (readonly [string, string, RegExp])[] = [
    [dropped(2), "gap", new RegExp(`Il manque ${number(2)}\\.`)],
    [dropped(1), "gap", new RegExp(`Il manque ${number(1)}\\.`)],
    [dropped(4), "counter", /Le compteur de \d+ dit 4, le journal finit à FA\d+-0003\./],
    [rewritten(number(3), `"number":"${number(3)}"`, `"number":"${number(2)}"`), "double", /a été donné deux fois/],
    [rewritten(number(3), `"issuedOn":"${issuedOn}"`, `"issuedOn":"${year}-01-01"`), "date", /recule dans le temps/],
    [rewritten(number(3), `"issuedOn":"${issuedOn}"`, `"issuedOn":"2031-01-01"`), "date", /d’une autre année/],
    [rewritten(number(3), `"number"`, `"numbre"`), "unreadable", /ne dit plus quel numéro/],
    [
      `update cell.sealed_records set payload = '\\xff00' where type = 'invoice_issued' and seq = (select max(seq)
      from cell.sealed_records where type = 'invoice_issued')`,
      "unreadable",
      /ne dit plus quel numéro/,
    ],
    [`update cell.number_counters set last_number = 9 where series = 'invoice'`, "counter", /dit 9/],
    [`update cell.number_counters set last_number = 2 where series = 'invoice'`, "counter", /dit 2/],
  ];
  for (const [change, kind, sentence] of cases) {
    const { faults } = await tampered(change);
    assert.equal(faults[0]?.kind, kind, change);
    assert.match(faults[0]!.sentence, sentence);
  }
  assert.equal((await proof()).faultCount, 0, "all was put back");
});

Deno.test("a fault is the first thing that the page says", async () => {
  await behind(`update cell.number_counters set last_number = 9 where tenant_id = '${tenantId}'`);
  const page = await alice.client.get(paths.numbering(slug));
  assert.match(page.text, /La numérotation ne se suit pas/);
  await behind(`update cell.number_counters set last_number = 4 where tenant_id = '${tenantId}'`);
});

Deno.test("the page says how far the log was read, and « Tout relire » reads it from the first record again", async () => {
  const page = await alice.client.get(paths.numbering(slug));
  assert.match(page.text, /lu à l’instant du premier enregistrement au dernier/);
  const reread = await alice.client.post(paths.numbering(slug), {});
  assert.deepEqual([reread.status, reread.location], [303, paths.numbering(slug)]);
  const { reading, faultCount } = (await alice.client.postJson(paths.numbering(slug), {})).json<
    { reading: { isWhole: boolean; keptUpTo: unknown }; faultCount: number }
  >();
  assert.deepEqual([reading.isWhole, Number(reading.keptUpTo), faultCount], [true, 0, 0]);
  assert.equal((await bob.client.post(paths.numbering(slug), {})).status, 403);
  assert.equal((await denis.client.post(paths.numbering(slug), {})).status, 404);
});

Deno.test("what was kept of a reading is told with its day, under a button that reads all again", async () => {
  const [head] = await world.owner.trial`
    select seq, hash from cell.sealed_records where tenant_id = ${tenantId} and type = 'invoice_issued' and seq =
      (select max(seq) from cell.sealed_records where tenant_id = ${tenantId} and type = 'invoice_issued')`;
  const kept = (hash: Uint8Array, tally: object, isUnderWay: boolean) =>
    world.owner.trial`insert into cell.number_readings
      values (${tenantId}, ${head!.seq}, ${hash}, ${
      world.owner.trial.json(tally as never)
    }, 0, date_trunc('second', now()), now(), ${isUnderWay})
      on conflict (tenant_id) do update set hash = excluded.hash, seq = excluded.seq,
        is_under_way = excluded.is_under_way, tally = excluded.tally`;
  const nothing = { records: 0, series: [], erased: {}, faults: [], faultCount: 0 };
  await kept(head!.hash, nothing, true);
  const open = await alice.client.get(paths.numbering(slug));
  assert.match(open.text, /La lecture n’est pas finie/);
  assert.match(open.text, /Enregistrements lus/);
  assert.doesNotMatch(open.text, /Aucun numéro ne manque/);
  await kept(new Uint8Array(32), nothing, false);
  const rewritten = await alice.client.get(paths.numbering(slug));
  assert.match(rewritten.text, /Le journal n’est plus celui qui avait été lu/);
  assert.match(rewritten.text, /Aucun numéro ne manque/);
  const again = await alice.client.get(paths.numbering(slug));
  assert.match(again.text, /n’est pas relu à chaque visite/);
  assert.match(again.text, /Tout relire/);
  await world.owner.trial`delete from cell.number_readings where tenant_id = ${tenantId}`;
});

Deno.test("the journal is exported with each number and its document", async () => {
  const csv = await alice.client.get(paths.numberingExport(slug, "csv"));
  assert.match(csv.text, /Série;Année;Rang;Numéro;Date/);
  assert.equal(csv.text.trim().split("\r\n").length, 5);
  assert.equal((await alice.client.get(paths.numberingExport(slug, "xlsx"))).status, 200);
});

Deno.test("strange series, years and places are unknown; whoever may not read the log is refused", async () => {
  for (
    const query of [
      { serie: "devis", annee: "2026" },
      { serie: "factures", annee: "26" },
      { serie: "factures", annee: "2026", apres: "-1" },
      { serie: "factures", annee: "2026", apres: "1'; drop table" },
    ]
  ) {
    assert.equal((await alice.client.get(paths.numbering(slug, query))).status, 404, JSON.stringify(query));
  }
  assert.equal((await chloe.client.get(paths.numbering(slug))).status, 200);
  assert.equal((await bob.client.get(paths.numbering(slug))).status, 403);
  assert.equal((await denis.client.get(paths.numbering(slug))).status, 404);
});
