/**
 * Quatorze mois d’un dossier : factures, règlements et annulations, avoirs, envois et duplicata, clôtures du jour, du
 * mois et de l’année, changement de clé, réglages fiscaux, ancrages, archives, attestation, contrôle. À la fin, chaque
 * preuve est vérifiée par un vérificateur écrit d’après les seuls README, qui ne partage aucun code avec le logiciel ;
 * puis une falsification de chaque sorte est nommée par lui.
 */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { readLogHead, verifyAgreement, verifyChain } from "../../lib/antifraud/mod.ts";
import { verifyAnchors } from "../../lib/anchors/mod.ts";
import { archiveYears } from "../../lib/archives/mod.ts";
import { closeRenderWorkers } from "../../lib/platform/pdf/worker_pool.ts";
import { anchorFault, strayStatement } from "../independent/check_anchor.ts";
import { checkArchive, recordsIn } from "../independent/check_archive.ts";
import { closureFault } from "../independent/check_closures.ts";
import { controlFault } from "../independent/check_control.ts";
import type { Json } from "../independent/derive.ts";
import { unzip } from "../independent/unzip.ts";
import { openSellersWorld } from "../lib/sales/_seller.ts";
import { zipOf } from "../support/archive_fixture.ts";
import { liveFourteenMonths } from "../support/fourteen_months.ts";

const world = await openSellersWorld();
Deno.test.afterAll(async () => {
  closeRenderWorkers();
  await world.close();
});
const { ctx, archives, proofs, attestation, control, controlDays, refusedSignIns } = await liveFourteenMonths(world);
const records = recordsIn(archives.whole);
const chain = checkArchive(archives.whole).chainId!;

/** How often each type was sealed. */
function counted(): Record<string, number> {
  const types = [...Map.groupBy(records, ({ type }) => type)];
  return Object.fromEntries(types.map(([type, same]) => [type, same.length]));
}

function contentsOf(type: string): Json[] {
  return records.filter((record) => record.type === type).map(({ payload }) => JSON.parse(payload));
}

function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

Deno.test("le journal raconte quatorze mois : chaque sorte d’événement y est, autant de fois qu’il a eu lieu", () => {
  const { document_rendered: rendered, ...others } = counted();
  assert.equal(rendered, 47, "one file a document, rendered once for all archives");
  assert.deepEqual(others, {
    ...{ chain_opened: 1, version_changed: 1, key_rotated: 1, fiscal_settings_changed: 3, sign_in_failures: 1 },
    ...{ invoice_issued: 42, credit_note_issued: 5, payment_recorded: 27, payment_reversed: 4 },
    ...{ document_sent: 14, duplicate_made: 11 },
    ...{ day_closed: 43, month_closed: 14, year_closed: 2, log_verified: 1 },
    ...{ attestation_made: 1, archive_made: 4, control_opened: 1, control_viewed: 1, control_closed: 1 },
  });
});

Deno.test("la base dit que la chaîne est entière, que les lignes concordent, et que les ancrages tiennent", async () => {
  const { ok, records: length, signaturesChecked } = await verifyChain(ctx, { allSignatures: true });
  // The last archive's own record came after what it holds.
  assert.deepEqual([ok, length, signaturesChecked], [true, BigInt(records.length) + 1n, records.length + 1]);
  assert.deepEqual(await verifyAgreement(ctx), { ok: true, compared: 137, skipped: 0, first: null });
  assert.equal((await verifyAnchors(ctx, proofs)).firstBad, null);
});

Deno.test("chaque archive se vérifie, et la dernière va jusqu’à la tête du journal", async () => {
  for (const [name, zip] of Object.entries(archives)) {
    const { ok, firstBad, signatures, records: length } = checkArchive(zip);
    assert.deepEqual([ok, firstBad, signatures], [true, null, length + 1], name);
  }
  const head = (await readLogHead(ctx))!, made = records.at(-1)!;
  assert.equal(Number(head.seq), made.seq + 1);
});

Deno.test("l’année archivée deux fois donne les mêmes empreintes, fichier par fichier", () => {
  const [first, again] = [archives.year, archives.yearAgain].map((zip) => unzip(Buffer.from(zip)).data);
  // What names the archive itself, or the day on which it was made.
  const own = /^(MANIFEST\.(json|sig)|manifest\/base\.json|index\/months\.js|NOTICE\.txt)$/;
  const kept = (files: typeof first) =>
    [...files!].filter(([path]) => !own.test(path)).map(([path, bytes]) => [path, sha256(bytes!)]);
  assert.deepEqual(kept(again), kept(first));
  assert.ok(kept(first).length > 80);
});

