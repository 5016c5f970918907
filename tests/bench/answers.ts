/**
 * How long the door takes to answer, case by case: what nobody may learn from. Measured on a throw-away world, without
 * a network; that the work is equal is proven by counting, in tests/routes/account/equal_work_test.ts.
 */
import { paths } from "../../routes/paths.ts";
import { PASSWORD, signUpAs } from "../cast.ts";
import { blockAccount } from "../routes/account/_sign_in.ts";
import { openApp, type TestApp } from "../support/app.ts";
import { openClient } from "../support/client.ts";
import { openWorld, type World } from "../support/world.ts";

const WRONG = "un tout autre mot secret";
const ALICE = "alice@atelier.example";
const BRUNO = "bruno@garage.example";
/** Rounds thrown away: plans, connections and code warm up. */
const WARM_UP = 3;

interface Case {
  readonly group: string;
  readonly name: string;
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Of the program that asks for a code at each sign-in. */
  readonly wantsCode?: boolean;
}

function casesOf(): Case[] {
  const signIn = { group: "sign-in", path: paths.signIn() };
  const coded = { group: "sign-in, a code wanted", path: paths.signIn(), wantsCode: true };
  const forgotten = { group: "forgotten password", path: paths.forgottenPassword() };
  const signUp = { group: "sign-up", path: paths.signUp() };
  const wish = { companyName: "Plomberie Nina", password: PASSWORD };
  return [
    { ...signIn, name: "unknown", fields: { email: "personne@atelier.example", password: WRONG } },
    { ...signIn, name: "known, wrong password", fields: { email: ALICE, password: WRONG } },
    { ...signIn, name: "blocked", fields: { email: BRUNO, password: PASSWORD } },
    { ...coded, name: "unknown", fields: { email: "personne@atelier.example", password: WRONG } },
    { ...coded, name: "known", fields: { email: ALICE, password: WRONG } },
    { ...forgotten, name: "unknown", fields: { email: "personne@atelier.example" } },
    { ...forgotten, name: "known", fields: { email: ALICE } },
    { ...signUp, name: "unknown", fields: { ...wish, email: "nina@plomberie.example" } },
    { ...signUp, name: "known, its password", fields: { ...wish, email: ALICE } },
    { ...signUp, name: "known, another", fields: { ...wish, email: BRUNO, password: WRONG } },
  ];
}

/** Medians of each case, a line for each kind of answer; the cases take turns, so that noise falls on all alike. */
export async function measureAnswers(rounds: number): Promise<string[]> {
  const world = await openWorld();
  const app = await openApp(world);
  const strict = await openApp(world, { captcha: "always" });
  try {
    await signUpAs(app, { email: ALICE, company: "Atelier" });
    await blockAccount(app, await signUpAs(app, { email: BRUNO, company: "Garage" }));
    const cases = casesOf();
    const times = cases.map((): number[] => []);
    for (let round = 0; round < WARM_UP + rounds; round++) {
      await forgetTries(world);
      for (const [index, one] of cases.entries()) {
        const ms = await answer(one.wantsCode ? strict : app, one);
        if (round >= WARM_UP) times[index]!.push(ms);
      }
    }
    return linesOf(cases, times);
  } finally {
    await app.close();
    await strict.close();
    await world.close();
  }
}

async function answer(app: TestApp, { path, fields }: Case): Promise<number> {
  const client = openClient(app);
  const sentAt = performance.now();
  await client.postJson(path, fields);
  return performance.now() - sentAt;
}

/** No limit and no code stands in the way of the next round; who is blocked stays so. */
async function forgetTries({ owner: { control } }: World): Promise<void> {
  await control`delete from control.rate_limits`;
  await control`delete from control.password_tries where blocked_at is null`;
}

function linesOf(cases: readonly Case[], times: readonly number[][]): string[] {
  const groups = Map.groupBy(cases.keys(), (index) => cases[index]!.group);
  return [...groups].map(([group, indexes]) => {
    const figures = indexes.map((index) => `${cases[index]!.name} ${median(times[index]!).toFixed(1)} ms`);
    return `${group}: ${figures.join("; ")} (medians, to be alike)`;
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

if (import.meta.main) {
  for (const line of await measureAnswers(Number(Deno.args[0] ?? 20))) {
    Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
  }
}
