import type { Uuid } from "../base/ids.ts";
import { jobKind } from "../platform/jobs.ts";

/** Writes into one dossier how a person is called now, or that he is gone. */
export const RELABEL_PERSON = jobKind<{ tenantId: Uuid; personId: Uuid }>("access.relabel_person", {
  runner: "product",
  in: "control",
});
