import assert from "node:assert/strict";
import { listAttestations, makeAttestation, openAttestation } from "../../../lib/archives/mod.ts";
import { attestationPage } from "../../../lib/archives/attestation/attestation_page.ts";
import { releaseOf } from "../../../lib/archives/attestation/releases.ts";
import { anchorsWitness } from "../../../lib/anchors/witness.ts";
import { attestationTexts } from "../../../lib/archives/attestation/texts.ts";
import { registerWitness, verifyChain } from "../../../lib/antifraud/mod.ts";
import { type Ctx, Forbidden } from "../../../lib/base/ctx.ts";
import type { IsoDate } from "../../../lib/base/dates.ts";
import { Refusal } from "../../../lib/base/refusal.ts";
import { sha256Hex } from "../../../lib/platform/crypto.ts";
import { newId } from "../../../lib/platform/random.ts";
import { openTestOutside } from "../../support/outside.ts";
import { aSeller, openSellersWorld } from "../sales/_seller.ts";

const PUBLISHER = { company: "Paraphe SAS", representative: "Camille Roux", city: "Lyon" };
const world = await openSellersWorld();
openTestOutside({ publisher: PUBLISHER });
Deno.test.afterAll(() => world.close());

const FORM = {
  representative: " Jeanne  Dupré ",
  city: "Villeurbanne",
  acquiredOn: "2026-10-01",
  usedSince: "2026-10-02",
};

async function aCompany(): Promise<Ctx> {
  const ctx = await aSeller(world);
  return { ...ctx, rights: new Set([...ctx.rights, "sealed_log:read", "sealed_log:archive"] as const) };
}

function pageOf(over: Partial<Parameters<typeof attestationPage>[0]> = {}): string {
  const template = attestationPage({
    company: { name: "Atelier Dupré", siren: "732829320" },
    publisher: PUBLISHER,
    release: releaseOf("1.4.2"),
    representative: "Jeanne Dupré",
    city: "Villeurbanne",
    acquiredOn: "2026-10-01" as IsoDate,
    usedSince: "2026-10-02" as IsoDate,
    madeOn: "2026-11-22" as IsoDate,
    head: { seq: 12n, hash: "ab".repeat(32) },
    ...over,
  }, attestationTexts("2026-11-22" as IsoDate));
  return JSON.stringify(template).replaceAll("\u00a0", " ");
}

async function refusals(ctx: Ctx, form: Record<string, string>): Promise<string[]> {
  const refused = await makeAttestation(ctx, { id: newId(), form: { ...FORM, ...form } }).then(() => null, (e) => e);
  assert.ok(refused instanceof Refusal, String(refused));
  return refused.issues.map((issue) => `${issue.code}@${issue.field ?? ""}`);
}

Deno.test("an attestation is made once the log was verified, kept with its digest, and sealed", async () => {
  const ctx = await aCompany();
  const id = newId();
  const made = await makeAttestation(ctx, { id, form: FORM });
  assert.deepEqual([made.representative, made.version, made.root, made.model], [
    "Jeanne Dupré",
    "1.0.0",
    "1",
    "BOI-LETTRE-000242-20260325",
  ]);
  const { name, file } = await openAttestation(ctx, id);
  const bytes = new Uint8Array(await new Response(file.body).arrayBuffer());
  assert.equal(sha256Hex(bytes), made.sha256);
  assert.match(name, /^Attestation .* 1\.0\.0\.pdf$/);
  const [record] = await world.owner.trial`
    select seq, convert_from(payload, 'utf8') as payload from cell.sealed_records
    where tenant_id = ${ctx.tenantId} and type = 'attestation_made'`;
  assert.equal(BigInt(record!.seq), made.sealSeq);
  assert.equal(JSON.parse(record!.payload).sha256, made.sha256);
  assert.equal((await verifyChain(ctx, { allSignatures: true })).ok, true);
});

Deno.test("the same form four times at once makes one attestation, another form another", async () => {
  const ctx = await aCompany();
  const id = newId();
  const made = await Promise.all([1, 2, 3, 4].map(() => makeAttestation(ctx, { id, form: FORM })));
  assert.equal(new Set(made.map(({ fileId }) => fileId)).size, 1);
  await makeAttestation(ctx, { id: newId(), form: FORM });
  assert.equal((await listAttestations(ctx)).length, 2);
});

