import type { PersonCtx } from "../base/ctx.ts";
import type { IsoDate, IsoInstant } from "../base/dates.ts";
import { toBase64Url, toHex } from "../platform/crypto.ts";
import { withControl } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { type AnchorRow, selectAnchor, selectMonth, selectMonths, selectNextDay } from "./anchor_store.ts";
import { checkProof, type ProofFault } from "./proof.ts";
import { refuse } from "./refusals.ts";
import { selectStamp, type StampRow } from "./stamp_store.ts";
import { type PreviousAnchor, readStatement } from "./statement.ts";

/** An anchor as it is published: it names no dossier. */
export interface PublishedAnchor {
  readonly day: IsoDate;
  readonly madeAt: IsoInstant;
  /** True when it was made on a later day than its own. */
  readonly isLate: boolean;
  /** In hexadecimal. */
  readonly root: string;
  readonly chains: number;
  /** Cells that did not answer. */
  readonly missing: readonly string[];
  readonly previous: PreviousAnchor | null;
  /** The day of the next anchor, once there is one. */
  readonly nextDay: IsoDate | null;
  /** What is signed, to the byte. */
  readonly statement: string;
  readonly algorithm: string;
  /** SubjectPublicKeyInfo in DER, base64url. */
  readonly publicKey: string;
  /** r ‖ s in base64url. */
  readonly signature: string;
  /** What an authority stamped the statement with (RFC 3161); null without one. */
  readonly stamp: PublishedStamp | null;
}

/** A timestamp as it is published. */
export interface PublishedStamp {
  readonly authority: string;
  /** When it was received; the authority's own time is in the token. */
  readonly stampedAt: IsoInstant;
  /** The authority's whole answer, base64url. */
  readonly token: string;
}

/** One line of a month's list. */
export type AnchorLine = Pick<PublishedAnchor, "day" | "root" | "chains" | "missing" | "isLate">;

/** The anchor of a day. Refuses `no_anchor` (404). */
export async function getAnchor(_ctx: PersonCtx, day: IsoDate): Promise<PublishedAnchor> {
  return await onControl(async (tx) => {
    const found = await selectAnchor(tx, day);
    if (!found) throw refuse("no_anchor");
    return published(found, { nextDay: await selectNextDay(tx, day), stamp: await selectStamp(tx, day) });
  });
}

/** The months that have anchors and the lines of one of them (the latest unless told), the latest first. */
export async function listAnchors(
  _ctx: PersonCtx,
  wanted?: string,
): Promise<{ month: string | null; months: readonly string[]; anchors: readonly AnchorLine[] }> {
  return await onControl(async (tx) => {
    const months = await selectMonths(tx);
    const month = wanted ?? months[0] ?? null;
    const anchors = month !== null && months.includes(month) ? await selectMonth(tx, month) : [];
    return { month, months, anchors: anchors.map(lineOf) };
  });
}

/** What a proof that somebody holds is worth: by its own bytes, then against what is published of its day. */
export type PublicVerdict =
  | { readonly ok: true; readonly day: IsoDate; readonly seq: number }
  | { readonly ok: false; readonly fault: ProofFault | "not_published" };

/**
 * Judges a proof for whoever holds one. `not_published`: sound in itself, but its statement or its key is not what is
 * published of its day.
 */
export async function judgeProof(_ctx: PersonCtx, text: string): Promise<PublicVerdict> {
  const verdict = checkProof(text);
  if (!verdict.ok) return verdict;
  const { proof, statement } = verdict;
  const anchor = await onControl((tx) => selectAnchor(tx, statement.day));
  const isOurs = anchor?.statement === proof.statement && toBase64Url(anchor.publicKey) === proof.publicKey;
  return isOurs ? { ok: true, day: statement.day, seq: proof.leaf.seq } : { ok: false, fault: "not_published" };
}

function published(
  row: AnchorRow,
  { nextDay, stamp }: { nextDay: IsoDate | null; stamp: StampRow | null },
): PublishedAnchor {
  const { madeAt, statement, algorithm } = row;
  return {
    ...lineOf(row),
    madeAt,
    previous: readStatement(statement)?.previous ?? null,
    nextDay,
    statement,
    algorithm,
    publicKey: toBase64Url(row.publicKey),
    signature: toBase64Url(row.signature),
    stamp: stamp && { authority: stamp.authority, stampedAt: stamp.stampedAt, token: toBase64Url(stamp.token) },
  };
}

function lineOf({ day, root, chains, missing, isLate }: AnchorRow): AnchorLine {
  return { day, root: toHex(root), chains, missing, isLate };
}

function onControl<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return withControl({}, work, { mode: "read" });
}
