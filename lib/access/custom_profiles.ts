import { authorize, type Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { type Issue, refuseAll } from "../base/refusal.ts";
import { cleanLine, fold, hasForbiddenCharacters } from "../base/text.ts";
import { withControl } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import {
  type CustomProfile,
  deleteProfileRow,
  insertProfile,
  isProfileUsed,
  loadProfiles,
  updateProfileRow,
} from "./custom_profile_store.ts";
import { actingAdministrator } from "./member.ts";
import { lockMembers } from "./member_store.ts";
import { PROFILES } from "./profiles.ts";
import { recordAct } from "./record_act.ts";
import { issue, refuse } from "./refusals.ts";
import { completed, isGrantable } from "./rights.ts";

/** Longest name of a profile. */
export const MAX_PROFILE_NAME = 40;
/** Most profiles that a dossier may make. */
export const MAX_PROFILES = 20;

/** A profile as its form sends it. */
export interface ProfileForm {
  readonly id: Uuid;
  readonly name: string;
  /** Rights that were ticked. */
  readonly rights: readonly string[];
}

/**
 * Makes a profile of the dossier's own; sent twice under one id, it makes one. Reading what may be changed comes with
 * it. Right `members:write`, judged again under the lock.
 * Refuses `no_longer_administrator` (403), `too_many_profiles` (409), `profile_name_*`, `profile_without_rights`,
 * `profile_right_unknown` (422, at the fields).
 */
export async function createProfile(ctx: Ctx, form: ProfileForm): Promise<void> {
  await change(ctx, async (tx, known) => {
    if (known.some(({ id }) => id === form.id)) return;
    if (known.length >= MAX_PROFILES) throw refuse("too_many_profiles", { values: { max: String(MAX_PROFILES) } });
    const profile = read(form, known);
    await insertProfile(tx, ctx.tenantId, { ...profile, at: ctx.now });
    await record(tx, ctx, { verb: "createProfile", profile, did: "créé" });
  });
}

/** Changes a profile, for everybody who has it, from their next request on. Refuses like `createProfile`, and 404. */
export async function updateProfile(ctx: Ctx, form: ProfileForm): Promise<void> {
  await change(ctx, async (tx, known) => {
    if (!known.some(({ id }) => id === form.id)) throw refuse("no_profile");
    const profile = read(form, known);
    await updateProfileRow(tx, ctx.tenantId, { ...profile, at: ctx.now });
    await record(tx, ctx, { verb: "updateProfile", profile, did: "modifié" });
  });
}

/** Deletes a profile that nobody has. Refuses `no_longer_administrator` (403), `no_profile` (404), `profile_in_use`. */
export async function deleteProfile(ctx: Ctx, { id }: { id: Uuid }): Promise<void> {
  await change(ctx, async (tx, known) => {
    const profile = known.find((each) => each.id === id);
    if (!profile) throw refuse("no_profile");
    if (await isProfileUsed(tx, ctx.tenantId, id)) throw refuse("profile_in_use");
    await deleteProfileRow(tx, ctx.tenantId, id);
    await record(tx, ctx, { verb: "deleteProfile", profile, did: "supprimé" });
  });
}

/** The members' lock comes first, as everywhere: whoever gives a profile meanwhile waits. */
async function change(ctx: Ctx, work: (tx: Tx, known: readonly CustomProfile[]) => Promise<void>): Promise<void> {
  authorize(ctx, "members:write");
  const { tenantId } = ctx;
  await withControl({ tenantId }, async (tx) => {
    actingAdministrator(await lockMembers(tx, tenantId), ctx);
    await work(tx, await loadProfiles(tx, tenantId));
  });
}

function read(form: ProfileForm, known: readonly CustomProfile[]): CustomProfile {
  const name = cleanLine(form.name), nameKey = fold(name);
  const others = known.filter(({ id }) => id !== form.id);
  refuseAll([...nameIssues({ name, nameKey }, others), ...rightsIssues(form.rights)]);
  return { id: form.id, name, nameKey, rights: completed(form.rights.filter(isGrantable)) };
}

function nameIssues(
  { name, nameKey }: Pick<CustomProfile, "name" | "nameKey">,
  others: readonly CustomProfile[],
): Issue[] {
  if (name === "") return [issue("profile_name_missing")];
  if (name.length > MAX_PROFILE_NAME) {
    return [issue("profile_name_long", { values: { max: String(MAX_PROFILE_NAME) } })];
  }
  if (hasForbiddenCharacters(name)) return [issue("profile_name_characters")];
  const taken = [...Object.values(PROFILES).map(({ label }) => fold(label)), ...others.map((other) => other.nameKey)];
  return taken.includes(nameKey) ? [issue("profile_name_taken")] : [];
}

function rightsIssues(rights: readonly string[]): Issue[] {
  if (rights.length === 0) return [issue("profile_without_rights")];
  return rights.every(isGrantable) ? [] : [issue("profile_right_unknown")];
}

async function record(
  tx: Tx,
  ctx: Ctx,
  { verb, profile, did }: { verb: string; profile: CustomProfile; did: string },
): Promise<void> {
  const summary = `Profil « ${profile.name} » ${did}`;
  await recordAct(tx, ctx, { verb, subject: { kind: "profile", id: profile.id }, summary });
}
