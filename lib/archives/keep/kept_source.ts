import { sealedTypesAfter } from "../../antifraud/mod.ts";
import type { Ctx } from "../../base/ctx.ts";
import type { IsoDate, IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { Refusal } from "../../base/refusal.ts";
import { loadCompany } from "../../company/mod.ts";
import { storeKey } from "../../files/mod.ts";
import { toHex as hexOf } from "../../platform/crypto.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import type { StoredArchive } from "../archive.ts";
import { findArchive, isOneUnderWay, selectArchives } from "../archive_store.ts";
import { openSha256, type Sha256State, toHex } from "../reader/sha256.js";
import { verifyArchive } from "../reader/verify.js";
import { openZip } from "../reader/zip.js";
import { LOOKED_AT, QUIET } from "../taken_archive.ts";
import { fiscalYearOf } from "../archive_years.ts";

/** What the console's procedure of a keeping asks of archives; it reads the dossier as the mover. */
export const keptSource = {
  find,
  yearEnd,
  async read(zip: Parameters<typeof openZip>[0]) {
    const { ok, about } = await verifyArchive(openZip(zip));
    return {
      isSound: ok,
      manifestSha256: about?.manifestDigest ?? null,
      headHash: about?.headHash ?? null,
    };
  },
  digest(state: unknown) {
    const digest = openSha256(state as Sha256State ?? undefined);
    return {
      update: (bytes: Uint8Array) => digest.update(bytes),
      state: () => digest.state(),
      hex: () => toHex(digest.digest()),
    };
  },
};

interface Wanted {
  readonly tenantId: Uuid;
  readonly since: IsoInstant;
  readonly asked: Uuid | null;
}

/**
 * The last archive of everything that was asked for since the closing, and behind which nothing was issued or received.
 */
async function find(
  tx: Tx,
  { tenantId, since, asked }: Wanted,
): Promise<ReturnType<typeof sourceOf> | "none" | "making" | "failed"> {
  const whole = (await selectArchives(tx, { tenantId }))
    .filter(({ isWhole, state, askedAt }) => isWhole && state === "done" && askedAt >= since);
  for (const archive of whole) if (await isQuietSince(tx, archive)) return sourceOf(archive);
  if (await isOneUnderWay(tx, { tenantId })) return "making";
  const own = asked && await findArchive(tx, { tenantId }, asked);
  return own && /^(done|failed)$/.test(own.state) ? "failed" : "none";
}

async function isQuietSince(tx: Tx, { tenantId, lastSeq }: StoredArchive): Promise<boolean> {
  const types = await sealedTypesAfter(tx, { tenantId, after: lastSeq, limit: LOOKED_AT });
  return types.length < LOOKED_AT && types.every((type) => QUIET.has(type));
}

function sourceOf(archive: StoredArchive) {
  const { tenantId, id, fromOn, toOn, bytes, manifestSha256, chainId, lastSeq, headHash, parts } = archive;
  return {
    ...{ id, fromOn, toOn, bytes: bytes!, manifestSha256: manifestSha256! },
    chain: { id: chainId, seq: String(lastSeq), hash: hexOf(new Uint8Array(headHash)) },
    parts: parts.map((part) => ({
      key: storeKey({ tenantId, id: part.id }),
      bytes: part.bytes,
      sha256: part.sha256,
    })),
  };
}

async function yearEnd(tx: Tx, tenantId: Uuid, day: IsoDate): Promise<IsoDate | null> {
  const scope = { tenantId } as Ctx;
  try {
    const company = await loadCompany(tx, scope);
    return (await fiscalYearOf(tx, scope, { company, day })).to;
  } catch (error) {
    // A dossier without a company's card has no fiscal year to tell.
    if (error instanceof Refusal) return null;
    throw error;
  }
}
