import { join } from "node:path";
import { readConfig, SettingError } from "../lib/platform/config.ts";
import { say } from "../lib/platform/terminal.ts";
import { admitMember, type ProfileKey } from "../lib/access/mod.ts";
import { type Demo, type DemoSignIn, openDemo } from "./demo.ts";
import { fillAtelier } from "./seeds/atelier.ts";
import { seedVolume } from "./seeds/volume.ts";
import { type Seeded, signUpThroughMail } from "./seeds/world.ts";

/** People of the demo world who may sign in, whether they were just made or stand there already. */
export const DEMO_PEOPLE: readonly (DemoSignIn & { readonly company: string })[] = [
  { who: "Alice, gérante de l’Atelier Dupré", email: "alice@atelier-dupre.example", company: "Atelier Dupré" },
  { who: "Bob, commercial chez elle", email: "bob@atelier-dupre.example", company: "Essais de Bob" },
  { who: "Chloé, comptable au Cabinet Lenoir", email: "chloe@cabinet-lenoir.example", company: "Cabinet Lenoir" },
  { who: "Denis, d’une autre entreprise", email: "denis@garage-morel.example", company: "Garage Morel" },
];

/** Sizes of `deno task seed --size …`. */
const SIZES = ["demo", "volume"] as const;

/**
 * Fills the demo of this machine, once `prepare` has made room for dossiers. Hosted databases are refused: they hold
 * what the program did not make.
 */
export async function seed(args: readonly string[], prepare: (demo: Demo) => Promise<void>): Promise<void> {
  const size = args[0] === "--size" ? args[1] ?? "" : "demo";
  if (!SIZES.some((known) => known === size)) throw new SettingError(`--size est l’une de : ${SIZES.join(", ")}.`);
  const settings = readConfig();
  if (settings.databases) throw new SettingError("seed ne remplit que la démonstration de cette machine.");
  const demo = await openDemo(settings);
  try {
    await prepare(demo);
    await (size === "volume" ? seedVolume(demo.program) : seedWhenEmpty(demo));
  } finally {
    await demo.stop();
  }
}

/** Fills an empty demo through the verbs, once: a start cut short in between begins again where it was. */
export async function seedWhenEmpty(demo: Demo): Promise<void> {
  const mark = join(demo.config.dataDir, "seeded");
  if (await Deno.lstat(mark).then(() => true, () => false)) return;
  say("Premier démarrage : le monde de démonstration se prépare (quelques secondes).");
  const [alice, bob, chloe] = await signUpAll(demo);
  if (alice) {
    await fillAtelier(alice);
    if (bob) await letIn(alice, bob, "sales");
    if (chloe) await letIn(alice, chloe, "accountant");
  }
  await demo.program.runJobs("product");
  await Deno.writeTextFile(mark, `${demo.program.version}\n`);
}

async function signUpAll({ program }: Demo): Promise<(Seeded | null)[]> {
  const made: (Seeded | null)[] = [];
  for (const person of DEMO_PEOPLE) made.push(await signUpThroughMail(program, person));
  return made;
}

async function letIn(owner: Seeded, member: Seeded, profile: ProfileKey): Promise<void> {
  await admitMember(owner.ctx, { personId: member.personId, profile });
}
