import { Worker } from "node:worker_threads";
import { clearTimeout, setTimeout } from "node:timers";
import { Bug } from "../../base/assert.ts";
import { defineRefusals } from "../../base/refusal.ts";
import type { Preview, RenderAnswer, RenderJob, RenderResult } from "./render_job.ts";
import type { PageTemplate, PdfInput } from "./template.ts";

const { refuse } = defineRefusals("pdf", {
  busy: {
    status: 503,
    say: "Beaucoup de documents sont en préparation en ce moment. Réessayez dans quelques secondes.",
  },
});

/** Bounds of a pool; the defaults suit a server of two cores. */
export interface PoolOptions {
  /** Workers at most; 0 renders in the caller's thread, for a host that has none. */
  readonly workers?: number;
  /** Documents that may wait; beyond, a render is refused. */
  readonly queueLimit?: number;
  /** A document that takes longer is given up and its worker ended. */
  readonly timeoutMs?: number;
  /** A worker without work for so long is ended and its memory given back. */
  readonly idleMs?: number;
  readonly workerUrl?: URL;
}

/** Workers that render documents. */
export interface RenderPool {
  /**
   * Renders a document as PDF. Refuses `pdf.busy` when too many wait; throws a Bug when the document cannot be
   * rendered, takes too long, or when its worker dies.
   */
  renderPdf(input: PdfInput): Promise<Uint8Array<ArrayBuffer>>;
  /** Renders a document as SVG pages and HTML; refuses and throws as renderPdf does. */
  renderPreview(template: PageTemplate): Promise<Preview>;
  /** Ends the workers; documents still waiting are rejected. */
  close(): void;
  /** Workers alive, documents waiting: for the console's figures and for tests. */
  state(): { readonly workers: number; readonly waiting: number };
}

const WORKERS = 2;
const QUEUE_LIMIT = 200;
const TIMEOUT_MS = 20_000;
const IDLE_MS = 60_000;
/**
 * Bounds of a worker's heap, in megabytes. Without them it grows with the machine's memory, long before it needs to;
 * a document too large for them is given up by its timeout, and the server lives on.
 */
const HEAP_LIMITS = { maxOldGenerationSizeMb: 80, maxYoungGenerationSizeMb: 8 };

interface Task {
  readonly job: RenderJob;
  resolve(result: RenderResult): void;
  reject(reason: Error): void;
}

interface Slot {
  readonly worker: Worker;
  task: Task | null;
  timer: NodeJS.Timeout | undefined;
}

let shared: RenderPool | undefined;

/** Renders a PDF with the process's own pool; see RenderPool. */
export function renderPdf(input: PdfInput): Promise<Uint8Array<ArrayBuffer>> {
  return sharedPool().renderPdf(input);
}

/** Renders a preview with the process's own pool; see RenderPool. */
export function renderPreview(template: PageTemplate): Promise<Preview> {
  return sharedPool().renderPreview(template);
}

/** Ends the workers of the process's own pool, when the server stops; the next render starts them anew. */
export function closeRenderWorkers(): void {
  shared?.close();
  shared = undefined;
}

/** Opens a pool; its workers start with the work. */
export function createRenderPool(options: PoolOptions = {}): RenderPool {
  const pool = new Pool(options);
  return {
    renderPdf: async (input) => {
      const result = await pool.run({ kind: "pdf", input });
      if (result.kind !== "pdf") throw new Bug("a worker answered another job");
      return result.bytes;
    },
    renderPreview: async (template) => {
      const result = await pool.run({ kind: "preview", template });
      if (result.kind !== "preview") throw new Bug("a worker answered another job");
      return result.preview;
    },
    close: () => pool.close(),
    state: () => ({ workers: pool.slots.size, waiting: pool.queue.length }),
  };
}

function sharedPool(): RenderPool {
  return shared ??= createRenderPool();
}

class Pool {
  readonly slots = new Set<Slot>();
  readonly queue: Task[] = [];
  readonly #options: Required<PoolOptions>;

  constructor(options: PoolOptions) {
    this.#options = {
      workers: WORKERS,
      queueLimit: QUEUE_LIMIT,
      timeoutMs: TIMEOUT_MS,
      idleMs: IDLE_MS,
      workerUrl: new URL("./pdf_worker.ts", import.meta.url),
      ...options,
    };
  }

  async run(job: RenderJob): Promise<RenderResult> {
    if (this.#options.workers === 0) {
      // Read only here: the workers have a copy of their own, and a program that has them needs no other.
      const { render } = await import("./render_job.ts");
      return render(job);
    }
    if (this.queue.length >= this.#options.queueLimit) throw refuse("busy");
    return await new Promise((resolve, reject) => {
      this.queue.push({ job, resolve, reject });
      this.#dispatch();
    });
  }

  close(): void {
    for (const slot of [...this.slots]) this.#end(slot, "the render workers were closed");
    for (const task of this.queue.splice(0)) task.reject(new Bug("the render workers were closed"));
  }

  #dispatch(): void {
    while (this.queue.length > 0) {
      const slot = this.#freeSlot();
      if (!slot) return;
      this.#start(slot, this.queue.shift()!);
    }
  }

  #freeSlot(): Slot | undefined {
    for (const slot of this.slots) if (!slot.task) return slot;
    return this.slots.size < this.#options.workers ? this.#hire() : undefined;
  }

  #hire(): Slot {
    const worker = new Worker(this.#options.workerUrl, { resourceLimits: HEAP_LIMITS });
    const slot: Slot = { worker, task: null, timer: undefined };
    worker.on("message", (answer: RenderAnswer) => this.#finish(slot, answer));
    worker.on("error", (error) => {
      this.#end(slot, `a render worker died: ${messageOf(error)}`);
      this.#dispatch();
    });
    // A worker that runs out of memory ends without an error.
    worker.on("exit", () => {
      if (!this.slots.has(slot)) return;
      this.#end(slot, "a render worker stopped");
      this.#dispatch();
    });
    this.slots.add(slot);
    return slot;
  }

  #start(slot: Slot, task: Task): void {
    clearTimeout(slot.timer);
    slot.task = task;
    slot.worker.ref();
    slot.timer = setTimeout(() => {
      this.#end(slot, `a document took more than ${this.#options.timeoutMs} ms to render`);
      this.#dispatch();
    }, this.#options.timeoutMs);
    slot.worker.postMessage(task.job);
  }

  #finish(slot: Slot, answer: RenderAnswer): void {
    const task = slot.task;
    clearTimeout(slot.timer);
    slot.task = null;
    slot.timer = setTimeout(() => this.#end(slot, "idle"), this.#options.idleMs);
    // A process with nothing left to do does not wait for its idle workers.
    slot.worker.unref();
    slot.timer.unref();
    if ("result" in answer) task?.resolve(answer.result);
    else task?.reject(new Bug(`document not rendered: ${answer.failure}`));
    this.#dispatch();
  }

  /** Ends a worker, whatever it is doing; its document, if any, is rejected and another worker takes its place. */
  #end(slot: Slot, reason: string): void {
    clearTimeout(slot.timer);
    this.slots.delete(slot);
    void slot.worker.terminate();
    slot.task?.reject(new Bug(reason));
    slot.task = null;
  }
}

/** An error that crossed threads is not always an Error. */
function messageOf(error: unknown): string {
  const message = (error as { message?: unknown } | null)?.message;
  return typeof message === "string" ? message : "unknown error";
}
