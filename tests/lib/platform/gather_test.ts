import assert from "node:assert/strict";
import { gathering } from "../../../lib/platform/gather.ts";

function tick(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}

/** Doubles numbers, refusing whole every group that holds a negative one, and remembers its groups. */
function doubler({ most = 10 }: { most?: number } = {}) {
  const groups: number[][] = [];
  const ask = gathering(async (asks: readonly number[]) => {
    groups.push([...asks]);
    await tick();
    if (asks.some((n) => n < 0)) throw new Error(`refused ${asks.join()}`);
    return asks.map((n) => n * 2);
  }, { most });
  return { ask, groups };
}

Deno.test("whoever comes alone is served at once, those who come meanwhile go together", async () => {
  const { ask, groups } = doubler();
  assert.deepEqual(await Promise.all([1, 2, 3].map((n) => ask("a", n))), [2, 4, 6]);
  assert.deepEqual(groups, [[1], [2, 3]]);
  assert.equal(await ask("a", 4), 8);
  assert.deepEqual(groups.at(-1), [4]);
});

Deno.test("a group is never larger than said", async () => {
  const { ask, groups } = doubler({ most: 2 });
  await Promise.all([1, 2, 3, 4, 5].map((n) => ask("a", n)));
  assert.deepEqual(groups, [[1], [2, 3], [4, 5]]);
});

Deno.test("keys do not wait for each other, nor go together", async () => {
  const { ask, groups } = doubler();
  await Promise.all([ask("a", 1), ask("b", 2), ask("a", 3), ask("b", 4)]);
  assert.deepEqual(groups, [[1], [2], [3], [4]]);
});

Deno.test("what is refused in a group is refused to whoever asked it, and to nobody else", async () => {
  const { ask, groups } = doubler();
  const answers = await Promise.allSettled([1, 2, -3, 4].map((n) => ask("a", n)));
  assert.deepEqual(answers.map((answer) => answer.status === "fulfilled" ? answer.value : answer.reason.message), [
    2,
    4,
    "refused -3",
    8,
  ]);
  assert.deepEqual(groups, [[1], [2, -3, 4], [2], [-3], [4]]);
});

Deno.test("a refusal to one alone does not stop those who come after", async () => {
  const { ask } = doubler();
  await assert.rejects(ask("a", -1), /refused -1/);
  assert.equal(await ask("a", 5), 10);
});
