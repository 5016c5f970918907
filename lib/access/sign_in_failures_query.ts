import { sql } from "drizzle-orm";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { toHex } from "../platform/crypto.ts";
import { rows, type Tx } from "../platform/db/transaction.ts";

/** What the refused sign-ins of a time come to in one dossier. */
export interface SignInFailures {
  readonly tenantId: Uuid;
  readonly count: number;
  /** SHA-256 in hexadecimal over the entries, in order: see antifraud's README. */
  readonly digest: string;
}

/** The dossiers whose members were refused from one instant on and before another. For the queue alone. */
export async function signInFailures(
  tx: Tx,
  { from, until }: { from: IsoInstant; until: IsoInstant },
): Promise<SignInFailures[]> {
  const found = await rows<{ tenant_id: Uuid; entries: bigint | string; digest: Uint8Array }>(
    tx,
    sql`select tenant_id, entries, digest from control.sign_in_failures(${from}::timestamptz, ${until}::timestamptz)`,
  );
  return found.map(({ tenant_id, entries, digest }) => ({
    tenantId: tenant_id,
    count: Number(entries),
    digest: toHex(digest),
  }));
}