Deno.test("un exercice clos reste celui qu’il était, quand la société en change le premier mois", async () => {
  assert.deepEqual((await archiveYears(ctx)).map(({ name, from, to }) => [name, from, to]), [
    ["2026-04-01", "2026-04-01", "2027-03-31"],
    ["2026-01-01", "2026-01-01", "2026-03-31"],
    ["2025", "2025-01-01", "2025-12-31"],
  ]);
});

Deno.test("les jours font les mois, les mois font les années, et les totaux perpétuels sont recomptés de zéro", () => {
  assert.equal(closureFault(records), null);
  const years = contentsOf("year_closed");
  assert.deepEqual(years.map(({ period, from, to }) => [period, from, to]), [
    ["2025", "2025-01-01", "2025-12-31"],
    ["2026-01-01", "2026-01-01", "2026-03-31"],
  ]);
  const days = contentsOf("day_closed");
  assert.ok(days.some(({ automatic }) => automatic) && days.some(({ automatic }) => !automatic));
});

Deno.test("chaque preuve d’ancrage mène à la racine de son jour, et chaque énoncé nomme celui de la veille", () => {
  assert.equal(proofs.length, 10);
  for (const proof of proofs) assert.equal(anchorFault(proof, { chain, records }), null);
  assert.equal(strayStatement(proofs), null);
});

Deno.test("l’attestation est celle dont l’empreinte est scellée ; le relevé des connexions refusées aussi", () => {
  assert.equal(contentsOf("attestation_made")[0].sha256, sha256(attestation));
  const { salt: _, ...digest } = contentsOf("sign_in_failures")[0];
  assert.deepEqual(digest, { day: "2025-11-27", count: 3, digest: sha256(refusedSignIns) });
});

Deno.test("le dossier remis au vérificateur contient ce qu’il doit, et rien qui ne soit scellé", () => {
  assert.equal(controlFault(control, { records, ...controlDays }), null);
  const archived = [...unzip(Buffer.from(control)).data.keys()].filter((name) => name.startsWith("archives/"));
  assert.equal(archived.length, 3, "2025, the short year behind it, and the one that began in April");
});

/** The records with one payload changed, the first or the last of its type. */
function changed(type: string, change: (payload: Json) => void, at = 0): { records: Json[]; where: number } {
  const { seq, payload } = records.filter((record) => record.type === type).at(at)!;
  const content = JSON.parse(payload);
  change(content);
  const altered = records.map((one) => one.seq === seq ? { ...one, payload: JSON.stringify(content) } : one);
  return { records: altered, where: seq };
}

const CLOSURE_TAMPERS: Readonly<Record<string, readonly [string, string, (closure: Json) => void]>> = {
  "un centime de TVA": ["day_closed", "closure_totals", (c) => c.currencies[0].vat[0].vatCents++],
  "un règlement de moins": ["day_closed", "closure_counts", (c) => c.payments--],
  "un mode de règlement": ["month_closed", "closure_totals", (c) => c.currencies[0].modes[0].amountCents += 100],
  "un total perpétuel": ["month_closed", "closure_perpetual", (c) => c.currencies[0].perpetualCents -= 12_000],
  "un total perpétuel remis à zéro": ["year_closed", "closure_perpetual", (c) => {
    c.currencies[0].perpetualAbsoluteCents = 0;
  }],
  "un premier numéro": ["day_closed", "closure_numbers", (c) => c.firstNumber.invoice = ["FA2025-0002"]],
  "une autre clôture précédente": ["month_closed", "closure_previous", (c) => c.previous = c.closure],
  "un enregistrement laissé dehors": ["day_closed", "closure_span", (c) => c.lastSeq--],
  "un autre jour": ["day_closed", "closure_period", (c) => c.to = "2025-03-06"],
};

for (const [what, [type, reason, change]] of Object.entries(CLOSURE_TAMPERS)) {
  Deno.test(`dans une clôture, le vérificateur nomme ${what}`, () => {
    const { records: altered, where } = changed(type, change);
    assert.deepEqual(closureFault(altered), { where, reason });
  });
}

Deno.test("un document changé derrière sa clôture est vu par la première clôture qui le compte", () => {
  const { records: altered } = changed("invoice_issued", (invoice) => invoice.grossCents++);
  const where = records.find(({ type }) => type === "day_closed")!.seq;
  assert.deepEqual(closureFault(altered), { where, reason: "closure_totals" });
});

