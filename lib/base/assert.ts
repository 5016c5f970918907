/** A broken promise of our own code: never the visitor's fault, always a 500 and a full log line. */
export class Bug extends Error {
  override readonly name = "Bug";
}

/** Throws a Bug when a fact that the code relies on does not hold. */
export function assert(fact: unknown, message: string): asserts fact {
  if (!fact) throw new Bug(message);
}

/** Returns the value, or throws a Bug naming what was missing. */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Bug(`missing: ${what}`);
  return value;
}

/** Compile-time exhaustiveness: a switch that forgets a case does not compile. */
export function unreachable(value: never): never {
  throw new Bug(`unreachable: ${String(value)}`);
}
