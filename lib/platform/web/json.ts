/** JSON as our API writes it: amounts are whole cents, and a bigint within 2^53 is a plain number. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_key, inner) => typeof inner === "bigint" ? exactNumber(inner) : inner);
}

function exactNumber(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
