import assert from "node:assert/strict";
import { addToDate, dayOf, formatDate } from "../../../lib/base/dates.ts";
import { now } from "../../../lib/platform/clock.ts";
import { paths } from "../../../routes/paths.ts";
import { makeCast } from "../../cast.ts";
import { record } from "../../lib/antifraud/closures/_book.ts";
import { openApp } from "../../support/app.ts";
import { aCtx, openWorld } from "../../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { alice, bob, chloe, denis, atelier } = await makeCast(app);
const { slug, tenantId } = atelier;
const day = addToDate(dayOf(now()), { days: -3 });

interface Listed {
  readonly days: readonly {
    name: string;
    invoices: number;
    hash: string;
    currencies: { currency: string; [amount: string]: unknown }[];
  }[];
  readonly due: { name: string } | null;
}

/** Seals entries, then turns them three days back behind the triggers: a chain cannot be written in the past. */
async function recordedThen(): Promise<void> {
  const ctx = aCtx(tenantId, {});
  await record(ctx, ctx.now, [{ kind: "invoice", net: 10_000 }, { kind: "payment", amount: 12_000, mode: "cheque" }]);
  await world.owner.trial.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`update cell.sealed_records set at = at - interval '3 days' where tenant_id = ${tenantId}`;
    await tx`update cell.chains set head_at = head_at - interval '3 days' where tenant_id = ${tenantId}`;
  });
}

Deno.test("before anything is closed the page teaches, and offers nothing to close", async () => {
  const page = await alice.client.get(paths.closures(slug));
  assert.match(page.text, /Rien n’est encore clôturé/);
  assert.doesNotMatch(page.text, />Clôturer</);
});

Deno.test("what is over is closed by one button, and shows its totals, its seal and its details", async () => {
  await recordedThen();
  const before = await alice.client.get(paths.closures(slug));
  assert.ok(before.text.includes(formatDate(day)) && /Clôturer<\/button>/.test(before.text));
  const done = await alice.client.post(paths.closures(slug), {});
  assert.equal(done.status, 303);
  const page = await alice.client.get(done.headers.get("location")!);
  for (const words of [/les totaux sont scellés/, /120,00\s€/, /Chèque/, /TVA à 20/, /clôturée à la main/]) {
    assert.match(page.text, words);
  }
  assert.doesNotMatch(page.text, /Clôturer<\/button>/, "nothing is left to close");
  const { days: [closed], due } = (await alice.client.getJson(paths.closures(slug, { mois: day.slice(0, 7) })))
    .json<Listed>();
  assert.deepEqual([closed!.name, closed!.invoices, closed!.currencies[0]!["grossCents"]], [day, 1, 12_000]);
  assert.match(closed!.hash, /^[0-9a-f]{64}$/);
  assert.equal(due, null);
});

Deno.test("one period is closed by its name, and each refusal is a sentence", async () => {
  const ask = async (form: Record<string, string>) => {
    const reply = await alice.client.postJson(paths.closures(slug), form);
    return [reply.status, reply.json<{ code?: string; closures?: { name: string }[] }>()] as const;
  };
  const [again, { closures }] = await ask({ kind: "day", period: day });
  assert.deepEqual([again < 300, closures?.[0]?.name], [true, day]);
  const today = dayOf(now());
  for (
    const [form, status, code] of [
      [{ kind: "day", period: today }, 409, "antifraud.not_over"],
      [{ kind: "month", period: today.slice(0, 7) }, 409, "antifraud.not_over"],
      [{ kind: "year", period: today.slice(0, 4) }, 409, "antifraud.not_over"],
      [{ kind: "day", period: "2026-02-31" }, 422, "antifraud.not_a_period"],
      [{ kind: "month", period: "2020-01" }, 409, "antifraud.nothing_to_close"],
      [{ kind: "year", period: "<b>" }, 422, "antifraud.not_a_period"],
    ] as const
  ) {
    const [got, body] = await ask(form);
    assert.deepEqual([got, body.code], [status, code], JSON.stringify(form));
  }
  const page = await alice.client.post(paths.closures(slug), { kind: "day", period: today });
  assert.equal(page.status, 409);
});

Deno.test("the lists are exported, and whoever may not is refused", async () => {
  const csv = await alice.client.get(paths.closuresExport(slug, "csv"));
  assert.match(csv.text, /Journée/);
  assert.match(csv.text, /TVA par taux/);
  assert.equal((await alice.client.get(paths.closuresExport(slug, "xlsx"))).status, 200);
  const read = await chloe.client.get(paths.closures(slug));
  assert.ok(read.status === 200 && !/Clôturer<\/button>/.test(read.text));
  assert.equal((await chloe.client.post(paths.closures(slug), {})).status, 403);
  assert.equal((await bob.client.get(paths.closures(slug))).status, 403);
  assert.equal((await denis.client.get(paths.closures(slug))).status, 404);
});
