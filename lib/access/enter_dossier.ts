import type { Ctx, PersonCtx } from "../base/ctx.ts";
import { dayOf, type IsoDate, type IsoInstant } from "../base/dates.ts";
import { onlyDossierOf, sessionHash, touchSession } from "../identity/mod.ts";
import { type InstanceState, type Openness, opennessOf, type TrialMails } from "../instances/mod.ts";
import { type Entrance, findEntrance } from "./membership_store.ts";
import { rightsOf } from "./profiles.ts";

/** A person inside a dossier: what verbs need, and what the page's frame shows. */
export interface Entered {
  readonly ctx: Ctx;
  readonly person: { readonly label: string; readonly email: string };
  readonly dossier: {
    readonly slug: string;
    readonly publicId: string;
    readonly companyName: string;
    readonly state: InstanceState;
    readonly openness: Openness;
    readonly trialEndsOn: IsoDate | null;
    readonly timeZone: string;
    /** Parts of the product that are switched off here; the edge takes their pages and rights away. */
    readonly modulesOff: readonly string[];
    /** What a trial may mail; null for a dossier that is none. */
    readonly trialMails: TrialMails | null;
    /** Until when the members may object to a recovery of the dossier; null when none waits. */
    readonly recoveryUntil: IsoInstant | null;
    /** Share of its included size, in per cent, that the dossier was last warned of; null when of none. */
    readonly sizeWarned: number | null;
  };
  readonly profile: string;
  readonly isOwner: boolean;
  /** When the person last proved who he is: what weighs much asks for a fresh proof. */
  readonly provedAt: IsoInstant;
  /** True when the dossier wants a second factor that this session has not seen: nothing may be shown yet. */
  readonly factorWanted: boolean;
  /** True when the dossier's rules refuse the password of this session: another is to be chosen before it opens. */
  readonly passwordWanted: boolean;
}

/** Longer ago than any proof may be. */
const NEVER = "1970-01-01T00:00:00.000Z" as IsoInstant;
/** What a slug looks like; anything else is unknown without asking. */
const SLUG = /^[a-z0-9-]{1,40}$/;

/**
 * Lets a session into a dossier, by one statement on control. Null, always the same, when the session has ended, the
 * dossier does not exist, or the person has no place in it: the edge answers 404 for all of them.
 */
export async function enterDossier(
  ctx: PersonCtx,
  asked: { token: string; slug: string },
): Promise<Entered | null> {
  if (!SLUG.test(asked.slug)) return null;
  const question = { tokenHash: sessionHash(asked.token), slug: asked.slug, at: ctx.now };
  const entrance = await findEntrance(question);
  if (!entrance) return null;
  const only = onlyDossierOf(asked.token);
  if (only !== null && only !== entrance.tenantId) return null;
  await touchSession(ctx, { token: asked.token, lastSeenAt: entrance.lastSeenAt });
  // A company's provider proves nothing to us: what weighs much asks such a session for the person's own proof.
  return entered(ctx, only === null ? entrance : { ...entrance, provedAt: NEVER });
}

function entered(ctx: PersonCtx, entrance: Entrance): Entered {
  const {
    slug,
    publicId,
    companyName,
    state,
    trialEndsOn,
    timeZone,
    modulesOff,
    trialMails,
    recoveryUntil,
    sizeWarned,
  } = entrance;
  const { tenantId, cell, epoch, personId, email, profile, heldRights, isOwner } = entrance;
  const label = entrance.name ?? email;
  const today = dayOf(ctx.now, timeZone);
  const openness = opennessOf({ state, trialEndsOn }, today);
  return {
    ctx: { ...ctx, tenantId, cell, epoch, personId, actor: label, rights: rightsOf(profile, heldRights), today },
    person: { label, email },
    dossier: {
      slug,
      publicId,
      companyName,
      state,
      openness,
      trialEndsOn,
      timeZone,
      modulesOff,
      trialMails,
      recoveryUntil,
      sizeWarned,
    },
    profile,
    isOwner,
    provedAt: entrance.provedAt,
    factorWanted: entrance.factorWanted,
    passwordWanted: entrance.passwordWanted,
  };
}
