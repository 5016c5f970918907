/** Tells, as one line of JSON, what the program of this tree says of itself: its page of proofs and its attestation. */
import { newId } from "../../lib/platform/random.ts";
import { paths } from "../../routes/paths.ts";
import { makeCast } from "../cast.ts";
import { completeCompany } from "../routes/d/_sales.ts";
import { openApp } from "./app.ts";
import { openWorld } from "./world.ts";

/** What was found. */
export interface BuildWords {
  readonly page: string;
  /** Status of an attestation that was asked for, and the code of its refusal. */
  readonly attestation: number;
  readonly code: string | null;
}

if (import.meta.main) await main();

async function main(): Promise<void> {
  const world = await openWorld();
  const app = await openApp(world);
  const { alice, atelier } = await makeCast(app);
  await completeCompany(alice, atelier);
  const { text } = await alice.client.get(paths.proofs(atelier.slug));
  const form = { representative: "Jeanne Dupré", city: "Lyon", acquiredOn: "2026-01-05", usedSince: "2026-01-06" };
  const asked = await alice.client.postJson(paths.attestations(atelier.slug), { id: newId(), ...form });
  const words: BuildWords = {
    page: /version (?:en préparation|modifiée)|conforme à la version publiée/.exec(text)?.[0] ?? "",
    attestation: asked.status,
    code: /archives\.\w+/.exec(asked.text)?.[0] ?? null,
  };
  Deno.stdout.writeSync(new TextEncoder().encode(`\n${JSON.stringify(words)}\n`));
  await app.close();
  await world.close();
  Deno.exit(0);
}
