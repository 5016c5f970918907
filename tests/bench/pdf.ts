import { createRenderPool, type RenderPool } from "../../lib/platform/pdf/worker_pool.ts";
import { documentFile } from "../../lib/sales/mod.ts";
import { anInvoiceOf } from "../lib/sales/_invoice.ts";

/** Files rendered before anything is measured, in two workers: as after the first minutes of a process. */
const WARM_UP = 160;

/** Files rendered anew, each with other words: 5 lines alone and in a crowd, 300 lines alone. */
export async function measurePdf(isQuick: boolean): Promise<string[]> {
  const pool = createRenderPool({ workers: 2 });
  try {
    await Promise.all(Array.from({ length: WARM_UP }, (_, n) => render(pool, n % 20 === 0 ? 300 : 5)));
    const alone = await timesOf(isQuick ? 20 : 100, () => render(pool, 5));
    const long = await timesOf(isQuick ? 5 : 20, () => render(pool, 300));
    const count = isQuick ? 60 : 400;
    const start = performance.now();
    let left = count;
    await Promise.all([1, 2, 3, 4].map(async () => {
      while (left-- > 0) await render(pool, 5);
    }));
    const rate = Math.round(count / ((performance.now() - start) / 1000));
    return [
      `PDF of 5 lines, rendered anew, after warm-up: p50 ${
        alone.toFixed(1)
      } ms alone, ${rate}/s with two workers (≤ 12 ms · ≥ 90/s; peer 28–33 ms · 57–69/s, no PDF/A, no XML)`,
      `PDF of 300 lines: p50 ${long.toFixed(0)} ms (≤ 180 ms)`,
    ];
  } finally {
    pool.close();
  }
}

async function timesOf(count: number, work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < count; n++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(count / 2)]!;
}

let serial = 0;
const VERIFY_URL = "https://paraphe.example/v/bcdfghjk.0123456789abcdefghjkmn";

function render(pool: RenderPool, lines: number): Promise<Uint8Array> {
  return pool.renderPdf(
    documentFile(anInvoiceOf(lines, ++serial), { logo: null, preceding: null, verifyUrl: VERIFY_URL }),
  );
}
