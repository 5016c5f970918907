import type { Ctx } from "../../base/ctx.ts";
import type { IsoDate, IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { sha256 } from "../../platform/crypto.ts";
import { randomBase32, randomToken } from "../../platform/random.ts";

/** Page where a guest types his code; the link's secret follows. routes/paths.ts takes it from here. */
export const PASS_PATH = "/controle";
/** Longest life of a pass. */
export const MAX_PASS_DAYS = 30;
/** Life of a guest's session; never longer than his pass. */
export const PASS_SESSION_S = 8 * 3_600;
/** Wrong codes after which a link is closed for good; the database holds the same figure. */
export const MAX_WRONG_CODES = 5;

/** A code: letters and digits that are not taken for one another, forty bits beside the link's. */
const CODE_LENGTH = 8;

/** Who a guest is. */
export type PassKind = "inspector" | "staff" | "preview";

/** A pass as its dossier sees it; secrets are kept as hashes and never shown again. */
export interface Pass {
  readonly id: Uuid;
  readonly kind: PassKind;
  /** What may be looked at: documents of these days, both inside. */
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly label: string;
  readonly createdAt: IsoInstant;
  readonly expiresAt: IsoInstant;
  readonly revokedAt: IsoInstant | null;
  readonly wrongCodes: number;
  /** How many times the code was typed right, and when last. */
  readonly sessions: number;
  readonly lastOpenedAt: IsoInstant | null;
}

/** A guest inside a dossier: what his pages may read, and until when. */
export interface Guest {
  /** Read-only: no verb can write with it. */
  readonly ctx: Ctx;
  readonly passId: Uuid;
  readonly kind: PassKind;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly label: string;
  readonly companyName: string;
  readonly timeZone: string;
  readonly expiresAt: IsoInstant;
}

/** What opens a pass, shown once. */
export interface PassSecrets {
  readonly link: string;
  readonly code: string;
}

/** Draws a link's secret and a code. */
export function newPassSecrets(): PassSecrets {
  return { link: randomToken(), code: randomBase32(CODE_LENGTH) };
}

/** What the database keeps of a link's secret. Any text has one, so that malformed links are simply unknown. */
export function passLinkHash(link: string): Uint8Array {
  return sha256(link);
}

/** What it keeps of the code: digested with the link, so that the database alone tells no code. */
export function passCodeHash({ link, code }: PassSecrets): Uint8Array {
  return sha256(`${link}.${typedCode(code)}`);
}

/** A code as people type it: capitals, spaces and hyphens are nothing. */
function typedCode(code: string): string {
  return code.toLowerCase().replace(/[\s-]/g, "").slice(0, 100);
}

/** True while a pass opens its dossier. */
export function isPassOpen(
  { revokedAt, expiresAt, wrongCodes }: Pick<Pass, "revokedAt" | "expiresAt" | "wrongCodes">,
  now: IsoInstant,
): boolean {
  return revokedAt === null && expiresAt > now && wrongCodes < MAX_WRONG_CODES;
}
