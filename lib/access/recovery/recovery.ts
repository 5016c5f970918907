import type { Ctx } from "../../base/ctx.ts";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import type { InstanceState } from "../../instances/mod.ts";

/** States of a recovery, in the order of a life; the last four are ends. */
export const RECOVERY_STATES = ["asked", "approved", "waiting", "done", "refused", "cancelled", "objected"] as const;

/** State of a recovery. `approved` until the members are told, `waiting` while they may object. */
export type RecoveryState = typeof RECOVERY_STATES[number];

/** What an operator may have seen of who asks; papers themselves are never kept. */
export const EVIDENCE = ["register_extract", "identity_document", "register_call"] as const;

/** One kind of what was seen. */
export type Evidence = typeof EVIDENCE[number];

/** How long the members may object, from the moment they are told. */
export const OBJECTION_HOURS = 72;

/** An administrator who was there since this many days is a reason to ask him first. */
export const ADMINISTRATOR_SEEN_DAYS = 30;

/** Longest note on what was seen. */
export const MAX_RECOVERY_TEXT = 1_000;

/** How the operator's staff is called in « Qui a fait quoi » and in mails. */
export const TEAM = "Équipe Paraphe";

/** Dossiers whose rows stand in a cell. */
export const IN_A_CELL: ReadonlySet<InstanceState> = new Set<InstanceState>([
  "trial",
  "active",
  "suspended",
  "closed",
]);

/** Dossiers that may be recovered: they hold data, or their archive, and somebody's place in them. */
export const RECOVERABLE: ReadonlySet<InstanceState> = new Set<InstanceState>([...IN_A_CELL, "kept"]);

/** Which recovery of which dossier. */
export interface RecoveryKey {
  readonly tenantId: Uuid;
  readonly id: Uuid;
}

/** The operator who acts. */
export interface Operator {
  readonly operatorId: Uuid;
  readonly name: string;
}

/** A recovery, with the name that the directory has for its dossier. */
export interface Recovery extends RecoveryKey {
  readonly companyName: string;
  readonly instanceState: InstanceState;
  readonly state: RecoveryState;
  readonly email: string;
  readonly emailKey: string;
  readonly name: string;
  readonly ownersLeave: boolean;
  readonly reason: string;
  readonly evidence: readonly Evidence[];
  readonly evidenceNote: string;
  readonly administratorSeen: boolean;
  readonly askedBy: Uuid;
  readonly askedByName: string;
  readonly askedAt: IsoInstant;
  readonly decidedByName: string | null;
  readonly decidedAt: IsoInstant | null;
  readonly waitsUntil: IsoInstant | null;
  readonly endedAt: IsoInstant | null;
  readonly endReason: string | null;
}

/** Who acts where the operator's staff does: nobody of the dossier. */
export function asTeam(tenantId: Uuid, now: IsoInstant): Pick<Ctx, "tenantId" | "personId" | "actor" | "now"> {
  return { tenantId, personId: null, actor: TEAM, now };
}
