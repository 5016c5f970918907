import type { InstanceState } from "../states.ts";

/** What may be asked of a dossier's life. */
export const LIFE_ACTS = ["activate", "suspend", "reactivate", "close", "reopen", "keep", "erase"] as const;
/** One of them. */
export type LifeAct = typeof LIFE_ACTS[number];

/** Who asks: the operator's staff, an owner from the subscriber's area, or the program when a delay is over. */
export type Asker = "operator" | "owner" | "program";

/** One row of the table of states. */
export interface Transition {
  readonly act: LifeAct;
  readonly from: InstanceState;
  readonly to: InstanceState;
  readonly by: readonly Asker[];
}

/**
 * The table of states: from which to which, and who may ask. Control holds the same rows in `control.next_state`, which
 * decides; a test compares them. Reactivated and reopened, a dossier is again what it was before, and nothing else.
 */
export const TRANSITIONS: readonly Transition[] = [
  { act: "activate", from: "trial", to: "active", by: ["operator"] },
  { act: "suspend", from: "trial", to: "suspended", by: ["operator"] },
  { act: "suspend", from: "active", to: "suspended", by: ["operator"] },
  { act: "reactivate", from: "suspended", to: "trial", by: ["operator"] },
  { act: "reactivate", from: "suspended", to: "active", by: ["operator"] },
  { act: "close", from: "trial", to: "closed", by: ["operator", "owner", "program"] },
  { act: "close", from: "active", to: "closed", by: ["operator", "owner"] },
  { act: "close", from: "suspended", to: "closed", by: ["operator", "owner"] },
  { act: "reopen", from: "closed", to: "trial", by: ["operator", "owner"] },
  { act: "reopen", from: "closed", to: "active", by: ["operator", "owner"] },
  { act: "reopen", from: "closed", to: "suspended", by: ["operator", "owner"] },
  { act: "keep", from: "closed", to: "kept", by: ["program"] },
  { act: "erase", from: "closed", to: "erased", by: ["program"] },
  { act: "erase", from: "kept", to: "erased", by: ["program"] },
];

/** What somebody may ask of a dossier in a state, in the order of the table. */
export function actsOpenTo(asker: Asker, state: InstanceState): readonly LifeAct[] {
  const open = TRANSITIONS.filter(({ from, by }) => from === state && by.includes(asker));
  return [...new Set(open.map(({ act }) => act))];
}
