import type { Uuid } from "../base/ids.ts";
import { withControl } from "../platform/db/tenant.ts";
import { loadMembers } from "./member_store.ts";
import type { ProfileKey } from "./profiles.ts";

/** The addresses of the members who have one of these ready profiles, for a mail to whoever holds them. */
export async function addressesByProfile(tenantId: Uuid, profiles: readonly ProfileKey[]): Promise<readonly string[]> {
  const members = await withControl({ tenantId }, loadMembers, { mode: "read" });
  return members.filter(({ profile }) => (profiles as readonly string[]).includes(profile)).map(({ email }) => email);
}
