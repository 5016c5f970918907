import { MAX_PARALLEL_HASHES, WAITING_IN_A_FLOOD } from "../../lib/platform/password_hash.ts";
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
  const figures = ({ p50, p95 }: LoadResult) => `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`;
  return `list while sign-ins flood: alone ${figures(quiet)}; while ${CALLERS} callers sign in without a pause: ` +
    `${figures(loud)}; ${answersOf(flood)} (${MAX_PARALLEL_HASHES} passwords at once at most, one while more than ` +
    `${WAITING_IN_A_FLOOD} wait)`;
}

/** Answers a second: only a 401 had its password compared; whatever else was refused sooner is told apart. */
function answersOf({ statuses, seconds }: LoadResult): string {
  const { "401": compared = 0, ...others } = statuses;
  const rate = (count: number) => Math.round(count / seconds);
  const rest = Object.entries(others).map(([status, count]) => `, ${rate(count)}/s answered ${status} without`);
  return `${rate(compared)} passwords compared a second${rest.join("")}`;
}
