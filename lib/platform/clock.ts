import type { IsoInstant } from "../base/dates.ts";

let offsetMs = 0;

/** The present moment in milliseconds; the only place that reads the machine's clock. */
export function nowMs(): number {
  return Date.now() + offsetMs;
}

/** The present moment as `ctx.now` carries it. */
export function now(): IsoInstant {
  return new Date(nowMs()).toISOString() as IsoInstant;
}

/** A moment as milliseconds since 1970. */
export function instantMs(instant: IsoInstant): number {
  return Date.parse(instant);
}

/** Moves this process's clock, for tests and demo seeds; 0 puts it right again. */
export function shiftClock(ms: number): void {
  offsetMs = ms;
}

/** Milliseconds that only go forward, for measuring how long something took. */
export function elapsedMs(since: number): number {
  return performance.now() - since;
}

/** Resolves after some milliseconds. */
export function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
