import type { Uuid } from "../../lib/base/ids.ts";
import { PROOF_LIFETIME_S } from "../../routes/step_up.ts";
import type { World } from "./world.ts";

/** Makes the last proof of a person too old for what weighs much, in each of his sessions. Sign-in makes it fresh. */
export async function ageProofs(world: World, personId: Uuid): Promise<void> {
  await world.owner.control`update control.sessions
    set proved_at = now() - make_interval(secs => ${PROOF_LIFETIME_S + 1}) where person_id = ${personId}`;
}
