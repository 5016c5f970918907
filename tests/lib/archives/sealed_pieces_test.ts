import assert from "node:assert/strict";
import type { Guest } from "../../../lib/access/mod.ts";
import { closeDue, closingRecord, readLog, seal } from "../../../lib/antifraud/mod.ts";
import { listSealedPieces, type PieceKind } from "../../../lib/archives/mod.ts";
import { addToDate, type IsoDate } from "../../../lib/base/dates.ts";
import { withTenant } from "../../../lib/platform/db/tenant.ts";
import { newId } from "../../../lib/platform/random.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openWorld } from "../../support/world.ts";
import { aBook, when } from "../antifraud/closures/_book.ts";

const world = await openWorld();
openTestOutside();
Deno.test.afterAll(() => world.close());

const FIRST = "2026-01-01" as IsoDate, DAYS = 100;
const TYPES = { documents: ["invoice_issued"], payments: ["payment_recorded"] } as const;
const ctx = await aBook(world, `${FIRST}T06:00:00Z`);
await live();

/** Each day an invoice dated up to three days before, and a payment received up to forty days before; months close. */
async function live(): Promise<void> {
  for (let n = 0; n < DAYS; n++) {
    const today = addToDate(FIRST, { days: n }), then = when(ctx, `${today}T15:00:00Z`);
    if (today.endsWith("-01")) await closeDue(when(ctx, `${today}T08:00:00Z`));
    const monthBegan = `${today.slice(0, 7)}-01` as IsoDate, wanted = addToDate(today, { days: -(n % 4) });
    const issuedOn = wanted < monthBegan ? monthBegan : wanted;
    const receivedOn = addToDate(today, { days: -(n * 7 % 41) });
    const number = `FA2026-${String(n + 1).padStart(4, "0")}`, [document, payment] = [newId(), newId()];
    const totals = { netCents: 100, vatCents: 20, grossCents: 120, currency: "EUR" };
    const vat = [{ category: "S", rateBp: 2000, baseCents: 100, vatCents: 20, discountCents: 0 }];
    await withTenant(then, (tx) =>
      seal(tx, then, [
        { type: "invoice_issued", subjectId: document, payload: { document, number, issuedOn, vat, ...totals } },
        {
          ...{ type: "payment_recorded", subjectId: payment },
          payload: { payment, mode: "transfer", amountCents: 120, currency: "EUR", receivedOn },
        },
      ]));
  }
}

function guestOf(from: IsoDate, to: IsoDate): Guest {
  const late = when(ctx, "2026-06-01T08:00:00Z");
  return {
    ...{ ctx: { ...late, isReadOnly: true }, from, to, passId: newId(), kind: "inspector", label: "Vérificateur" },
    ...{ companyName: "Atelier Dupré", timeZone: "Europe/Paris", expiresAt: late.now },
  };
}

async function pagesOf(guest: Guest, kind: PieceKind): Promise<bigint[]> {
  const seqs: bigint[] = [];
  for (let after: bigint | null = 0n; after !== null;) {
    const page: Awaited<ReturnType<typeof listSealedPieces>> = await listSealedPieces(guest, { kind, after });
    seqs.push(...page.pieces.map(({ seq }) => seq));
    after = page.next;
  }
  return seqs;
}

/** The same, from every record of the log. */
async function allOf({ from, to }: Guest, kind: PieceKind): Promise<bigint[]> {
  const records = await readLog(ctx, { after: 0n, limit: 5_000, types: TYPES[kind] });
  return records.filter(({ payload }) => {
    const { issuedOn, receivedOn } = JSON.parse(new TextDecoder().decode(payload!));
    const on = issuedOn ?? receivedOn;
    return on >= from && on <= to;
  }).map(({ seq }) => seq);
}

Deno.test("whatever his days, a guest gets every piece of them, though only a part of the log is read", async () => {
  for (const start of [-40, -1, 0, 1, 13, 30, 31, 45, 58, 90, 99, 100, 120]) {
    for (const length of [0, 1, 16, 31, 200]) {
      const from = addToDate(FIRST, { days: start }), guest = guestOf(from, addToDate(from, { days: length }));
      for (const kind of ["documents", "payments"] as const) {
        assert.deepEqual(await pagesOf(guest, kind), await allOf(guest, kind), `${kind} from ${from}, ${length} days`);
      }
    }
  }
});

Deno.test("the record that closed a day is that of its month, null while the month is open", async () => {
  const [january] = await readLog(ctx, { after: 0n, limit: 1, types: ["month_closed"] });
  for (const day of ["2025-12-31", "2026-01-01", "2026-01-31"] as IsoDate[]) {
    assert.equal(await closingRecord(ctx, day), january!.seq, day);
  }
  assert.ok((await closingRecord(ctx, "2026-02-01" as IsoDate))! > january!.seq);
  assert.equal(await closingRecord(ctx, "2026-04-02" as IsoDate), null);
});
