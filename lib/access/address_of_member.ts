import type { Uuid } from "../base/ids.ts";
import { withControl } from "../platform/db/tenant.ts";
import { loadMembers } from "./member_store.ts";

/** The address of a member, for a mail about what he did in the dossier; null for who is none. */
export async function addressOfMember(tenantId: Uuid, personId: Uuid): Promise<string | null> {
  const members = await withControl({ tenantId }, loadMembers, { mode: "read" });
  return members.find((member) => member.personId === personId)?.email ?? null;
}
