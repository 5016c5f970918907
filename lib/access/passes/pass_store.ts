import { and, eq, isNull, sql } from "drizzle-orm";
import type { IsoDate, IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { instantFromDriver } from "../../platform/db/columns.ts";
import { row, rows, type Tx } from "../../platform/db/transaction.ts";
import { passes } from "../schema.ts";
import type { Pass, PassKind } from "./pass.ts";

/** A pass to write. */
export type NewPass = typeof passes.$inferInsert;

/** Where the session of a guest leads. */
export interface FoundPass {
  readonly tenantId: Uuid;
  readonly passId: Uuid;
  readonly kind: PassKind;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly label: string;
  readonly expiresAt: IsoInstant;
  readonly companyName: string;
  readonly cell: string;
  readonly epoch: number;
  readonly timeZone: string;
}

/** Passes that a dossier is shown: a company opens a few a year. */
const LISTED = 100;

type Moments = "createdAt" | "expiresAt" | "revokedAt" | "lastOpenedAt";

/** Writes a pass; false when its id is taken. */
export async function insertPass(tx: Tx, pass: NewPass): Promise<boolean> {
  const made = await tx.insert(passes).values(pass).onConflictDoNothing({ target: [passes.tenantId, passes.id] })
    .returning({ id: passes.id });
  return made.length > 0;
}

/** The passes of the dossier in scope, newest first. */
export async function loadPasses(tx: Tx, tenantId: Uuid): Promise<Pass[]> {
  const found = await rows<Omit<Pass, Moments> & { [K in Moments]: string | null }>(
    tx,
    sql`select p.id, p.kind, p.from_on as "from", p.to_on as "to", p.label, p.created_at as "createdAt",
        p.expires_at as "expiresAt", p.revoked_at as "revokedAt", p.wrong_codes as "wrongCodes",
        (select count(*)::integer from control.pass_sessions s
          where s.tenant_id = p.tenant_id and s.pass_id = p.id) as "sessions",
        (select max(s.opened_at) from control.pass_sessions s
          where s.tenant_id = p.tenant_id and s.pass_id = p.id) as "lastOpenedAt"
      from control.passes p where p.tenant_id = ${tenantId} order by p.created_at desc, p.id limit ${LISTED}`,
  );
  return found.map((pass) => ({
    ...pass,
    createdAt: instantFromDriver(pass.createdAt!),
    expiresAt: instantFromDriver(pass.expiresAt!),
    revokedAt: pass.revokedAt === null ? null : instantFromDriver(pass.revokedAt),
    lastOpenedAt: pass.lastOpenedAt === null ? null : instantFromDriver(pass.lastOpenedAt),
  }));
}

/** Takes a pass back; false where there is none, or where it was taken back before. */
export async function revokePassRow(
  tx: Tx,
  { tenantId, id, at }: { tenantId: Uuid; id: Uuid; at: IsoInstant },
): Promise<boolean> {
  const ended = await tx.update(passes).set({ revokedAt: at })
    .where(and(eq(passes.tenantId, tenantId), eq(passes.id, id), isNull(passes.revokedAt))).returning({
      id: passes.id,
    });
  return ended.length > 0;
}

/** A link and a code against what is known; a session where they agree, else one wrong code more. */
export async function openPassSession(
  tx: Tx,
  asked: {
    link: Uint8Array;
    code: Uint8Array;
    at: IsoInstant;
    sessionId: Uuid;
    token: Uint8Array;
    lifetimeS: number;
  },
): Promise<{ expiresAt: IsoInstant } | null> {
  const { link, code, at, sessionId, token, lifetimeS } = asked;
  const opened = await row<{ expiresAt: string }>(
    tx,
    sql`select expires_at as "expiresAt"
      from control.enter_by_pass(${link}, ${code}, ${at}, ${sessionId}, ${token}, ${lifetimeS})`,
  );
  return opened && { expiresAt: instantFromDriver(opened.expiresAt) };
}

/** Where a guest's session leads, or null. */
export async function findPassSession(
  tx: Tx,
  { token, at }: { token: Uint8Array; at: IsoInstant },
): Promise<FoundPass | null> {
  const found = await row<Omit<FoundPass, "expiresAt"> & { expiresAt: string }>(
    tx,
    sql`select tenant_id as "tenantId", pass_id as "passId", kind, from_on as "from", to_on as "to", label,
        expires_at as "expiresAt", company_name as "companyName", cell_id as cell, epoch, time_zone as "timeZone"
      from control.find_pass_session(${token}, ${at})`,
  );
  return found && { ...found, expiresAt: instantFromDriver(found.expiresAt) };
}

/** Ends a guest's session. */
export async function endPassSession(tx: Tx, token: Uint8Array): Promise<void> {
  await rows(tx, sql`select control.end_pass_session(${token})`);
}
