import assert from "node:assert/strict";
import type { DocumentSummary } from "../../routes/d/documents_save.tsx";
import { makeAnchors } from "../../lib/anchors/make_anchors_job.ts";
import { addSeconds } from "../../lib/base/dates.ts";
import { now } from "../../lib/platform/clock.ts";
import { newId } from "../../lib/platform/random.ts";
import { paths } from "../../routes/paths.ts";
import type { Cast } from "../cast.ts";
import type { TestApp } from "../support/app.ts";
import { plugAuthenticator } from "../support/authenticator.ts";
import { signInWithCode } from "./account/_sign_in.ts";
import { completeCompany, makeCustomer, makeDocument } from "./d/_sales.ts";

type Those = Pick<Cast, "alice" | "bob" | "atelier">;

/** Ids of what stands in a dossier, by the part of an address that holds them: `clients/:customer`. */
export type Examples = Readonly<Record<string, readonly string[]>>;

/**
 * Fills Alice's dossier with one thing of each kind, in each state that shows other buttons: Bob is blocked, a
 * change of IBAN that she asked for waits, somebody is invited.
 */
export async function furnish(app: TestApp, { alice, bob, atelier }: Those): Promise<Examples> {
  const { slug } = atelier;
  const examples = { ...await furnishCards({ alice, bob, atelier }), ...await furnishMembers({ alice, bob, atelier }) };
  await furnishSettings({ alice, bob, atelier });
  await askForAnotherIban(app, { alice, bob, atelier });
  await block(app, { alice, bob, atelier });
  const proofs = await furnishProofs(app, { alice, bob, atelier });
  return { ...examples, ...proofs, "offres/:plan": ["tpe"], "entreprise/:slug": [slug], "dossiers/:slug": [slug] };
}

async function furnishCards(those: Those): Promise<Examples> {
  const { alice, atelier } = those;
  const { slug } = atelier;
  await completeCompany(alice, atelier);
  const person = { kind: "person", lastName: "Garnier", siren: "", vatNumber: "" };
  const customer = await makeCustomer(alice, atelier), archived = await makeCustomer(alice, atelier, person);
  await alice.client.post(paths.customerArchiving(slug, archived));
  // What his invoice lacks leads to his card.
  const incomplete = await makeCustomer(alice, atelier, { siren: "", vatNumber: "", addressLine1: "", postcode: "" });
  const [item, old] = [await make(paths.items(slug), "Pose"), await make(paths.items(slug), "Dépose")];
  await alice.client.post(paths.itemArchiving(slug, old));
  const category = await make(paths.categories(slug), "Main-d’œuvre");
  return {
    "clients/:customer": [customer, archived, incomplete],
    "articles/:item": [item, old],
    "categories/:category": [category],
    ...await furnishDocuments(those, { customer, incomplete }),
    "controle/:pass": [await openControl(those)],
    "attestations/:attestation": [await makeAttestation(those)],
  };

  async function make(path: string, name: string): Promise<string> {
    const made = await alice.client.postJson(path, { kind: "service", name, price: "58", vat: "20" });
    const { item, category } = made.json<{ item?: { id: string }; category?: { id: string } }>();
    return (item ?? category)!.id;
  }
}

/** Archives that were made, and the day's anchor. */
async function furnishProofs(app: TestApp, { alice, atelier }: Those): Promise<Examples> {
  const archiveId = newId();
  await alice.client.post(paths.archives(atelier.slug), { archiveId, period: "tout" });
  const exitId = newId();
  await alice.client.post(paths.exit(atelier.slug), { exitId });
  // Tomorrow: whatever the hour of this test, the day's anchor is due by then.
  const days = await makeAnchors({ now: addSeconds(now(), 86_400), personId: null, request: { id: newId(), ip: "" } });
  await app.runJobs();
  return { "archives/:archive": [archiveId], "abonnement/sortie/:exit": [exitId], "ancrages/:day": [days.at(-1)!] };
}

async function openControl({ alice, atelier }: Those): Promise<string> {
  const form = { label: "Vérificateur", from: "2026-01-01", to: "2099-12-31", days: "10" };
  return (await alice.client.postJson(paths.controls(atelier.slug), form)).json<{ id: string }>().id;
}

