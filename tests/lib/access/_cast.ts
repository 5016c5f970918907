import { addOwner } from "../../../lib/access/on_dossier_ready.ts";
import { aPerson } from "../../../lib/identity/testing.ts";
import { dossierReady } from "../../../lib/instances/mod.ts";
import { aDossier } from "../../../lib/instances/testing.ts";
import { eventsAreWired, subscribe } from "../../../lib/platform/events.ts";
import type { Uuid } from "../../../lib/base/ids.ts";
import { openTestOutside } from "../../support/outside.ts";
import { TRIAL_CELL, type World } from "../../support/world.ts";
import { aMailbox, aVisitor } from "../identity/_people.ts";

/** Somebody with a session and a dossier of his own. */
export interface Owner {
  readonly name: string;
  readonly email: string;
  readonly token: string;
  readonly personId: Uuid;
  readonly tenantId: Uuid;
  readonly slug: string;
}

/** Wires the opening of dossiers and makes the trial cell known. */
export async function openDirectory(world: World): Promise<void> {
  openTestOutside();
  subscribe(dossierReady, addOwner);
  eventsAreWired();
  await world.owner.control`insert into control.cells (id, kind, region, max_dossiers)
    values (${TRIAL_CELL}, 'trial', 'eu-west-3', 100000)`;
}

/** Signs somebody up and opens his dossier. */
export async function anOwner(world: World, who: { name: string; companyName: string }): Promise<Owner> {
  const email = aMailbox();
  const { token, personId } = await aPerson(aVisitor(), { email, name: who.name });
  const companyName = who.companyName;
  const tenantId = await aDossier(aVisitor(), { ownerId: personId, email, ownerLabel: who.name, companyName });
  const [instance] = await world.owner.control`select slug from control.instances where tenant_id = ${tenantId}`;
  return { name: who.name, email, token, personId, tenantId, slug: String(instance!.slug) };
}
