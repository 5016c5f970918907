/** A sealed payload as an object, or null for bytes that are none of ours. */
export function payloadText<T extends object>(payload: Uint8Array): Partial<T> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload));
    return typeof value === "object" && value !== null ? value as Partial<T> : null;
  } catch {
    return null;
  }
}
