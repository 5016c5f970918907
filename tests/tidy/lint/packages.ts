import { type Place, placeOfFile, resolve } from "./place.ts";
import { type Reference, visitReferences } from "./visit.ts";
import { isExcepted } from "./windows.ts";

/** Files that may speak SQL, besides lib/platform. */
const SQL_FILE = /^lib\/\w+\/(.+\/)?(schema|dataset|\w+_store|\w+_query)\.ts$/;
/** Parts of Node that reach the machine, the network or another process. */
const NODE_OUTSIDE =
  /^(fs|os|net|tls|dns|http|https|http2|dgram|process|child_process|cluster|worker_threads|inspector|vm)(\/|$)/;
/** Parts of node:crypto that draw chance. */
const NODE_CHANCE: ReadonlySet<string> = new Set([
  "randomBytes",
  "randomFill",
  "randomFillSync",
  "randomInt",
  "randomUUID",
  "webcrypto",
  "*",
  "default",
]);
/** Packages that only the tests use. */
const TEST_PACKAGES: ReadonlySet<string> = new Set(["fast-check", "axe-core", "oidc-provider"]);

/** Rule `imports`, for packages: hono at the edge, JSX where pages and mails are drawn, every version in deno.json. */
export const packages: Deno.lint.Rule = {
  create(context) {
    const from = placeOfFile(context.filename);
    return visitReferences(({ node, specifier, isAddress }) => {
      const target = specifier === null || isAddress ? null : resolve(specifier, from);
      if (target === null || target.kind === "file" || target.kind === "node") return;
      const message = target.kind === "address"
        ? addressVerdict(from, target.name)
        : packageVerdict(from, target.name, target.inline);
      if (message) context.report({ node, message });
    });
  },
};

/** Rule `sql`, for packages: drizzle in the files that hold SQL, the driver in lib/platform. */
export function sqlPackageVerdict(from: Place, name: string): string | null {
  if (!isHeld(from) || isExcepted("sql", from.path) || from.module === "platform") return null;
  if (isPackage(name, "postgres")) return "the package postgres is used in lib/platform only";
  if (isPackage(name, "drizzle-orm") && !SQL_FILE.test(from.path)) {
    return "SQL lives in lib/platform and in schema.ts, dataset.ts, *_store.ts, *_query.ts";
  }
  return null;
}

/** Rule `outside`, for packages: what reaches the machine or the network is imported in lib/platform only. */
export function outsideVerdict(from: Place, reference: Reference): string | null {
  if (!isHeld(from) || reference.specifier === null || reference.isType || from.module === "platform") return null;
  if (isExcepted("outside", from.path)) return null;
  const target = resolve(reference.specifier, from);
  if (target.kind === "node" && NODE_OUTSIDE.test(target.name)) {
    return `node:${target.name} is used in lib/platform only`;
  }
  if (target.kind === "package" && isPackage(target.name, "nodemailer")) {
    return "nodemailer is used in lib/platform only";
  }
  return null;
}

/** Rule `random`, for node:crypto: chance has one source. */
export function chanceVerdict(from: Place, reference: Reference): string | null {
  if (!isHeld(from) || reference.specifier === null || reference.isType || from.module === "platform") return null;
  const target = resolve(reference.specifier, from);
  if (target.kind !== "node" || !/^crypto(\/|$)/.test(target.name)) return null;
  const drawn = reference.names.find((name) => NODE_CHANCE.has(name));
  return drawn === undefined ? null : `node:crypto (${drawn}) draws chance: use lib/platform/random.ts`;
}

function packageVerdict(from: Place, name: string, inline: boolean): string | null {
  if (inline) return "packages are named in deno.json, at one exact version";
  if (from.area === "other" || from.area === "tests") return null;
  if ([...TEST_PACKAGES].some((only) => isPackage(name, only))) return `${name} is for tests only`;
  if (from.area !== "lib" || !isPackage(name, "hono")) return null;
  if (!/^hono\/jsx(\/|$)/.test(name)) return "lib/ knows nothing of HTTP: hono stays in routes/ and console/";
  return drawsPages(from) ? null : "JSX lives in lib/ui and *_mail.tsx, routes/ and console/";
}

function addressVerdict(from: Place, name: string): string | null {
  if (from.area === "other") return null;
  if (name.startsWith("file:")) return "nothing is imported from outside the repository";
  return /^https?:/.test(name) ? "no import from an address: packages are named in deno.json" : null;
}

/** True where a file of lib/ may hold JSX. */
export function drawsPages(place: Place): boolean {
  return place.module === "ui" || place.file.endsWith("_mail.tsx");
}

function isHeld(place: Place): boolean {
  return place.area !== "tests" && place.area !== "other";
}

function isPackage(name: string, wanted: string): boolean {
  return name === wanted || name.startsWith(`${wanted}/`);
}