Deno.test("the page holds both parts of the model, with who publishes, which versions and what is covered", () => {
  const text = pageOf();
  for (
    const wanted of [
      "Je soussigné, Camille Roux, représentant légal de la société Paraphe SAS",
      "mis sur le marché à compter du 21 novembre 2026, dans sa version n° 1.4.2",
      "3° bis du I de l’article 286 du code général des impôts",
      "racine suivante : 1 et que les versions mineures",
      "Le périmètre couvert par cette attestation",
      "ne sont pas couvertes",
      "Je soussigné, Jeanne Dupré, représentant légal de la société Atelier Dupré",
      "auprès de Paraphe SAS",
      "depuis le 2 octobre 2026",
      "441-1",
    ]
  ) assert.ok(text.includes(wanted), wanted);
  assert.equal(/NF ?525/.test(text), false);
});

Deno.test("an installation that does not say who publishes it prints so, and invents nobody", () => {
  const text = pageOf({ publisher: null });
  assert.match(text, /ne dit pas qui édite/);
  assert.equal(/Je soussigné, [^J]/.test(text), false);
  assert.match(text, /PUBLISHER_NAME/);
});

Deno.test("from 2027 on the page warns that the law has moved, and keeps the last published wording", () => {
  assert.equal(attestationTexts("2026-12-31" as IsoDate).caution, null);
  const next = attestationTexts("2027-01-01" as IsoDate);
  assert.match(next.caution!, /L\. 216-40/);
  assert.equal(next.model, "BOI-LETTRE-000242-20260325");
});

Deno.test("an attestation of an earlier major version is out of date", async () => {
  const ctx = await aCompany();
  await makeAttestation(ctx, { id: newId(), form: FORM });
  assert.equal((await listAttestations(ctx))[0]!.isOutdated, false);
  await world.owner.trial.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql`update cell.attestations set root = '0' where tenant_id = ${ctx.tenantId}`;
  });
  assert.equal((await listAttestations(ctx))[0]!.isOutdated, true);
});

Deno.test("no attestation is made of a log that does not verify, and nothing is kept of the try", async () => {
  const ctx = await aCompany();
  await world.owner.trial.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql`update cell.sealed_records set payload = payload || '\\x20'::bytea where tenant_id = ${ctx.tenantId}`;
  });
  assert.deepEqual(await refusals(ctx, {}), ["archives.log_not_whole@"]);
  const [left] = await world.owner.trial`select count(*)::int as n from cell.files where tenant_id = ${ctx.tenantId}`;
  assert.deepEqual([left!.n, await listAttestations(ctx)], [0, []]);
});

Deno.test("a log that no longer holds a state that was published gets no attestation", async () => {
  const ctx = await aCompany();
  registerWitness(() =>
    Promise.resolve({
      compared: 3,
      firstBad: { seq: "9", day: "2026-11-20", reason: "Le journal a été ramené en arrière." },
    })
  );
  try {
    const refused = await makeAttestation(ctx, { id: newId(), form: FORM }).then(() => null, (e) => e);
    assert.ok(refused instanceof Refusal);
    assert.match(refused.issues[0]!.sentence, /ramené en arrière/);
    assert.deepEqual(await listAttestations(ctx), []);
  } finally {
    registerWitness(anchorsWitness);
  }
});

Deno.test("what is missing or impossible is refused at its field", async () => {
  const ctx = await aCompany();
  assert.deepEqual(await refusals(ctx, { representative: " " }), ["archives.representative_missing@representative"]);
  assert.deepEqual(await refusals(ctx, { representative: "x".repeat(121) }), ["archives.bad_text@representative"]);
  assert.deepEqual(await refusals(ctx, { city: "Ly\u0007on" }), ["archives.bad_text@city"]);
  assert.deepEqual(await refusals(ctx, { city: "", usedSince: "" }), [
    "archives.city_missing@city",
    "archives.bad_used_since@usedSince",
  ]);
  assert.deepEqual(await refusals(ctx, { acquiredOn: "2026-02-30" }), ["archives.bad_acquired@acquiredOn"]);
  assert.deepEqual(await refusals(ctx, { acquiredOn: "2098-01-01" }), [
    "archives.bad_acquired@acquiredOn",
    "archives.bad_used_since@usedSince",
  ]);
  assert.deepEqual(await refusals(ctx, { usedSince: "2026-09-30" }), ["archives.bad_used_since@usedSince"]);
});

Deno.test("rights are asked, and another dossier's attestation is unknown", async () => {
  const [mine, theirs] = [await aCompany(), await aCompany()];
  const { id } = await makeAttestation(theirs, { id: newId(), form: FORM });
  const bare = { ...mine, rights: new Set<never>() };
  await assert.rejects(makeAttestation(bare, { id: newId(), form: FORM }), Forbidden);
  await assert.rejects(listAttestations(bare), Forbidden);
  for (const unknown of [id, newId(), "x"]) {
    await assert.rejects(openAttestation(mine, unknown), (error) => error instanceof Refusal && error.status === 404);
  }
});
