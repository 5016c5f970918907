/** A worker that fails as its job's title says, to test how the pool bears it. */
import { parentPort } from "node:worker_threads";

parentPort!.on("message", (job: { kind: string; input: { template: { title: string } } }) => {
  const { title } = job.input.template;
  if (title === "crash") throw new Error("boom");
  while (title === "hang") continue;
  setTimeout(() => answer(job.kind), title === "slow" ? 200 : 0);
});

function answer(kind: string): void {
  parentPort!.postMessage({ result: { kind, bytes: new Uint8Array([1, 2, 3]) } });
}
