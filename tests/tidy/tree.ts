import { placeOf, resolve } from "./lint/place.ts";
import { type Reference, visitReferences } from "./lint/visit.ts";

/** The root of the repository. */
export const ROOT = new URL("../../", import.meta.url);

/** What is in the folder without being in the repository: see .gitignore. */
const OUT_OF_REPOSITORY: ReadonlySet<string> = new Set([".git", "node_modules", ".data", "coverage"]);

/** Every file of the repository, from its root, in alphabetical order. */
export function repositoryFiles(): string[] {
  return filesUnder("").sort();
}

/** The TypeScript files of the repository. */
export function sourceFiles(): string[] {
  return repositoryFiles().filter((path) => /\.tsx?$/.test(path));
}

/** The names in a folder given from the root; empty where there is no such folder. */
export function namesIn(folder: string): string[] {
  try {
    return [...Deno.readDirSync(new URL(`${folder}/`, ROOT))].map(({ name }) => name).sort();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/** The text of a file given from the root. */
export function textOf(path: string): string {
  return Deno.readTextFileSync(new URL(path, ROOT));
}

/** True when a file or folder given from the root is there. */
export function isThere(path: string): boolean {
  try {
    Deno.statSync(new URL(path, ROOT));
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Walks the syntax tree of a file with the linter's own parser. */
export function visitSource(
  path: string,
  source: string,
  visitor: (context: Deno.lint.RuleContext) => Deno.lint.LintVisitor,
): void {
  Deno.lint.runPlugin({ name: "tidy", rules: { visit: { create: visitor } } }, path, source);
}

/** Which files a file refers to inside the repository, with how. */
export type ImportGraph = ReadonlyMap<string, readonly { readonly path: string; readonly isRuntime: boolean }[]>;

/** The references of every TypeScript file to the files of the repository. */
export function importGraph(paths: readonly string[] = sourceFiles()): ImportGraph {
  return new Map(paths.map((path) => [path, referencesOf(path, textOf(path))]));
}

/** The references of one text; `isRuntime` is false for types and addresses, which load nothing by themselves. */
export function referencesOf(path: string, source: string): { path: string; isRuntime: boolean }[] {
  const found: Reference[] = [];
  visitSource(path, source, () => visitReferences((reference) => found.push(reference)));
  return found.flatMap(({ specifier, isType, isAddress }) => {
    const target = specifier === null ? null : resolve(specifier, placeOf(path));
    return target?.kind === "file" ? [{ path: target.place.path, isRuntime: !isType && !isAddress }] : [];
  });
}

function filesUnder(folder: string): string[] {
  return [...Deno.readDirSync(new URL(folder || ".", ROOT))].flatMap(({ name, isDirectory }) => {
    if (OUT_OF_REPOSITORY.has(name) || name.endsWith(".log")) return [];
    return isDirectory ? filesUnder(`${folder}${name}/`) : [`${folder}${name}`];
  });
}