const ANCHOR_TAMPERS: Readonly<Record<string, readonly [string, (proof: Json) => void]>> = {
  "un autre numéro": ["proof_path", ({ leaf }) => leaf.seq++],
  "une autre empreinte": ["proof_path", ({ leaf }) => leaf.hash = "0".repeat(64)],
  "une autre place": ["proof_path", ({ leaf }) => leaf.position = (leaf.position + 1) % 3],
  "un chemin coupé": ["proof_path", ({ path }) => path.pop()],
  "un autre énoncé": ["proof_signature", (proof) => proof.statement = proof.statement.replace('"late":', '"late_":')],
  "un énoncé récrit": ["proof_statement", (proof) => proof.statement += " "],
  "une autre signature": ["proof_signature", (proof) => proof.signature = JSON.parse(proofs.at(-1)!).signature],
};

for (const [what, [fault, change]] of Object.entries(ANCHOR_TAMPERS)) {
  Deno.test(`dans une preuve d’ancrage, le vérificateur nomme ${what}`, () => {
    const proof = JSON.parse(proofs[0]!);
    change(proof);
    assert.equal(anchorFault(JSON.stringify(proof), { chain, records }), fault);
  });
}

Deno.test("une preuve d’un autre journal, ou d’un passé qui n’est plus dans celui-ci, est refusée", () => {
  const { leaf } = JSON.parse(proofs[0]!);
  const rewritten = records.map((one) => one.seq === leaf.seq ? { ...one, hash: "0".repeat(64) } : one);
  assert.equal(anchorFault(proofs[0]!, { chain, records: rewritten }), "proof_record");
  assert.equal(anchorFault(proofs[0]!, { chain, records: records.slice(0, leaf.seq - 1) }), "proof_record");
  assert.equal(anchorFault(proofs[0]!, { chain: JSON.parse(proofs[0]!).leaf.hash, records }), "proof_chain");
  const rewrittenDay = proofs[1]!.replaceAll("late", "eta");
  assert.equal(strayStatement([rewrittenDay, proofs[2]!]), JSON.parse(JSON.parse(proofs[2]!).statement).day);
});

Deno.test("dans une archive, le vérificateur nomme l’octet changé, quelle que soit la sorte de fichier", async () => {
  const whole = new Map(
    [...unzip(Buffer.from(archives.year)).data].map(([path, bytes]) => [path, new Uint8Array(bytes!)]),
  );
  const named = (form: RegExp) => [...whole.keys()].find((path) => form.test(path))!;
  const kinds = [
    [/^chain\//, /^record_unreadable$|^payload_digest$|^record_hash$/],
    [/\.pdf$/, /^file_digest$/],
    [/\.xml$/, /^file_digest$/],
    [/^data\/closures\.csv$/, /^file_digest$/],
    [/^index\/2025-07\.js$/, /^file_digest$/],
    [/\.pem$/, /^unknown_key$/],
    [/^manifest\/2025-07\.json$/, /^part_digest$/],
    [/^MANIFEST\.json$/, /^manifest_(unreadable|signature)$/],
    [/^MANIFEST\.sig$/, /^manifest_signature$/],
  ] as const;
  for (const [form, reason] of kinds) {
    const path = named(form), bytes = new Uint8Array(whole.get(path)!);
    bytes[bytes.length >> 1]! ^= 1;
    assert.match(checkArchive(await zipOf(new Map(whole).set(path, bytes))).firstBad!.reason, reason, path);
  }
});

Deno.test("dans le dossier de contrôle, le vérificateur nomme une archive, un numéro, une attestation, un lecteur", async () => {
  const whole = new Map([...unzip(Buffer.from(control)).data].map(([path, bytes]) => [path, new Uint8Array(bytes!)]));
  const foundIn = async (path: string, content: Uint8Array<ArrayBuffer>) =>
    controlFault(await zipOf(new Map(whole).set(path, content)), { records, ...controlDays });
  const [archive] = [...whole.keys()].filter((name) => name.startsWith("archives/"));
  const journal = new TextDecoder("utf-8", { ignoreBOM: true }).decode(whole.get("journal-de-numerotation.csv"));
  const shorter = new TextEncoder().encode(journal.split("\r\n").toSpliced(5, 1).join("\r\n"));
  assert.equal((await foundIn(archive!, archives.whole))?.where, archive);
  assert.deepEqual(await foundIn("journal-de-numerotation.csv", shorter), {
    where: "journal-de-numerotation.csv",
    reason: "line 6",
  });
  assert.equal((await foundIn("attestation.pdf", new Uint8Array(9)))?.reason, "not_sealed");
  assert.equal((await foundIn("index.html", new Uint8Array(9)))?.reason, "other_reader");
  const { records: other } = changed("invoice_issued", (invoice) => invoice.number = "FA2025-0009");
  assert.deepEqual(controlFault(control, { records: other, ...controlDays }), { where: "FA2025-0009", reason: "gap" });
});
