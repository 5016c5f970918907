/**
 * People at work in a dossier, from a process of their own, until its input closes: lists, pages, drafts, invoices. An
 * answer that says « réessayez » is tried again under the same id, as the page does. Prints what they were told.
 */
import type { Uuid } from "../../lib/base/ids.ts";
import { newId } from "../../lib/platform/random.ts";
import { paths } from "../../routes/paths.ts";

/** What the process is told, as JSON. */
export interface UsersPlan {
  readonly origin: string;
  readonly cookie: string;
  readonly slug: string;
  readonly customerId: string;
  readonly users: number;
  readonly thinkMs: number;
}

/** What the users were told. */
export interface Told {
  readonly issued: { readonly id: Uuid; readonly number: string }[];
  readonly drafts: Uuid[];
  readonly statuses: Record<string, number>;
  readonly asked: number;
  /** Answers that ask to try again in a moment. */
  readonly refused: number;
  /** The first answer that is neither an answer nor a stated refusal. */
  readonly strange: string | null;
  readonly p95Ms: number;
  readonly longestMs: number;
}

if (import.meta.main) await main(JSON.parse(Deno.args[0]!));

async function main(plan: UsersPlan): Promise<void> {
  const [issued, drafts]: [Told["issued"], Told["drafts"]] = [[], []];
  const statuses: Record<string, number> = {};
  const times: number[] = [];
  let [refused, isOver, strange]: [number, boolean, string | null] = [0, false, null];
  const stopped = Deno.stdin.readable.pipeTo(new WritableStream()).then(() => isOver = true);
  await Promise.all(Array.from({ length: plan.users }, work));
  await stopped;
  times.sort((a, b) => a - b);
  const figures = { p95Ms: times[Math.floor(times.length * 0.95)] ?? 0, longestMs: times.at(-1) ?? 0 };
  const told: Told = { issued, drafts, statuses, asked: times.length, refused, strange, ...figures };
  Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(told)));
  Deno.exit();

  async function work(_: unknown, user: number): Promise<void> {
    for (let turn = user; !isOver; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, plan.thinkMs * (50 + (turn * 37 + user * 13) % 100) / 100));
      if (turn % 4 === 0) await ask("GET", `${paths.documents(plan.slug, "invoice")}?neuf=${newId()}`);
      else if (turn % 4 === 1) await look();
      else await write(turn % 4 === 2);
    }
  }

  async function look(): Promise<void> {
    const one = issued[times.length % (issued.length || 1)];
    if (one) await ask("GET", paths.document(plan.slug, { kind: "invoice", id: one.id }));
  }

  async function write(isIssued: boolean): Promise<void> {
    const id = newId();
    const lines = [1, 2, 3].map((n) => ({
      label: `Prestation ${n}`,
      quantity: String(n),
      unit: "C62",
      price: "10,50",
      vat: "20",
    }));
    const form = { id, customerId: plan.customerId, subject: "Mesure", lines, ...isIssued && { issue: true } };
    const answer = await ask("POST", paths.documents(plan.slug, "invoice"), JSON.stringify(form));
    if (answer === null) return;
    const { number } = answer as { number?: string };
    if (isIssued && number) issued.push({ id, number });
    else drafts.push(id);
  }

  async function ask(method: string, path: string, body?: string): Promise<unknown> {
    for (;;) {
      const since = performance.now();
      const accept = "application/json";
      const headers = { cookie: plan.cookie, origin: plan.origin, accept, "content-type": accept };
      const answer = await fetch(`${plan.origin}${path}`, { method, headers, ...body && { body } });
      const text = await answer.text();
      times.push(performance.now() - since);
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      if (answer.status < 400) return JSON.parse(text);
      if (answer.status !== 503 || !text.includes("platform.locked")) {
        strange ??= `${method} ${path}: ${answer.status} ${text.slice(0, 200)}`;
        return null;
      }
      refused += 1;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
