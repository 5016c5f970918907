/** A program in a process of its own that issues invoices or runs jobs until it is killed; see arret_brutal_test.ts. */
import type { Ctx, Right } from "../../lib/base/ctx.ts";
import type { Uuid } from "../../lib/base/ids.ts";
import { configureDatabases } from "../../lib/platform/db/pools.ts";
import { runJobsOnce } from "../../lib/platform/job_loop.ts";
import { setLogLevel } from "../../lib/platform/log.ts";
import { type MailTransport, openSmtpTransport } from "../../lib/platform/mail.ts";
import { newId } from "../../lib/platform/random.ts";
import { DiskStore } from "../../lib/platform/storage/disk_store.ts";
import { configureStores } from "../../lib/platform/stores.ts";
import { issueDocument } from "../../lib/sales/mod.ts";
import { wire } from "../../lib/wiring.ts";
import { openTestOutside } from "./outside.ts";

/** What the program is told, as JSON. */
export interface Orders {
  readonly urls: { readonly control: string; readonly cell: string };
  readonly cell: string;
  /** Where files are kept. */
  readonly folder: string;
  readonly smtpUrl: string;
  readonly task: IssueTask | MailTask | StoreTask;
}

/** Issues these drafts, so many at once, each with its mail; writes each number to the output once it is committed. */
export interface IssueTask {
  readonly ctx: Omit<Ctx, "rights"> & { readonly rights: readonly Right[] };
  readonly drafts: readonly Uuid[];
  readonly atOnce: number;
  readonly to: string;
}

/** Runs the jobs that are due and dies at the first mail: before the server saw it, or once it has said 250. */
export interface MailTask {
  readonly dies: "before" | "after";
}

/** Runs the jobs that are due and dies at the nth call of the store: once it is done, or before it is. */
export interface StoreTask {
  readonly call: "put" | "remove";
  readonly nth: number;
  readonly isDone: boolean;
}

if (import.meta.main) {
  const orders: Orders = JSON.parse(Deno.args[0]!);
  setLogLevel("error");
  openTestOutside();
  useFolder(orders.folder);
  const { control, cell } = orders.urls;
  configureDatabases({ product: { control, cell: () => cell }, maxConnections: 16 });
  const { task } = orders;
  if ("drafts" in task) {
    wire({ mail: () => openSmtpTransport(orders.smtpUrl) });
    await issueAll(task);
  } else if ("nth" in task) {
    useFolder(orders.folder, task);
    const work = wire({ mail: () => openSmtpTransport(orders.smtpUrl) });
    await runJobsOnce({ program: "product", cells: [orders.cell], work });
  } else {
    const work = wire({ mail: () => deadly(openSmtpTransport(orders.smtpUrl), task) });
    await runJobsOnce({ program: "product", cells: [orders.cell], work });
  }
}

/** Keeps the files of every cell in one folder, as two runs of one program do; the program may die of a call. */
export function useFolder(folder: string, dies?: StoreTask): void {
  const store = new DiskStore({ folder, publicUrl: "http://localhost:8000/fichiers", signingKey: new Uint8Array(32) });
  if (dies) makeDeadly(store, dies);
  configureStores(() => store);
}

function makeDeadly(store: DiskStore, { call, nth, isDone }: StoreTask): void {
  const works = store[call].bind(store) as (...args: unknown[]) => Promise<never>;
  let calls = 0;
  store[call] = async (...args: unknown[]) => {
    calls += 1;
    if (calls < nth) return await works(...args);
    if (isDone) await works(...args);
    Deno.kill(Deno.pid, "SIGKILL");
    return await new Promise<never>(() => {});
  };
}

async function issueAll({ ctx, drafts, atOnce, to }: IssueTask): Promise<void> {
  const queue = [...drafts];
  const person = { ...ctx, rights: new Set(ctx.rights) };
  async function work(): Promise<void> {
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      const { number } = await issueDocument(person, id, { send: { id: newId(), to: [to] } });
      Deno.stdout.writeSync(new TextEncoder().encode(`${number}\n`));
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));
}

function deadly(transport: MailTransport, { dies }: MailTask): MailTransport {
  return {
    async deliver(message) {
      if (dies === "after") await transport.deliver(message);
      Deno.kill(Deno.pid, "SIGKILL");
      return await new Promise(() => {});
    },
  };
}
