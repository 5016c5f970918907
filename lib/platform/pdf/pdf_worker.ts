/** Renders documents away from the server's event loop, one at a time; worker_pool.ts speaks to it. */
import { parentPort } from "node:worker_threads";
import { present } from "../../base/assert.ts";
import { render, type RenderAnswer, type RenderJob } from "./render_job.ts";

const port = present(parentPort, "the thread that started this worker");

port.on("message", (job: RenderJob) => {
  const answer = answerTo(job);
  const isPdf = "result" in answer && answer.result.kind === "pdf";
  port.postMessage(answer, isPdf ? [answer.result.bytes.buffer] : []);
});

/** A document that cannot be rendered is an answer; only what ends the worker is an error. */
function answerTo(job: RenderJob): RenderAnswer {
  try {
    return { result: render(job) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}
