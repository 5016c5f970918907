import assert from "node:assert/strict";
import fc from "fast-check";
import { bandOf, scaleOf } from "../../../lib/ui/chart_scale.ts";
import { BarChart, LineChart } from "../../../lib/ui/mod.ts";

const FIGURES = {
  title: "Chiffre d’affaires",
  finding: "Mars est le meilleur mois.",
  labels: ["janv.", "févr.", "mars"],
  series: [{ label: "2026", values: [100_000n, -50_000n, null] }],
};

Deno.test("a chart states its finding and gives the same figures as a table", () => {
  const html = String(<BarChart {...FIGURES} />);
  assert.match(html, /<figcaption>.*Mars est le meilleur mois\./s);
  assert.match(html, /<th scope="row">janv\.<\/th>\s*<td class="is-end amount">1\u00a0000,00\u00a0€/);
  assert.match(html, /−500,00\u00a0€/);
  assert.match(html, /<td class="is-end amount">–<\/td>/, "a month to come is not zero");
  assert.equal(html.match(/<rect/g)?.length, 2);
});

Deno.test("a line is broken where a value is missing", () => {
  const series = [{ label: "Solde", values: [100n, null, 300n] }];
  const path = /<path d="([^"]*)"/.exec(String(<LineChart {...FIGURES} series={series} />))?.[1];
  assert.equal(path?.match(/M/g)?.length, 2);
  assert.doesNotMatch(path!, /L|NaN/);
});

Deno.test("charts have neither inline style nor impossible figures, whatever they draw", () => {
  const values = fc.array(fc.option(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n })), {
    minLength: 1,
    maxLength: 14,
  });
  fc.assert(fc.property(values, (drawn) => {
    const props = { ...FIGURES, labels: drawn.map((_, index) => `m${index}`), series: [{ label: "s", values: drawn }] };
    for (const html of [String(<BarChart {...props} />), String(<LineChart {...props} />)]) {
      assert.doesNotMatch(html, /NaN|Infinity|style=|="-\d[^"]*%"/);
    }
  }));
});

Deno.test("a scale holds zero and every value, in at most seven round steps", () => {
  const value = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
  fc.assert(fc.property(fc.array(value, { minLength: 1 }), (values) => {
    const { ticks, position } = scaleOf([{ values }]);
    assert.ok(ticks.includes(0n) && ticks.length >= 2 && ticks.length <= 7, String(ticks));
    for (const one of [0n, ...values]) assert.ok(position(one) >= 0 && position(one) <= 100);
    assert.equal(position(ticks[0]!), 0);
    assert.equal(position(ticks.at(-1)!), 100);
  }));
});

Deno.test("bands share the width equally", () => {
  assert.deepEqual(bandOf(3, 4), { start: 75, width: 25, middle: 87.5 });
});
