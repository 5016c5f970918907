import { eq, sql } from "drizzle-orm";
import type { IsoDate, IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { rows, type Tx } from "../../platform/db/transaction.ts";
import { instanceFigures, instances } from "../schema.ts";
import type { InstanceState } from "../states.ts";

/** A dossier as its page in the console shows it. */
export interface InstanceCard {
  readonly tenantId: Uuid;
  readonly companyName: string;
  readonly slug: string;
  readonly cell: string;
  readonly state: InstanceState;
  readonly trialEndsOn: IsoDate | null;
  readonly createdAt: IsoInstant;
  readonly confirmedSiret: string | null;
  readonly siretConfirmedAt: IsoInstant | null;
  /** A public number, as last sampled, and when it was first seen; null where none is declared, or none yet. */
  readonly declaredSiret: string | null;
  readonly declaredAt: IsoInstant | null;
  /** Rows and files, as last sampled, and the share of which its administrators were warned. */
  readonly bytes: bigint;
  readonly warnedPercent: number | null;
  /** Null until the first night that weighs it. */
  readonly sampledAt: IsoInstant | null;
}

/** One dossier of the directory, or null. */
export async function findInstanceCard(tx: Tx, tenantId: Uuid): Promise<InstanceCard | null> {
  const { companyName, slug, cellId: cell, state, trialEndsOn, createdAt } = instances;
  const { confirmedSiret, siretConfirmedAt } = instances;
  const [found] = await tx.select({
    tenantId: instances.tenantId,
    companyName,
    slug,
    cell,
    state,
    trialEndsOn,
    createdAt,
    confirmedSiret,
    siretConfirmedAt,
    declaredSiret: instanceFigures.declaredSiret,
    declaredAt: instanceFigures.declaredAt,
    bytes: instances.bytes,
    warnedPercent: instanceFigures.warnedPercent,
    sampledAt: instanceFigures.sampledAt,
  }).from(instances).leftJoin(instanceFigures, eq(instanceFigures.tenantId, instances.tenantId))
    .where(eq(instances.tenantId, tenantId));
  return found ?? null;
}

/** Writes the SIRET that an operator confirmed, or that none is. */
export async function writeConfirmedSiret(
  tx: Tx,
  tenantId: Uuid,
  confirmed: { siret: string; at: IsoInstant; by: Uuid } | null,
): Promise<void> {
  await tx.update(instances).set({
    confirmedSiret: confirmed?.siret ?? null,
    siretConfirmedAt: confirmed?.at ?? null,
    siretConfirmedBy: confirmed?.by ?? null,
  }).where(eq(instances.tenantId, tenantId));
}

/** What one dossier of a cell declares. */
export interface DeclaredSiret {
  readonly tenantId: Uuid;
  readonly siret: string;
}

/** In a cell, with the reader's role: the SIRETs that its dossiers declare. */
export async function selectDeclaredSirets(tx: Tx): Promise<DeclaredSiret[]> {
  return await rows<DeclaredSiret>(tx, sql`select tenant_id as "tenantId", siret from cell.declared_sirets()`);
}

/** Keeps what the dossiers of a cell declare; what has not changed is left alone. */
export async function keepDeclaredSirets(
  tx: Tx,
  { cell, at, declared }: { cell: string; at: IsoInstant; declared: readonly DeclaredSiret[] },
): Promise<void> {
  const found = JSON.stringify(declared);
  await tx.execute(sql`insert into control.instance_figures as f (tenant_id, declared_siret, declared_at)
    select d."tenantId", d.siret, ${at}
      from jsonb_to_recordset(${found}::jsonb) as d ("tenantId" uuid, siret text)
      join control.instances i on i.tenant_id = d."tenantId" and i.cell_id = ${cell} and i.state not in ('kept', 'erased')
    on conflict (tenant_id) do update set declared_siret = excluded.declared_siret, declared_at = excluded.declared_at
      where f.declared_siret is distinct from excluded.declared_siret`);
  await tx.execute(sql`update control.instance_figures f set declared_siret = null, declared_at = null
    from control.instances i where i.tenant_id = f.tenant_id and i.cell_id = ${cell} and f.declared_siret is not null
      and not exists (select 1 from jsonb_to_recordset(${found}::jsonb) as d ("tenantId" uuid)
        where d."tenantId" = f.tenant_id)`);
}
