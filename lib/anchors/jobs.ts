import type { IsoDate } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { jobKind } from "../platform/jobs.ts";

/** Makes the anchors that are due; asked each hour, so that a cell or a program that was down costs no day. */
export const MAKE_ANCHORS = jobKind<Record<string, never>>("anchors.make", { runner: "console", in: "control" });

/** Mails a dossier its proof of a day. Asked by the console, once for each period of the dossier's pace. */
export const ANCHOR_MAIL = jobKind<{ tenantId: Uuid; day: IsoDate }>("anchors.mail", {
  runner: "product",
  in: "control",
});

/** Has anchors stamped by the authority that the operator set, if any; asked each hour. */
export const STAMP_ANCHORS = jobKind<Record<string, never>>("anchors.stamp", { runner: "console", in: "control" });
