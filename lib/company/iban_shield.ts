import type { Ctx } from "../base/ctx.ts";
import { addSeconds } from "../base/dates.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { enqueue } from "../platform/jobs.ts";
import { newId } from "../platform/random.ts";
import type { CompanySettings } from "./company.ts";
import type { IbanChanged } from "./events.ts";
import { IBAN_DELAY_HOURS, type IbanProof, type IbanWay, lastFour } from "./iban_change.ts";
import { findPendingIban, hasPrintedIban, insertIbanChange } from "./iban_change_store.ts";
import { APPLY_IBAN_CHANGE } from "./jobs.ts";
import { recordActivity } from "./record_activity.ts";
import { refuse } from "./refusals.ts";

/** What a changed IBAN keeps out of the settings' own write, and what is to announce after it. */
export interface Shield {
  /** Fields that wait. */
  readonly held: readonly string[];
  /** Set where the IBAN changes in this transaction and customers may have noted the old one. */
  readonly announce: IbanChanged | null;
}

type Asked = { current: CompanySettings; wanted: CompanySettings; proof: IbanProof };

const HELD = ["iban", "bic", "bankName"];
const NOTHING: Shield = { held: [], announce: null };

let hasIssued: (tx: Tx, ctx: Ctx) => Promise<boolean> = () => Promise.resolve(false);

/** Says who knows whether the dossier has issued an invoice; `sales` does, which stands above. Wired once. */
export function registerIssuedCheck(check: (tx: Tx, ctx: Ctx) => Promise<boolean>): void {
  hasIssued = check;
}

/**
 * Decides on another IBAN, the company's row being locked. The first one of a dossier that has issued nothing, and one
 * with a passkey shown for it, pass at once; any other waits, with its BIC and bank. Refuses `iban_pending`.
 */
export async function shieldIban(tx: Tx, ctx: Ctx, { current, wanted, proof }: Asked): Promise<Shield> {
  if (wanted.iban === current.iban) return NOTHING;
  const pending = await findPendingIban(tx, ctx);
  if (pending) {
    if (pending.iban === wanted.iban) return { held: HELD, announce: null };
    throw refuse("iban_pending");
  }
  const way = await wayAtOnce(tx, ctx, { current, wanted, proof });
  const { iban, bic, bankName } = wanted;
  const effectiveAt = way ? ctx.now : addSeconds(ctx.now, IBAN_DELAY_HOURS * 3_600);
  const change = { id: newId(), beforeIban: current.iban, iban, bic, bankName, effectiveAt };
  await insertIbanChange(tx, ctx, change, way);
  if (way) return { held: [], announce: way === "first" ? null : { changeId: change.id } };
  await enqueue(tx, APPLY_IBAN_CHANGE, {
    tenantId: ctx.tenantId,
    payload: { changeId: change.id },
    dedupeKey: change.id,
    runAt: effectiveAt,
  });
  await recordActivity(tx, ctx, {
    verb: "askIbanChange",
    subject: { kind: "company", id: ctx.tenantId },
    summary: `Changement d’IBAN demandé : ${lastFour(current.iban)} → ${lastFour(iban)}`,
  });
  return { held: HELD, announce: null };
}

async function wayAtOnce(tx: Tx, ctx: Ctx, { current, proof }: Asked): Promise<IbanWay | null> {
  if (proof === "passkey") return "passkey";
  if (current.iban !== null) return null;
  const isFirst = !await hasPrintedIban(tx, ctx) && !await hasIssued(tx, ctx);
  return isFirst ? "first" : null;
}
