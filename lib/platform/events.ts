import type { Ctx } from "../base/ctx.ts";
import { Bug } from "../base/assert.ts";
import type { Tx } from "./db/transaction.ts";

/** Something that a module announces; who reacts is written in lib/wiring.ts, never here. */
export interface EventKind<P> {
  readonly name: string;
  /** Phantom: ties the payload's type to the event. */
  readonly payload?: P;
}

/** What reacts to an event, in the transaction that announced it. */
export type Subscriber<P> = (tx: Tx, ctx: Ctx, payload: P) => Promise<void>;

const subscribers = new Map<string, Subscriber<never>[]>();

/** Names an event, as a past participle: `invoice_issued`. */
export function defineEvent<P>(name: string): EventKind<P> {
  return { name };
}

/** Adds a subscriber. Only lib/wiring.ts and tests do. */
export function subscribe<P>(event: EventKind<P>, subscriber: Subscriber<P>): void {
  const list = subscribers.get(event.name) ?? [];
  list.push(subscriber as Subscriber<never>);
  subscribers.set(event.name, list);
}

/** Lets each subscriber react, in the order of the wiring; one that throws rolls everything back. */
export async function emit<P>(tx: Tx, ctx: Ctx, announced: { event: EventKind<P>; payload: P }): Promise<void> {
  if (!wired) throw new Bug("events are not wired: lib/wiring.ts was not loaded");
  for (const subscriber of subscribers.get(announced.event.name) ?? []) {
    await (subscriber as Subscriber<P>)(tx, ctx, announced.payload);
  }
}

let wired = false;

/** Says that every subscriber is in place: emitting before would lose reactions in silence. */
export function eventsAreWired(): void {
  wired = true;
}
