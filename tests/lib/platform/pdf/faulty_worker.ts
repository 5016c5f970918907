/** A worker that fails as its job's title says, to test how the pool bears it. */
interface FaultyScope {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(answer: unknown): void;
}

const scope = globalThis as unknown as FaultyScope;

scope.onmessage = ({ data: job }) => {
  const title: string = job.input.template.title;
  if (title === "crash") throw new Error("boom");
  while (title === "hang") continue;
  if (title === "slow") return void setTimeout(() => answer(job.kind), 200);
  answer(job.kind);
};

function answer(kind: string): void {
  scope.postMessage({ result: { kind, bytes: new Uint8Array([1, 2, 3]) } });
}
