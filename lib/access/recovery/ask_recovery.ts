import type { PersonCtx } from "../../base/ctx.ts";
import { addSeconds } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { type Issue, refuseAll } from "../../base/refusal.ts";
import { cleanLine, cleanText, emailKey, hasForbiddenCharacters, parseEmail } from "../../base/text.ts";
import { actReasonIssues, MAX_PERSON_NAME, readActReason } from "../../identity/mod.ts";
import { noteAct } from "../../instances/mod.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { newId } from "../../platform/random.ts";
import { OWNER_PROFILE } from "../profiles.ts";
import { recordAct } from "../record_act.ts";
import { issue, refuse } from "../refusals.ts";
import {
  ADMINISTRATOR_SEEN_DAYS,
  asTeam,
  EVIDENCE,
  type Evidence,
  MAX_RECOVERY_TEXT,
  type Operator,
  RECOVERABLE,
} from "./recovery.ts";
import { insertRecovery, isGovernedSince, loadInstanceState, type RecoveryRecord } from "./recovery_store.ts";

/** What an operator writes of somebody who asks for a dossier that nobody governs any more. */
export interface RecoveryForm {
  /** Address and name of who is to become administrator and owner. */
  readonly email: string;
  readonly name: string;
  readonly reason: string;
  /** What the operator has seen. */
  readonly evidence: readonly Evidence[];
  /** How he checked, in words; never a copy of a paper. */
  readonly note: string;
  /** True when the present owners are to be owners no more. */
  readonly ownersLeave: boolean;
  /** True when he goes on although an administrator was there lately. */
  readonly despiteAdministrator: boolean;
}

/**
 * Asks for the recovery of a dossier; another operator decides. One at a time for a dossier.
 * Refuses `recovery_no_dossier` (404), `recovery_dossier`, `recovery_under_way` (409), `email`, `recovery_name`,
 * `act_reason`, `recovery_evidence`, `recovery_evidence_note`, `recovery_administrator_seen` (422).
 */
export async function askRecovery(
  ctx: PersonCtx,
  operator: Operator,
  wish: RecoveryForm & { readonly tenantId: Uuid },
): Promise<Uuid> {
  const { tenantId } = wish, id = newId();
  const typed = readForm(wish);
  await withOperator({ database: CONTROL, role: "ops_control" }, async (tx) => {
    await refuseClosedTo(tx, tenantId);
    const administratorSeen = await isSeen(tx, ctx, tenantId);
    if (administratorSeen && !wish.despiteAdministrator) throw refuse("recovery_administrator_seen");
    const asked = { askedBy: operator.operatorId, askedByName: operator.name, askedAt: ctx.now };
    if (!await insertRecovery(tx, { tenantId, id, ...typed, administratorSeen, ...asked })) {
      throw refuse("recovery_under_way");
    }
    const subject = { kind: "recovery", id } as const, { reason } = typed;
    const noted = { at: ctx.now, act: "ask_recovery", subject: { ...subject, instanceId: tenantId }, reason } as const;
    await noteAct(tx, operator, noted);
    await recordAct(tx, asTeam(tenantId, ctx.now), {
      verb: "askRecovery",
      subject,
      summary: "Reprise du dossier demandée",
    });
  });
  return id;
}

/** True when an administrator or owner was there within the last 30 days: the form then asks for a tick. */
export async function isAdministratorSeen(ctx: PersonCtx, tenantId: Uuid): Promise<boolean> {
  return await withOperator({ database: CONTROL, role: "ops_control" }, (tx) => isSeen(tx, ctx, tenantId));
}

async function isSeen(tx: Tx, { now }: PersonCtx, tenantId: Uuid): Promise<boolean> {
  const since = addSeconds(now, -ADMINISTRATOR_SEEN_DAYS * 86_400);
  return await isGovernedSince(tx, { tenantId, administrator: OWNER_PROFILE, since });
}

async function refuseClosedTo(tx: Tx, tenantId: Uuid): Promise<void> {
  const state = await loadInstanceState(tx, tenantId);
  if (state === null) throw refuse("recovery_no_dossier");
  if (!RECOVERABLE.has(state)) throw refuse("recovery_dossier");
}

type Typed = Pick<
  RecoveryRecord,
  "email" | "emailKey" | "name" | "reason" | "evidence" | "evidenceNote" | "ownersLeave"
>;

/** What was typed, as it is kept; every fault at once. */
function readForm(form: RecoveryForm): Typed {
  const email = parseEmail(form.email), name = cleanLine(form.name);
  const evidenceNote = readText(form.note);
  const evidence = EVIDENCE.filter((kind) => form.evidence.includes(kind));
  const faults: Issue[] = [];
  if (email === null) faults.push(issue("email"));
  if (name === "" || name.length > MAX_PERSON_NAME || hasForbiddenCharacters(name)) faults.push(issue("recovery_name"));
  faults.push(...actReasonIssues(form.reason));
  if (!evidence.includes("register_extract") || !evidence.includes("identity_document")) {
    faults.push(issue("recovery_evidence"));
  }
  if (evidenceNote === null || (evidenceNote === "" && !evidence.includes("register_call"))) {
    faults.push(issue("recovery_evidence_note"));
  }
  refuseAll(faults);
  const { ownersLeave } = form;
  return {
    email: email!,
    emailKey: emailKey(email!),
    name,
    reason: readActReason(form.reason),
    evidence,
    evidenceNote: evidenceNote!,
    ownersLeave,
  };
}

/** A text of several lines as it is kept, or null where it cannot be. */
function readText(text: string): string | null {
  const clean = cleanText(text);
  return clean.length > MAX_RECOVERY_TEXT || hasForbiddenCharacters(clean) ? null : clean;
}
