import { paths } from "../../routes/paths.ts";
import type { LoadPlan, LoadRequest, LoadResult } from "./load.ts";

/** Addresses that the flood comes from: each may try sixty times a quarter of an hour, so none is stopped meanwhile. */
const ADDRESSES = 250;
/** Callers that try at once; the program compares two passwords at a time whatever their number. */
const CALLERS = 16;

/** Sign-ins to accounts that are never the same, from addresses that take turns. Wants PROXY_HOPS=1. */
export function signInFlood(origin: string): Pick<LoadPlan, "requests" | "concurrency"> {
  const headers = { origin, accept: "application/json", "content-type": "application/json" };
  const body = JSON.stringify({ email: "{uuid}@example.fr", password: "un tout autre mot secret" });
  const requests = Array.from({ length: ADDRESSES }, (_, i): LoadRequest => ({
    method: "POST",
    path: paths.signIn(),
    headers: { ...headers, "x-forwarded-for": `198.51.${100 + Math.floor(i / 200)}.${1 + i % 200}` },
    body,
  }));
  return { requests, concurrency: CALLERS };
}

/** A page alone, then while the flood lasts: what passwords may take from the dossiers. */
export async function measureFlood(
  load: (plan: Omit<LoadPlan, "origin">) => Promise<LoadResult>,
  { page, origin, seconds }: { page: readonly LoadRequest[]; origin: string; seconds: number },
): Promise<string> {
  const plan = { requests: page, concurrency: 1, seconds };
  const quiet = await load(plan);
  const [loud, flood] = await Promise.all([load(plan), load({ ...signInFlood(origin), seconds })]);
  // Every one of them is refused, hence counted as failed.
  const tried = Math.round((flood.ok + flood.failed) / flood.seconds);
  const p50 = ({ p50 }: LoadResult) => `p50 ${p50.toFixed(1)} ms`;
  return `invoice list anew, alone: ${p50(quiet)}; while ${tried} sign-ins a second are tried: ${p50(loud)} ` +
    `(p95 ${loud.p95.toFixed(1)} ms)`;
}
