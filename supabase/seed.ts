import { join } from "node:path";
import type { PersonCtx } from "../lib/base/ctx.ts";
import { signUp } from "../lib/identity/mod.ts";
import { confirmSignUp, hurryProcedure } from "../lib/instances/mod.ts";
import { now } from "../lib/platform/clock.ts";
import { newId } from "../lib/platform/random.ts";
import { readConfig, SettingError } from "../lib/platform/config.ts";
import { type Demo, DEMO_PASSWORD, type DemoSignIn, openDemo } from "./demo.ts";

/** People of the demo world who may sign in, whether they were just made or stand there already. */
export const DEMO_PEOPLE: readonly (DemoSignIn & { readonly company: string })[] = [
  { who: "Alice, Atelier Dupré", email: "alice@atelier-dupre.example", company: "Atelier Dupré" },
];

/** Fills the demo of this machine. Hosted databases are refused: they hold what the program did not make. */
export async function seed(): Promise<void> {
  const settings = readConfig();
  if (settings.databases) throw new SettingError("seed ne remplit que la démonstration de cette machine.");
  const demo = await openDemo(settings);
  try {
    await seedWhenEmpty(demo);
  } finally {
    await demo.stop();
  }
}

/** Fills an empty demo through the verbs, once: a start cut short in between begins again where it was. */
export async function seedWhenEmpty(demo: Demo): Promise<void> {
  const mark = join(demo.config.dataDir, "seeded");
  if (await Deno.lstat(mark).then(() => true, () => false)) return;
  for (const person of DEMO_PEOPLE) await openDossierOf(demo, person);
  await Deno.writeTextFile(mark, `${demo.program.version}\n`);
}

async function openDossierOf({ program }: Demo, { email, company }: (typeof DEMO_PEOPLE)[number]): Promise<void> {
  const ctx: PersonCtx = { now: now(), personId: null, request: { id: newId(), ip: "127.0.0.1" } };
  await signUp(ctx, { email, companyName: company, password: DEMO_PASSWORD });
  await program.runJobs("product");
  const mail = (await program.mailbox?.list() ?? []).find(({ to }) => to.includes(email));
  const [, secret] = /\/inscription\/confirmation\/([\w-]+)/.exec(mail?.text ?? "") ?? [];
  // No link: the person stands there already, and the mail of a second sign-up is another one.
  if (!secret) return;
  const { procedure } = await confirmSignUp(ctx, secret);
  await hurryProcedure(ctx, procedure);
}
