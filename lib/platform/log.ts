import { now } from "./clock.ts";

/** How much a line matters. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** Facts of a line: codes, ids, durations. Never a name, an address or the content of a document. */
export type LogFacts = Record<string, string | number | boolean | null | undefined>;

const ORDER: readonly LogLevel[] = ["debug", "info", "warn", "error"];
let threshold: LogLevel = "info";

/** Sets the least important level that is written. */
export function setLogLevel(level: LogLevel): void {
  threshold = level;
}

/** Writes one JSON line: what happened (`module.fact`) and its facts. */
export function log(level: LogLevel, event: string, facts: LogFacts = {}): void {
  if (ORDER.indexOf(level) < ORDER.indexOf(threshold)) return;
  const line = JSON.stringify({ at: now(), level, event, ...facts });
  // deno-lint-ignore no-console -- this is the log's home
  (level === "error" || level === "warn" ? console.error : console.log)(line);
}
