import type { Uuid } from "../base/ids.ts";
import { jobKind } from "../platform/jobs.ts";

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
