import { openMasterKey } from "../../lib/platform/crypto.ts";
import { configureOutside, type Publisher } from "../../lib/platform/outside.ts";

/** A master key for throw-away databases. */
export const TEST_MASTER_KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

/** Gives the program an outside that stays inside this machine. */
export function openTestOutside(
  options: { baseUrl?: string; version?: string; publisher?: Publisher; timestampUrl?: string } = {},
): void {
  configureOutside({
    baseUrl: options.baseUrl ?? "http://localhost:8000",
    consoleBaseUrl: "http://127.0.0.1:8001",
    masterKey: openMasterKey(TEST_MASTER_KEY),
    version: options.version ?? "1.0.0",
    mailFrom: "documents@paraphe.example",
    publisher: options.publisher ?? null,
    timestampUrl: options.timestampUrl ?? null,
  });
}
