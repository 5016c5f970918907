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
