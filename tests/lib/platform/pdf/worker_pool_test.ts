import assert from "node:assert/strict";
import { Refusal } from "../../../../lib/base/refusal.ts";
import { renderPdfBytes } from "../../../../lib/platform/pdf/render_pdf.ts";
import { createRenderPool } from "../../../../lib/platform/pdf/worker_pool.ts";
import type { PdfInput } from "../../../../lib/platform/pdf/template.ts";
import { sampleInput } from "./sample.ts";

const workerUrl = new URL("./faulty_worker.ts", import.meta.url);

function titled(title: string): PdfInput {
  return sampleInput(1, { title });
}

Deno.test("a pool renders the bytes that this thread would render", async () => {
  const pool = createRenderPool({ workers: 1 });
  try {
    const input = sampleInput(3);
    assert.deepEqual(await pool.renderPdf(input), renderPdfBytes(input));
    const preview = await pool.renderPreview(input.template);
    assert.equal(preview.pages.length, 1);
    assert.match(preview.html, /<h2>Facture<\/h2>/);
  } finally {
    pool.close();
  }
});

Deno.test("a pool without workers renders in the caller's thread", async () => {
  const pool = createRenderPool({ workers: 0 });
  const input = sampleInput(1);
  assert.deepEqual(await pool.renderPdf(input), renderPdfBytes(input));
  assert.equal(pool.state().workers, 0);
});

Deno.test("the event loop stays free while a long document is rendered", async () => {
  const pool = createRenderPool({ workers: 1 });
  try {
    await pool.renderPdf(sampleInput(1));
    const alone = performance.now();
    renderPdfBytes(sampleInput(1500));
    const renderingMs = performance.now() - alone;
    const gaps: number[] = [];
    // The best of three: a busy machine may keep this thread waiting once, rendering in it would each time.
    while (gaps.length < 3 && !(gaps.at(-1)! < renderingMs / 2)) {
      gaps.push(await longestGapDuring(pool.renderPdf(sampleInput(1500))));
    }
    assert.ok(Math.min(...gaps) < renderingMs / 2, `blocked ${gaps} ms of ${renderingMs} ms`);
  } finally {
    pool.close();
  }
});

/** The longest time in milliseconds for which the event loop did not turn until some work was done. */
async function longestGapDuring(work: Promise<unknown>): Promise<number> {
  let isDone = false;
  let longestMs = 0;
  const over = work.finally(() => isDone = true);
  for (let last = performance.now(); !isDone;) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    longestMs = Math.max(longestMs, performance.now() - last);
    last = performance.now();
  }
  await over;
  return longestMs;
}

Deno.test("a document that cannot be rendered is rejected and the worker goes on", async () => {
  const pool = createRenderPool({ workers: 1 });
  try {
    const logo = { bytes: new Uint8Array([1, 2, 3]), width: 1, height: 1, alt: "logo" };
    const bad = sampleInput(1, { header: { title: "Facture", logo } });
    await assert.rejects(pool.renderPdf(bad), /document not rendered: not a PNG/);
    assert.equal(pool.state().workers, 1);
    assert.ok((await pool.renderPdf(sampleInput(1))).length > 0);
  } finally {
    pool.close();
  }
});

Deno.test("a worker that dies rejects its document and is replaced for the next", async () => {
  const pool = createRenderPool({ workers: 1, workerUrl });
  try {
    const [crashed, next] = await Promise.allSettled([pool.renderPdf(titled("crash")), pool.renderPdf(titled("fine"))]);
    assert.equal(crashed.status, "rejected");
    assert.match(String(crashed.reason), /worker died/);
    assert.equal(next.status, "fulfilled");
  } finally {
    pool.close();
  }
});

Deno.test("a document that takes too long is given up and its worker replaced", async () => {
  const pool = createRenderPool({ workers: 1, timeoutMs: 1500, workerUrl });
  try {
    const [hung, next] = await Promise.allSettled([pool.renderPdf(titled("hang")), pool.renderPdf(titled("fine"))]);
    assert.equal(hung.status, "rejected");
    assert.match(String(hung.reason), /more than 1500 ms/);
    assert.equal(next.status, "fulfilled");
  } finally {
    pool.close();
  }
});

Deno.test("a document is refused when too many wait already", async () => {
  const pool = createRenderPool({ workers: 1, queueLimit: 1, workerUrl });
  try {
    const first = pool.renderPdf(titled("slow"));
    const second = pool.renderPdf(titled("slow"));
    await assert.rejects(
      pool.renderPdf(titled("slow")),
      (error: Refusal) => error instanceof Refusal && error.status === 503 && error.code === "pdf.busy",
    );
    assert.equal((await first).length, 3);
    assert.equal((await second).length, 3);
  } finally {
    pool.close();
  }
});

Deno.test("an idle worker is ended, and another starts with the next document", async () => {
  const pool = createRenderPool({ workers: 2, idleMs: 20, workerUrl });
  try {
    await Promise.all([pool.renderPdf(titled("fine")), pool.renderPdf(titled("fine"))]);
    for (let turn = 0; pool.state().workers > 0 && turn < 200; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.equal(pool.state().workers, 0);
    assert.equal((await pool.renderPdf(titled("fine"))).length, 3);
  } finally {
    pool.close();
  }
});

Deno.test("closing a pool rejects what it was doing and what waits", async () => {
  const pool = createRenderPool({ workers: 1, workerUrl });
  const jobs = [pool.renderPdf(titled("slow")), pool.renderPdf(titled("slow"))];
  const settled = Promise.allSettled(jobs);
  pool.close();
  for (const outcome of await settled) {
    assert.equal(outcome.status, "rejected");
    assert.match(String(outcome.reason), /closed/);
  }
});
