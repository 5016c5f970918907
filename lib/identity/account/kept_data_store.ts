import { sql } from "drizzle-orm";
import type { IsoInstant } from "../../base/dates.ts";
import { instantFromDriver } from "../../platform/db/columns.ts";
import { rows, type Tx } from "../../platform/db/transaction.ts";

/** Kinds of things that are kept about a person beside his account and his open sessions. */
export type KeptKind =
  | "totp"
  | "mail_code"
  | "passkey"
  | "recovery_code"
  | "device"
  | "ended_session"
  | "wrong_passwords"
  | "limit"
  | "link"
  | "sign_up";

/** One thing kept about a person; null where it has no such side. Never a secret, a hash or a token. */
export interface KeptThing {
  readonly kind: KeptKind;
  /** Name of a passkey, purpose of a link or limit, browser of a session, company of a sign-up. */
  readonly name: string | null;
  readonly since: IsoInstant | null;
  /** Last use of a passkey, device or session; confirmation of a sign-up. */
  readonly lastAt: IsoInstant | null;
  /** When it ended, or will. */
  readonly endedAt: IsoInstant | null;
  /** Wrong passwords in a row, attempts counted by a limit. */
  readonly count: number | null;
}

/** What is kept about the person in scope, by kind and date. */
export async function loadKeptData(tx: Tx): Promise<KeptThing[]> {
  const found = await rows<Omit<KeptThing, Instants> & Record<Instants, string | null>>(
    tx,
    sql`select kind, name, since, last_at as "lastAt", ended_at as "endedAt", count from control.my_kept_data()`,
  );
  return found.map(({ since, lastAt, endedAt, ...thing }) => ({
    ...thing,
    since: instantOrNull(since),
    lastAt: instantOrNull(lastAt),
    endedAt: instantOrNull(endedAt),
  }));
}

type Instants = "since" | "lastAt" | "endedAt";

function instantOrNull(text: string | null): IsoInstant | null {
  return text === null ? null : instantFromDriver(text);
}
