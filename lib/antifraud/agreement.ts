import type { Uuid } from "../base/ids.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { type Canonical, canonicalText } from "./canonical.ts";
import { contentOf } from "./chain_walk.ts";
import { lockHead, readHead, readRecords, type SealedRow } from "./chain_store.ts";
import { refuse } from "./refusals.ts";
import { VERIFY_SLICE, type VerifyScope } from "./verify.ts";

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
  readonly code: "content_mismatch";
  readonly seq: bigint | null;
  readonly subjectId: Uuid | null;
  /** French sentence. */
  readonly reason: string;
}

/** Result of the second part of a verification. */
export interface AgreementReport {
  readonly ok: boolean;
  readonly compared: number;
  /** Records that could not be compared, since their content was erased under a warrant. */
  readonly skipped: number;
  readonly first: Disagreement | null;
}

/** How far the comparison has come. */
export interface AgreementState {
  readonly seq: bigint;
  readonly compared: number;
  readonly skipped: number;
  /** Records seen, by the first type of their source. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Where every comparison begins. */
export const AGREEMENT_START: AgreementState = { seq: 0n, compared: 0, skipped: 0, counts: {} };

/** What one slice gave: how far it went, the first disagreement, and whether all was compared and counted. */
export interface AgreementStep {
  readonly state: AgreementState;
  readonly first: Disagreement | null;
  readonly isOver: boolean;
}

const sources: AgreementSource[] = [];

/** Adds a module's rows to the check. Only lib/wiring.ts and tests do. */
export function registerAgreement(source: AgreementSource): void {
  sources.push(source);
}

/**
 * Compares every live sealed row (issued documents, payments, closures) with its sealed payload, and counts both
 * sides: a row changed behind the triggers, or slipped in without a record, is found and named.
 */
export async function verifyAgreement(ctx: VerifyScope): Promise<AgreementReport> {
  let step: AgreementStep = { state: AGREEMENT_START, first: null, isOver: false };
  while (!step.isOver) step = await compareOn(ctx, step.state);
  const { state: { compared, skipped }, first } = step;
  return { ok: first === null, compared, skipped, first };
}

/** Compares the next slice; behind the last record, counts. */
export async function compareOn(ctx: VerifyScope, state: AgreementState): Promise<AgreementStep> {
  const step = await withTenant(ctx, (tx) => compareSlice(tx, ctx.tenantId, state), { mode: "read" });
  if (step.isOver || step.state.seq !== state.seq) return step;
  return await countBehind(ctx, step.state) ?? await countLocked(ctx, step.state);
}

/** Counts where nobody sealed meanwhile; null where somebody did. */
async function countBehind(ctx: VerifyScope, state: AgreementState): Promise<AgreementStep | null> {
  return await withTenant(ctx, async (tx) => {
    const first = await compareCounts(tx, ctx.tenantId, state.counts);
    const head = await readHead(tx, ctx.tenantId);
    return head && head.headSeq > state.seq ? null : { state, first, isOver: true };
  }, { mode: "read" });
}

/** In a dossier that never rests, the end is compared and counted under the head's lock. */
async function countLocked(ctx: VerifyScope, from: AgreementState): Promise<AgreementStep> {
  return await withTenant(ctx, async (tx) => {
    if (!await lockHead(tx, ctx.tenantId)) throw refuse("no_chain");
    for (let state = from;;) {
      const step = await compareSlice(tx, ctx.tenantId, state);
      if (step.isOver) return step;
      if (step.state.seq === state.seq) {
        return { state, first: await compareCounts(tx, ctx.tenantId, state.counts), isOver: true };
      }
      state = step.state;
    }
  });
}

async function compareSlice(tx: Tx, tenantId: Uuid, state: AgreementState): Promise<AgreementStep> {
  const records = await readRecords(tx, { tenantId, after: state.seq, limit: VERIFY_SLICE });
  const counts = { ...state.counts };
  let { compared, skipped } = state;
  let first: Disagreement | null = null;
  for (const [type, same] of Map.groupBy(records, (record) => record.type)) {
    const source = sourceOf(type);
    const whole = same.filter((record) => record.payload !== null);
    if (source) {
      counts[source.types[0]!] = (counts[source.types[0]!] ?? 0) + same.length;
      compared += whole.length;
      skipped += same.length - whole.length;
    }
    const found = await firstDisagreement(tx, { tenantId, type, records: whole });
    if (found && (first === null || found.seq! < first.seq!)) first = found;
  }
  return { state: { seq: records.at(-1)?.seq ?? state.seq, compared, skipped, counts }, first, isOver: first !== null };
}

/** The first of these records, all of one type, that the live rows contradict; null where none does. */
export async function firstDisagreement(
  tx: Tx,
  { tenantId, type, records }: { tenantId: Uuid; type: string; records: readonly SealedRow[] },
): Promise<Disagreement | null> {
  const source = sourceOf(type);
  const ids = records.flatMap((record) => record.subjectId ? [record.subjectId] : []);
  const live = source ? await source.payloads(tx, { tenantId, type, ids }) : null;
  for (const record of records) {
    const reason = namesItsSubject(record) ? live && disagreement(record, live) : WRONG_SUBJECT;
    if (reason) return { code: "content_mismatch", seq: record.seq, subjectId: record.subjectId, reason };
  }
  return null;
}

const WRONG_SUBJECT = "L’enregistrement ne parle pas de ce qu’il est censé prouver.";

/** The member of a payload that names what the record is about. */
const SUBJECT_MEMBERS: Readonly<Record<string, string>> = {
  invoice_issued: "document",
  credit_note_issued: "document",
  document_rendered: "document",
  document_sent: "document",
  duplicate_made: "document",
  payment_recorded: "payment",
  payment_reversed: "payment",
  day_closed: "closure",
  month_closed: "closure",
  year_closed: "closure",
  archive_made: "archive",
  attestation_made: "attestation",
};

/** The subject stands beside the payload and is not hashed: it must be the one that the payload names. */
function namesItsSubject(record: SealedRow): boolean {
  const member = SUBJECT_MEMBERS[record.type];
  const named = member === undefined ? undefined : contentOf(record.payload!)[member];
  return named === undefined || named === record.subjectId;
}

async function compareCounts(
  tx: Tx,
  tenantId: Uuid,
  counts: AgreementState["counts"],
): Promise<Disagreement | null> {
  for (const source of sources) {
    const live = await source.countSealed(tx, tenantId), sealed = BigInt(counts[source.types[0]!] ?? 0);
    if (live === sealed) continue;
    const reason = `${live} lignes émises pour ${sealed} enregistrements scellés.`;
    return { code: "content_mismatch", seq: null, subjectId: null, reason };
  }
  return null;
}

function disagreement(record: SealedRow, live: ReadonlyMap<Uuid, Canonical>): string | null {
  const now = record.subjectId ? live.get(record.subjectId) : undefined;
  if (now === undefined) return "La ligne scellée n’est plus en base.";
  const { salt: _, ...sealed } = contentOf(record.payload!);
  return canonicalText(now) === canonicalText(sealed) ? null : "La ligne en base ne dit plus ce qui a été scellé.";
}

function sourceOf(type: string): AgreementSource | undefined {
  return sources.find((source) => source.types.includes(type));
}
