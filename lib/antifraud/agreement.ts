import type { Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { type Canonical, canonicalText } from "./canonical.ts";
import { readRecords, type SealedRow } from "./chain_store.ts";
import { VERIFY_SLICE } from "./verify.ts";

/** How one module's live rows are held against what was sealed of them. */
export interface AgreementSource {
  /** Record types that this module seals and can rebuild from its rows. */
  readonly types: readonly string[];
  /** The payloads that the live rows would give today (without salt), by subject. */
  payloads(tx: Tx, subjects: { tenantId: Uuid; type: string; ids: readonly Uuid[] }): Promise<Map<Uuid, Canonical>>;
  /** How many live rows should have a record of these types. */
  countSealed(tx: Tx, tenantId: Uuid): Promise<bigint>;
}

/** One disagreement between a live row and its sealed payload. */
export interface Disagreement {
  readonly seq: bigint | null;
  readonly subjectId: Uuid | null;
  /** French sentence. */
  readonly reason: string;
}

/** Result of the second part of a verification. */
export interface AgreementReport {
  readonly ok: boolean;
  readonly compared: number;
  readonly first: Disagreement | null;
}

const sources: AgreementSource[] = [];

/** Adds a module's rows to the check. Only lib/wiring.ts and tests do. */
export function registerAgreement(source: AgreementSource): void {
  sources.push(source);
}

/**
 * Compares every live sealed row (issued documents, payments) with its sealed payload, and counts both sides:
 * a row changed behind the triggers, or slipped in without a record, is found and named.
 */
export async function verifyAgreement(
  ctx: Pick<Ctx, "tenantId" | "cell" | "epoch" | "personId">,
): Promise<AgreementReport> {
  let compared = 0;
  let after = 0n;
  const counts = new Map<AgreementSource, bigint>();
  for (;;) {
    const slice = await withTenant(ctx, async (tx) => {
      const records = await readRecords(tx, { tenantId: ctx.tenantId, after, limit: VERIFY_SLICE });
      return { records, first: await compareSlice(tx, { tenantId: ctx.tenantId, records, counts }) };
    }, { mode: "read" });
    compared += slice.records.filter((record) => sourceOf(record.type)).length;
    if (slice.first) return { ok: false, compared, first: slice.first };
    if (slice.records.length === 0) break;
    after = slice.records.at(-1)!.seq;
  }
  const missing = await withTenant(ctx, (tx) => compareCounts(tx, ctx.tenantId, counts), { mode: "read" });
  return { ok: missing === null, compared, first: missing };
}

async function compareSlice(
  tx: Tx,
  slice: { tenantId: Uuid; records: readonly SealedRow[]; counts: Map<AgreementSource, bigint> },
): Promise<Disagreement | null> {
  for (const [type, records] of groupByType(slice.records)) {
    const source = sourceOf(type);
    if (!source) continue;
    slice.counts.set(source, (slice.counts.get(source) ?? 0n) + BigInt(records.length));
    const ids = records.flatMap((record) => record.subjectId ? [record.subjectId] : []);
    const live = await source.payloads(tx, { tenantId: slice.tenantId, type, ids });
    const bad = records.find((record) => !agrees(record, live));
    if (bad) return { seq: bad.seq, subjectId: bad.subjectId, reason: disagreement(bad, live) };
  }
  return null;
}

async function compareCounts(
  tx: Tx,
  tenantId: Uuid,
  counts: ReadonlyMap<AgreementSource, bigint>,
): Promise<Disagreement | null> {
  for (const source of sources) {
    const live = await source.countSealed(tx, tenantId), sealed = counts.get(source) ?? 0n;
    if (live !== sealed) {
      return { seq: null, subjectId: null, reason: `${live} lignes émises pour ${sealed} enregistrements scellés.` };
    }
  }
  return null;
}

function agrees(record: SealedRow, live: ReadonlyMap<Uuid, Canonical>): boolean {
  const now = record.subjectId && live.get(record.subjectId);
  return now !== undefined && now !== null && canonicalText(now) === sealedText(record);
}

function disagreement(record: SealedRow, live: ReadonlyMap<Uuid, Canonical>): string {
  return record.subjectId && live.has(record.subjectId)
    ? "La ligne en base ne dit plus ce qui a été scellé."
    : "La ligne scellée n’est plus en base.";
}

/** The sealed payload without its salt, which the live rows do not hold. */
function sealedText(record: SealedRow): string {
  const { salt: _, ...payload } = JSON.parse(new TextDecoder().decode(record.payload)) as Record<string, Canonical>;
  return canonicalText(payload);
}

function groupByType(records: readonly SealedRow[]): Map<string, SealedRow[]> {
  return Map.groupBy(records, (record) => record.type);
}

function sourceOf(type: string): AgreementSource | undefined {
  return sources.find((source) => source.types.includes(type));
}
