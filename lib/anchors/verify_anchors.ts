import { authorize, type Ctx } from "../base/ctx.ts";
import type { IsoDate } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { fromHex, toHex } from "../platform/crypto.ts";
import { withControl } from "../platform/db/tenant.ts";
import { hashesAt, readLogHead } from "../antifraud/mod.ts";
import { selectKeyHistory, selectStrayAnchor } from "./anchor_store.ts";
import { isKeyOf, isUnbroken, type PublishedKey, publishedKey } from "./key_history.ts";
import { type AnchoredHead, selectAnchoredHeads } from "./own_anchor_store.ts";
import { checkProof, type ProofFault } from "./proof.ts";

/** Why the chain is not what an anchor holds. */
export type AnchorFault =
  /** The chain ends before the record that was anchored: it was taken back to an earlier state. */
  | "rolled_back"
  /** The record is there and is another one: the chain was rewritten. */
  | "rewritten"
  /** The keys that sign anchors do not follow one from the other, or an anchor has another key than its moment's. */
  | "keys_broken"
  /** The proof is signed by a key that was not the published one of its moment. */
  | "unknown_key"
  /** The proof is of another chain. */
  | "other_chain"
  /** The proof does not hold by itself. */
  | ProofFault;

/** What the chain was held against, and the first anchor that it does not contain. */
export interface AnchorReport {
  readonly ok: boolean;
  /** Heads that our own directory keeps. */
  readonly ours: number;
  /** Proofs that were given. */
  readonly given: number;
  /** Keys that sign anchors, each vouched for by the one before. */
  readonly keys: number;
  readonly firstBad: {
    readonly source: "ours" | "given";
    /** Day of the anchor; null for what is no readable proof. */
    readonly day: IsoDate | null;
    /** Number of the record that was anchored. */
    readonly seq: bigint | null;
    readonly fault: AnchorFault;
    /** French sentence. */
    readonly reason: string;
  } | null;
}

type Checked = Omit<AnchoredHead, "day"> & { readonly source: "ours" | "given"; readonly day: IsoDate };

/**
 * Says whether the dossier's chain contains each head that was anchored, at its number and with its hash: those that
 * control keeps, and those of the proofs given (texts of files from the customer's mailbox). With a chain that
 * verifies, this shows that it was neither taken back nor rewritten. Right `sealed_log:read`.
 */
export async function verifyAnchors(ctx: Ctx, proofs: readonly string[] = []): Promise<AnchorReport> {
  authorize(ctx, "sealed_log:read");
  const { tenantId } = ctx;
  const { heads, keys, stray } = await withControl({ tenantId }, async (tx) => ({
    heads: await selectAnchoredHeads(tx, tenantId),
    keys: (await selectKeyHistory(tx)).map(publishedKey),
    stray: await selectStrayAnchor(tx),
  }), { mode: "read" });
  const ours = heads.map((head) => ({ ...head, source: "ours" as const }));
  const counts = { ours: ours.length, given: proofs.length, keys: keys.length };
  if (!isUnbroken(keys) || stray) {
    return { ok: false, ...counts, firstBad: bad({ source: "ours", day: stray, seq: null }, "keys_broken") };
  }
  const read = proofs.map((text) => headOfProof(text, keys));
  const unsound = read.find((each) => "fault" in each);
  if (unsound && "fault" in unsound) {
    return { ok: false, ...counts, firstBad: bad({ source: "given", day: null, seq: null }, unsound.fault) };
  }
  const anchored = [...ours, ...read.filter((each): each is Checked => !("fault" in each))];
  const firstBad = await firstAbsent(ctx, anchored);
  return { ok: firstBad === null, ...counts, firstBad };
}

function headOfProof(text: string, keys: readonly PublishedKey[]): Checked | { readonly fault: AnchorFault } {
  const verdict = checkProof(text);
  if (!verdict.ok) return { fault: verdict.fault };
  const { leaf, publicKey } = verdict.proof;
  const { day, madeAt } = verdict.statement;
  if (!isKeyOf(keys, publicKey, madeAt)) return { fault: "unknown_key" };
  return { source: "given", day, chain: leaf.chain as Uuid, seq: BigInt(leaf.seq), hash: fromHex(leaf.hash)! };
}

async function firstAbsent(ctx: Ctx, anchored: readonly Checked[]): Promise<AnchorReport["firstBad"]> {
  const head = await readLogHead(ctx);
  const found = new Map((await hashesAt(ctx, anchored.map(({ seq }) => seq))).map(({ seq, hash }) => [seq, hash]));
  for (const each of anchored.toSorted((a, b) => Number(a.seq - b.seq))) {
    if (head?.chainId !== each.chain) return bad(each, "other_chain");
    // Number 0 is a chain before its first record.
    if (each.seq === 0n) continue;
    const hash = found.get(each.seq);
    if (!hash || each.seq > head.seq) return bad(each, "rolled_back");
    if (toHex(hash) !== toHex(each.hash)) return bad(each, "rewritten");
  }
  return null;
}

const REASONS: Readonly<Record<AnchorFault, string>> = {
  keys_broken: "Les clés qui signent les ancrages ne se suivent pas comme elles sont publiées.",
  unknown_key: "Cette preuve n’est pas signée par la clé publiée de ce jour-là.",
  rolled_back: "Le journal s’arrête avant l’enregistrement ancré : il a été ramené à un état antérieur.",
  rewritten: "L’enregistrement ancré n’est plus le même : le journal a été réécrit.",
  other_chain: "Cette preuve est celle d’un autre journal.",
  unreadable: "Ce fichier n’est pas une preuve d’ancrage.",
  statement: "L’énoncé signé de cette preuve n’est pas lisible.",
  signature: "La signature de cette preuve n’est pas la bonne : elle a été modifiée.",
  path: "Cette preuve ne mène pas à la racine signée : elle a été modifiée.",
};

function bad(
  { source, day, seq }: { source: "ours" | "given"; day: IsoDate | null; seq: bigint | null },
  fault: AnchorFault,
): AnchorReport["firstBad"] {
  return { source, day, seq, fault, reason: REASONS[fault] };
}
