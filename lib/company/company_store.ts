import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { sha256Hex } from "../platform/crypto.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { wholeRows } from "../platform/db/kept_statements.ts";
import { newId } from "../platform/random.ts";
import type { Company, CompanySettings } from "./company.ts";
import type { Logo, NormalisedLogo } from "./logo.ts";
import { companies, companyLogos, companyModules } from "./schema.ts";

const readCompany = wholeRows(companies, sql`where ${companies.tenantId} = ${sql.placeholder("tenantId")}`);

/** The company of the dossier, or null before `openCompany`. */
export async function findCompany(tx: Tx, { tenantId }: Ctx): Promise<Company | null> {
  const [found] = await readCompany(tx, { tenantId });
  return found ?? null;
}

/** The same, locked until the transaction ends. */
export async function lockCompany(tx: Tx, ctx: Ctx): Promise<Company | null> {
  const [found] = await tx.select().from(companies).where(eq(companies.tenantId, ctx.tenantId)).for("update");
  return found ?? null;
}

/** Makes the company's row with the defaults of the schema; false where it stands already. */
export async function insertCompany(
  tx: Tx,
  ctx: Ctx,
  settings: { name: string; email: string } & Partial<CompanySettings>,
): Promise<boolean> {
  const made = await tx.insert(companies)
    .values({ tenantId: ctx.tenantId, ...settings, updatedAt: ctx.now, updatedBy: ctx.personId })
    .onConflictDoNothing().returning({ version: companies.version });
  return made.length === 1;
}

/** Writes settings over a locked row, raises its version and returns the row. */
export async function writeCompany(
  tx: Tx,
  ctx: Ctx,
  change: Partial<CompanySettings> & { logoId?: Uuid | null },
): Promise<Company> {
  const [written] = await tx.update(companies)
    .set({ ...change, version: sql`${companies.version} + 1`, updatedAt: ctx.now, updatedBy: ctx.personId })
    .where(eq(companies.tenantId, ctx.tenantId)).returning();
  return written!;
}

/** Keeps a logo; the same bytes are kept once and give the same id. */
export async function insertLogo(tx: Tx, ctx: Ctx, logo: NormalisedLogo): Promise<Uuid> {
  const sha256 = sha256Hex(logo.bytes);
  await tx.insert(companyLogos)
    .values({
      tenantId: ctx.tenantId,
      id: newId(),
      mime: "image/png",
      bytes: logo.bytes,
      width: logo.width,
      height: logo.height,
      sha256,
      createdAt: ctx.now,
    })
    .onConflictDoNothing();
  const [kept] = await tx.select({ id: companyLogos.id }).from(companyLogos)
    .where(and(eq(companyLogos.tenantId, ctx.tenantId), eq(companyLogos.sha256, sha256)));
  return kept!.id;
}

/** A logo with its bytes, or null. */
export async function findLogo(tx: Tx, ctx: Ctx, id: Uuid): Promise<Logo | null> {
  const [found] = await tx.select({
    id: companyLogos.id,
    bytes: companyLogos.bytes,
    mime: companyLogos.mime,
    width: companyLogos.width,
    height: companyLogos.height,
    sha256: companyLogos.sha256,
  }).from(companyLogos).where(and(eq(companyLogos.tenantId, ctx.tenantId), eq(companyLogos.id, id)));
  return found ?? null;
}

/** Switches that somebody has moved, by module. */
export async function findSwitches(tx: Tx, ctx: Ctx): Promise<Map<string, boolean>> {
  const found = await tx.select().from(companyModules).where(eq(companyModules.tenantId, ctx.tenantId));
  return new Map(found.map((row) => [row.module, row.isOn]));
}

/** Moves a switch. */
export async function writeSwitch(
  tx: Tx,
  ctx: Ctx,
  { module, isOn }: { module: string; isOn: boolean },
): Promise<void> {
  await tx.insert(companyModules).values({ tenantId: ctx.tenantId, module, isOn, changedAt: ctx.now })
    .onConflictDoUpdate({
      target: [companyModules.tenantId, companyModules.module],
      set: { isOn, changedAt: ctx.now },
    });
}
