import { groupThousands } from "../lib/base/money.ts";

export { bytesText } from "../lib/base/bytes.ts";
import type { OperatorRole } from "../lib/identity/operator.ts";

/** Roles of operators in words. */
export const ROLE_WORDS: Readonly<Record<OperatorRole, string>> = {
  support: "support",
  operations: "exploitation",
  administrator: "administration",
};

/** A number of things: `12 450`. */
export function countText(count: bigint | number): string {
  return groupThousands(String(count));
}
