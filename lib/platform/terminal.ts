import { SettingError } from "./config.ts";
import { CannotListen } from "./web/server.ts";

/** What a program can be asked to do, by word. The result is whether all is well; nothing said means yes. */
export type Verbs = Readonly<Record<string, (args: readonly string[]) => Promise<boolean | void>>>;

/** Writes a line for the person who started the program; what happens later goes to the log. */
export function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

/** Writes a line about what is wrong. */
export function complain(line: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`${line}\n`));
}

/** Does what the first word asks and gives the exit code. What the person can mend is told in one plain line. */
export async function runVerb(verbs: Verbs, [word, ...args]: readonly string[]): Promise<number> {
  const verb = word !== undefined && Object.hasOwn(verbs, word) ? verbs[word] : undefined;
  if (!verb) {
    complain(`Dites ce qu’il faut faire : ${Object.keys(verbs).join(" | ")}.`);
    return 2;
  }
  try {
    return await verb(args) === false ? 1 : 0;
  } catch (error) {
    if (!(error instanceof SettingError || error instanceof CannotListen)) throw error;
    complain(error.message);
    return 1;
  }
}