async function makeAttestation({ alice, atelier }: Those): Promise<string> {
  const form = { representative: "Jeanne Dupré", city: "Lyon", acquiredOn: "2026-01-05", usedSince: "2026-01-05" };
  const made = await alice.client.postJson(paths.attestations(atelier.slug), form);
  return made.json<{ attestation: { id: string } }>().attestation.id;
}

async function furnishDocuments(
  { alice, atelier }: Those,
  { customer: customerId, incomplete }: { customer: string; incomplete: string },
): Promise<Examples> {
  const { slug } = atelier;
  const act = (document: DocumentSummary, what: "reglements" | "avoir" | "emission", form: unknown = {}) =>
    alice.client.postJson(paths.documentAct(slug, document, what), form);
  const quote = await makeDocument(alice, atelier, { kind: "quote", customerId });
  const sent = await makeDocument(alice, atelier, { kind: "quote", customerId, act: "send" });
  const draft = await makeDocument(alice, atelier, { kind: "invoice", customerId });
  const unready = await makeDocument(alice, atelier, { kind: "invoice", customerId: incomplete });
  const issued = await makeDocument(alice, atelier, { kind: "invoice", customerId, issue: true });
  await act(issued, "reglements", { paymentId: newId(), amount: "10", mode: "card" });
  const credited = await makeDocument(alice, atelier, { kind: "invoice", customerId, issue: true });
  const credits: DocumentSummary[] = [];
  for (const invoice of [issued, credited]) {
    credits.push((await act(invoice, "avoir", { newId: newId() })).json<DocumentSummary>());
  }
  await act(credits[1]!, "emission");
  return {
    "devis/:document": [quote.id, sent.id],
    "factures/:document": [draft.id, unready.id, issued.id, credited.id],
    "avoirs/:document": credits.map(({ id }) => id),
  };
}

async function furnishMembers({ alice, bob, atelier }: Those): Promise<Examples> {
  const { slug } = atelier;
  const invited = await alice.client.postJson(paths.invitations(slug), { email: "emma@example.fr", profile: "reader" });
  const profile = await alice.client.postJson(paths.profiles(slug), { name: "Magasin", "rights.0": "catalog:read" });
  return {
    "invitations/:invitation": [invited.json<{ id: string }>().id],
    "profils/:profile": [profile.json<{ id: string }>().id],
    "membres/:member": [alice.personId, bob.personId],
  };
}

async function furnishSettings({ alice, atelier }: Those): Promise<void> {
  const { slug } = atelier;
  const logo = new FormData();
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>`;
  logo.set("logo", new File([svg], "logo.svg", { type: "image/svg+xml" }));
  assert.equal((await alice.client.post(paths.companyLogo(slug), logo)).status, 303);
  const provider = { issuer: "https://login.example", clientId: "paraphe", clientSecret: "secret", isOn: "on" };
  const domains = { domains: "atelier-dupre.example", defaultProfile: "", version: "0" };
  const saved = await alice.client.postJson(paths.companySignInSettings(slug), { ...provider, ...domains });
  assert.equal(saved.status, 200, saved.text);
}

/** She has a passkey, so that her page offers to sign the change; other administrators are offered to agree to it. */
async function askForAnotherIban(app: TestApp, { alice, atelier }: Those): Promise<void> {
  const { slug } = atelier;
  const device = await plugAuthenticator(app.baseUrl);
  const answer = await device.create((await alice.client.postJson(paths.passkeyRequest())).json());
  assert.equal((await alice.client.postJson(paths.passkeys(), { answer, name: "Clé" })).status, 200);
  const { company } = (await alice.client.getJson(paths.company(slug))).json<{ company: { version: number } }>();
  const asked = { version: String(company.version), iban: "FR7630006000011234567890189" };
  assert.equal((await alice.client.post(paths.company(slug), asked)).status, 303);
}

async function block(app: TestApp, { alice, bob, atelier }: Those): Promise<void> {
  await alice.client.postJson(paths.passwordPolicy(atelier.slug), { minLength: "12", maxAttempts: "3" });
  for (let wrong = 0; wrong < 3; wrong++) {
    await signInWithCode(app, { email: bob.email, password: "un tout autre mot" });
  }
}
