/**
 * `deno run -A tests/bench/chain.ts [--verify]`: what the sealed log costs. Verification of chain hashes and of every
 * signature, in memory, by seconds of one core (the machine may be shared); sealing, by transactions in pairs, one with
 * a record and one without, on a database of its own.
 */
import process from "node:process";
import { openChain, seal } from "../../lib/antifraud/mod.ts";
import { canonicalBytes } from "../../lib/antifraud/canonical.ts";
import type { SealedRow } from "../../lib/antifraud/chain_store.ts";
import { openWalk, walkOn } from "../../lib/antifraud/chain_walk.ts";
import { GENESIS_HASH, RECORD_FORMAT, recordHash } from "../../lib/antifraud/record.ts";
import type { Ctx } from "../../lib/base/ctx.ts";
import { now } from "../../lib/platform/clock.ts";
import { generateSigningKey, openSigner, sha256, SIGNATURE_ALGORITHM, toBase64Url } from "../../lib/platform/crypto.ts";
import { withTenant } from "../../lib/platform/db/tenant.ts";
import { newId } from "../../lib/platform/random.ts";
import { openTestOutside } from "../support/outside.ts";
import { openWorld } from "../support/world.ts";

const RECORDS = 100_000;
const SIGNED = 4_000;
const SLICE = 2_000;
const PAIRS = 400;

if (import.meta.main) {
  await measureVerification();
  if (!Deno.args.includes("--verify")) await measureSealing();
}

/** Hashes, then signatures: records of the size of an invoice of three lines. */
async function measureVerification(): Promise<void> {
  const { records, chainId, key } = await aChain(RECORDS, SIGNED);
  const hashing = openWalk({ chainId, headSeq: BigInt(RECORDS + 1) }, { keys: [key] });
  say(
    `${RECORDS} enregistrements, ${
      rate(2 * RECORDS, await busy(() => walkAll(hashing, records)))
    } empreintes/s de cœur`,
  );
  const signed = records.slice(0, SIGNED);
  const signing = openWalk({ chainId, headSeq: BigInt(SIGNED) }, { keys: [key], allSignatures: true });
  say(
    `${SIGNED} signatures, ${rate(SIGNED, await busy(() => walkAll(signing, signed)))} enregistrements/s de cœur`,
  );
}

async function walkAll(walk: ReturnType<typeof openWalk>, records: readonly SealedRow[]): Promise<void> {
  for (let at = 0; at < records.length; at += SLICE) {
    const bad = await walkOn(walk, records.slice(at, at + SLICE));
    if (bad) throw new Error(`${bad.seq}: ${bad.code}`);
  }
}

async function aChain(length: number, signed: number) {
  const pair = generateSigningKey(), chainId = newId(), tenantId = newId(), at = now();
  const key = { tenantId, id: newId(), createdAt: at, wrappedPrivateKey: new Uint8Array(), ...pair };
  const opening = { chain: chainId, key: key.id, publicKey: toBase64Url(pair.publicKey) };
  const line = { label: "Pose d’un évier inox", quantity: "1", unitPrice: "240", vatRateBp: 2000, netCents: 24000 };
  const records: SealedRow[] = [];
  let prevHash = GENESIS_HASH;
  for (let n = 1; n <= length; n++) {
    const payload = canonicalBytes(
      n === 1 ? opening : { number: `FA2026-${n}`, lines: [line, line, line], salt: newId() },
    );
    const fields = { seq: BigInt(n), type: n === 1 ? "chain_opened" : "invoice_issued", at, prevHash };
    const payloadDigest = sha256(payload), hash = recordHash({ chainId, ...fields, payloadDigest });
    records.push({
      ...{ tenantId, ...fields, format: RECORD_FORMAT, payload, payloadDigest, hash, keyId: key.id },
      ...{
        algorithm: SIGNATURE_ALGORITHM,
        signature: new Uint8Array(64),
        subjectId: null,
        erasedAt: null,
        erasedUnder: null,
      },
    });
    prevHash = hash;
  }
  const signatures = await openSigner(pair.privateKey).signAll(records.slice(0, signed).map(({ hash }) => hash));
  signatures.forEach((signature, i) => records[i] = { ...records[i]!, signature });
  return { records, chainId, key };
}

/** What a record adds to a transaction that writes one row. */
async function measureSealing(): Promise<void> {
  const world = await openWorld();
  openTestOutside();
  try {
    const ctx = await world.makeDossier([]);
    await withTenant(ctx, (tx) => openChain(tx, ctx));
    const added: number[] = [];
    for (let pair = 0; pair < PAIRS; pair++) {
      const order = pair % 2 === 0 ? [false, true] : [true, false];
      const times = new Map<boolean, number>();
      for (const isSealed of order) times.set(isSealed, await timed(() => oneIssue(ctx, isSealed)));
      if (pair >= PAIRS / 4) added.push(times.get(true)! - times.get(false)!);
    }
    added.sort((a, b) => a - b);
    const at = (share: number) => added[Math.floor(added.length * share)]!.toFixed(2);
    say(`sceller ajoute ${at(0.5)} ms à la médiane (quartiles ${at(0.25)} à ${at(0.75)}), ${added.length} paires`);
  } finally {
    await world.close();
  }
}

async function oneIssue(ctx: Ctx, isSealed: boolean): Promise<void> {
  await withTenant(ctx, async (tx) => {
    await tx.execute("select 1");
    if (isSealed) {
      await seal(tx, ctx, [{ type: "probe_sealed", subjectId: newId(), payload: { label: "x".repeat(900) } }]);
    }
  });
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Milliseconds of processor, all threads together. */
async function busy(work: () => Promise<void>): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

function rate(count: number, ms: number): string {
  return String(Math.round(count / ms * 1_000));
}

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
