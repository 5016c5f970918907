import assert from "node:assert/strict";
import { newId } from "../../../lib/platform/random.ts";
import { paths } from "../../../routes/paths.ts";
import { makeCast } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { openWorld } from "../../support/world.ts";
import { completeCompany } from "./_sales.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { alice, denis, atelier, garage } = await makeCast(app);
await completeCompany(alice, atelier);

const PAGE = paths.attestations(atelier.slug);
const FORM = {
  representative: "Jeanne Dupré",
  city: "Lyon",
  acquiredOn: "2026-01-05",
  usedSince: "2026-01-06",
};

Deno.test("an attestation is made from the page, listed, and downloaded as it was made", async () => {
  const before = await alice.client.get(PAGE);
  assert.match(before.text, /Aucune attestation/);
  assert.match(before.text, new RegExp(`href="${PAGE}"[^>]*>Attestation du logiciel`));
  const made = await alice.client.post(PAGE, { id: newId(), ...FORM });
  assert.equal(made.status, 303, made.text);
  const after = await alice.client.follow(made);
  assert.match(after.text, /Attestation faite/);
  assert.match(after.text, /en vigueur/);
  const [, pdf] = /href="([^"]+\/pdf)"/.exec(after.text) ?? [];
  const file = await alice.client.get(pdf!);
  assert.equal(file.headers.get("content-type"), "application/pdf");
  assert.equal(file.text.slice(0, 5), "%PDF-");
  // Another dossier's attestation is unknown under one's own address.
  const foreign = pdf!.replace(`/d/${atelier.slug}/`, `/d/${garage.slug}/`);
  assert.equal((await denis.client.get(foreign)).status, 404);
});

Deno.test("a refused form comes back with its values and the reason at the field", async () => {
  const refused = await alice.client.post(PAGE, { id: newId(), ...FORM, usedSince: "2025-12-31" });
  assert.equal(refused.status, 422);
  assert.match(refused.text, /ni avant l’acquisition/);
  assert.match(refused.text, /value="Jeanne Dupré"/);
});

Deno.test("a company without a SIREN is told to complete itself first", async () => {
  const refused = await denis.client.postJson(paths.attestations(garage.slug), FORM);
  assert.equal(refused.status, 409);
  assert.match(refused.text, /company_incomplete/);
});
