/** Renders documents away from the server's event loop, one at a time; worker_pool.ts speaks to it. */
import { render, type RenderAnswer, type RenderJob } from "./render_job.ts";

/** The part of a dedicated worker's global scope that is used here. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<RenderJob>) => void) | null;
  postMessage(answer: RenderAnswer, options: { transfer: Transferable[] }): void;
}

const scope = globalThis as unknown as WorkerScope;

scope.onmessage = ({ data: job }) => {
  try {
    const result = render(job);
    scope.postMessage({ result }, { transfer: result.kind === "pdf" ? [result.bytes.buffer] : [] });
  } catch (error) {
    scope.postMessage({ failure: error instanceof Error ? error.message : String(error) }, { transfer: [] });
  }
};
