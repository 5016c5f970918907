import type { IsoDate, IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { jobKind } from "../platform/jobs.ts";
import type { SignInFailures } from "./sign_in_failures_query.ts";

/** Copies an act on rights from control into the activity of its dossier. */
export const RECORD_ACCESS_ACT = jobKind<{ tenantId: Uuid; actId: Uuid }>("access.record_act", {
  runner: "product",
  in: "control",
});

/** Writes to somebody who is invited; a link replaced or withdrawn meanwhile is not sent. */
export const INVITATION_MAIL = jobKind<{ tenantId: Uuid; invitationId: Uuid; tokenId: Uuid }>(
  "access.invitation_mail",
  { runner: "product", in: "control" },
);

/** Tells the members of a dossier that its recovery was approved, and lets the days run. Asked by the console. */
export const BEGIN_RECOVERY = jobKind<{ tenantId: Uuid; recoveryId: Uuid }>("access.begin_recovery", {
  runner: "product",
  in: "control",
});

/** Writes to one member who may object to a recovery. */
export const RECOVERY_MAIL = jobKind<{ tenantId: Uuid; noticeId: Uuid }>("access.recovery_mail", {
  runner: "product",
  in: "control",
});

/** Invites the new person once the days are over and nobody objected. */
export const FINISH_RECOVERY = jobKind<{ tenantId: Uuid; recoveryId: Uuid }>("access.finish_recovery", {
  runner: "product",
  in: "control",
});

/** Carries out in its cell an erasure of contents that two operators agreed on. */
export const CARRY_OUT_ERASURE = jobKind<{ tenantId: Uuid; erasureId: Uuid }>("access.carry_out_erasure", {
  runner: "console",
  in: "control",
});

/** What an erasure that was carried out leaves in the dossier's log. */
export interface ErasureDone {
  readonly tenantId: Uuid;
  readonly warrantId: Uuid;
  readonly contentsBefore: IsoInstant;
  /** Contents that went. */
  readonly contents: number;
}

/** Seals in the dossier's log that contents were erased. Asked by the console. */
export const SEAL_ERASURE = jobKind<ErasureDone>("access.seal_erasure", { runner: "product", in: "control" });

/** Adds up the refused sign-ins of the days before, dossier by dossier; once a day. */
export const PLAN_SIGN_IN_DIGESTS = jobKind<Record<string, never>>("access.plan_sign_in_digests", {
  runner: "product",
  in: "control",
});

/** Seals what the refused sign-ins of one day come to in one dossier. */
export const SEAL_SIGN_INS = jobKind<SignInFailures & { readonly day: IsoDate }>("access.seal_sign_ins", {
  runner: "product",
  in: "control",
});
