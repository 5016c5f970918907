/** `deno task state`: writes the digest of the perimeter beside the version that is about to be tagged. */
import { ownBuild, statementFault } from "../../lib/antifraud/perimeter.ts";
import { type Statement, STATEMENTS } from "../../lib/antifraud/perimeter_statements.ts";
import { openTestOutside } from "../support/outside.ts";

const FILE = new URL("../../lib/antifraud/perimeter_statements.ts", import.meta.url);
const CONFIG = new URL("../../deno.json", import.meta.url);
const LIST = /= \[[^\]]*\];/;

if (import.meta.main) Deno.exit(await main());

async function main(): Promise<number> {
  openTestOutside({ version: JSON.parse(await Deno.readTextFile(CONFIG)).version });
  const build = await ownBuild();
  const stated = STATEMENTS.some((one) => one.version === build.version) ? STATEMENTS : [...STATEMENTS, build];
  const fault = statementFault(stated, build);
  if (fault) return tell(fault, 1);
  if (stated === STATEMENTS) return tell(`${build.version} is stated already`, 0);
  const source = await Deno.readTextFile(FILE);
  await Deno.writeTextFile(FILE, source.replace(LIST, `= [\n${stated.map(lineOf).join("")}];`));
  return tell(`${build.version} ${build.digest}`, 0);
}

function lineOf({ version, digest }: Statement): string {
  return `  { version: "${version}", digest: "${digest}" },\n`;
}

function tell(line: string, code: number): number {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
  return code;
}
