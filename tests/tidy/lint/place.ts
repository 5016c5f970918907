import config from "../../../deno.json" with { type: "json" };

const ROOT = new URL("../../../", import.meta.url);

/** Parts of the tree; `other` is whatever lies outside of them and is held to nothing. */
export type Area = "main" | "routes" | "lib" | "console" | "supabase" | "tests" | "other";

/** Where a file lives: its area and, inside lib/, its module and its path in that module. */
export interface Place {
  /** Path from the root of the repository, `lib/sales/issue_invoice.ts`. */
  readonly path: string;
  readonly area: Area;
  /** `sales`, or empty for the files at the root of lib/ and for other areas. */
  readonly module: string;
  /** `issue_invoice.ts`, `reminders/plan.ts`. */
  readonly file: string;
}

/** What an import leads to: a file of ours, a package with its sub-path, a part of Node, or an address. */
export type Target =
  | { readonly kind: "file"; readonly place: Place }
  | { readonly kind: "package"; readonly name: string; readonly inline: boolean }
  | { readonly kind: "node"; readonly name: string }
  | { readonly kind: "address"; readonly name: string };

const AREAS: ReadonlySet<string> = new Set(["routes", "lib", "console", "supabase", "tests"]);
const NODE_PARTS = /^(fs|os|net|tls|dns|http|https|http2|dgram|process|crypto|path|child_process|worker_threads)(\/|$)/;
const IMPORTS: Readonly<Record<string, string>> = config.imports;

/** The place of a path given from the root of the repository. */
export function placeOf(path: string): Place {
  const [top = "", ...rest] = path.split("/");
  if (path === "main.ts") return { path, area: "main", module: "", file: path };
  // The server is TypeScript: a .js file runs in the browser, under other rules.
  if (rest.length === 0 || !AREAS.has(top) || /\.[cm]?js$/.test(path)) {
    return { path, area: "other", module: "", file: path };
  }
  const isModuleFile = top === "lib" && rest.length > 1;
  return {
    path,
    area: top as Area,
    module: isModuleFile ? rest[0]! : "",
    file: (isModuleFile ? rest.slice(1) : rest).join("/"),
  };
}

/** The place of a file as the linter names it: an absolute path, or one from the root. */
export function placeOfFile(filename: string): Place {
  const address = new URL(filename.replaceAll("\\", "/"), ROOT).href;
  return placeOf(address.startsWith(ROOT.href) ? decodeURI(address.slice(ROOT.href.length)) : filename);
}

/** Resolves a specifier as the runtime would: relative, absolute, through the aliases of deno.json, or a package. */
export function resolve(specifier: string, from: Place): Target {
  if (/^\.{0,2}\//.test(specifier) || specifier.startsWith("file:")) return fileTarget(specifier, from);
  if (specifier.startsWith("node:")) return { kind: "node", name: specifier.slice("node:".length) };
  if (/^(npm|jsr):/.test(specifier)) return { kind: "package", name: packageName(specifier), inline: true };
  if (/^[a-z]+:/.test(specifier)) return { kind: "address", name: specifier };
  const mapped = throughImports(specifier);
  if (mapped === null) {
    return NODE_PARTS.test(specifier)
      ? { kind: "node", name: specifier }
      : { kind: "package", name: specifier, inline: false };
  }
  if (/^(npm|jsr):/.test(mapped)) return { kind: "package", name: packageName(mapped), inline: false };
  return resolve(mapped.startsWith(".") ? new URL(mapped, ROOT).href : mapped, from);
}

function fileTarget(specifier: string, from: Place): Target {
  const address = new URL(specifier, new URL(from.path, ROOT)).href.replace(/[?#].*$/, "");
  return address.startsWith(ROOT.href)
    ? { kind: "file", place: placeOf(decodeURI(address.slice(ROOT.href.length))) }
    : { kind: "address", name: address };
}

function throughImports(specifier: string): string | null {
  const exact = IMPORTS[specifier];
  if (exact !== undefined) return exact;
  const prefix = Object.keys(IMPORTS)
    .filter((key) => specifier.startsWith(key.endsWith("/") ? key : `${key}/`))
    .sort((a, b) => b.length - a.length)[0];
  if (prefix === undefined) return null;
  const rest = specifier.slice(prefix.length);
  return prefix.endsWith("/") ? IMPORTS[prefix]! + rest : `${IMPORTS[prefix]}${rest}`;
}

/** `npm:@scope/name@1.2.3/part` → `@scope/name/part`. */
function packageName(specifier: string): string {
  return specifier.replace(/^(npm|jsr):\/?/, "").replace(/^((?:@[^/]+\/)?[^@/]+)@[^/]+/, "$1");
}
