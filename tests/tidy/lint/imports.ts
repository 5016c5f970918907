import { MODULES } from "../../../lib/modules.ts";
import { type Place, placeOfFile, resolve } from "./place.ts";
import { visitReferences } from "./visit.ts";
import { isExcepted } from "./windows.ts";

/** Modules that every other may use file by file, without a face; what they use themselves is listed here. */
const GROUND: Readonly<Record<string, readonly string[]>> = { base: [], platform: ["base"], ui: ["base"] };
/** Modules that hold computation alone: base, and no more of platform than windows.ts opens. */
const PURE: ReadonlySet<string> = new Set(["en16931"]);

/** The module map as a rule: why `from` may not import `to`, or null. Packages are the business of other rules. */
export function importVerdict(from: Place, to: Place): string | null {
  if (from.area === "tests" || from.area === "other") return null;
  if (isExcepted("imports", from.path, to.path) && isAllowedByRow(from, to)) return null;
  if (to.area === "tests") return "only tests import tests/";
  if (to.area === "main" || to.path === "console/main.ts") return mainVerdict(from, to);
  if (to.area === "supabase") return supabaseVerdict(from);
  if (to.area === "routes" || to.area === "console") return edgeVerdict(from, to);
  if (/\.[cm]?js$/.test(to.path)) return "server code is TypeScript: a .js file runs in the browser";
  return to.area === "lib" ? libVerdict(from, to) : null;
}

/** Rule `imports`: holds the tree to lib/modules.ts, whatever syntax makes the reference. */
export const imports: Deno.lint.Rule = {
  create(context) {
    const from = placeOfFile(context.filename);
    return visitReferences(({ node, specifier, isAddress }) => {
      if (specifier === null) {
        if (!isAddress && from.area !== "tests" && from.area !== "other") {
          context.report({ node, message: "import() takes a literal, so that the map can be checked" });
        }
        return;
      }
      const target = resolve(specifier, from);
      if (target.kind !== "file" || (isAddress && !/\.tsx?$/.test(target.place.path))) return;
      const message = importVerdict(from, target.place);
      if (message) context.report({ node, message });
    });
  },
};

/** A window opens a way past the face of a module, never past the map: the row must list it (or it is no module). */
function isAllowedByRow(from: Place, to: Place): boolean {
  return to.module === "" || to.module in GROUND || isListed(from.module, to.module);
}

function mainVerdict(from: Place, to: Place): string | null {
  if (from.area === "main" && to.path === "console/main.ts") return null;
  return `nothing imports ${to.path}`;
}

function supabaseVerdict(from: Place): string | null {
  if (from.area === "supabase" || isMain(from) || from.path === "lib/wiring.ts") return null;
  return "only the programs, lib/wiring.ts and tests load supabase/";
}

function edgeVerdict(from: Place, to: Place): string | null {
  if (from.area === to.area || from.area === "main") return null;
  if (from.area === "lib") return "lib/ never imports routes/ or console/";
  return from.area === "supabase"
    ? "supabase/ speaks through the verbs of lib/"
    : "routes/ and console/ ignore each other: what both draw lives in lib/ui";
}

function libVerdict(from: Place, to: Place): string | null {
  if (to.module === "") return assemblerVerdict(from, to);
  if (from.area === "lib" && from.module === to.module) return null;
  if (from.path === "lib/schema.ts") {
    return /^(schema|dataset)\.ts$/.test(to.file) ? null : "lib/schema.ts gathers schema.ts and dataset.ts files only";
  }
  if (from.path === "lib/modules.ts") return "lib/modules.ts is data and imports nothing";
  if (from.path === "lib/wiring.ts") return null;
  if (to.module in GROUND) return groundVerdict(from, to);
  if (!(to.module in MODULES)) return `lib/${to.module} is not in lib/modules.ts`;
  if (to.file === "testing.ts") return testingVerdict(from, to);
  switch (from.area) {
    case "console":
      return to.file === "operator.ts" ? null : "console/ sees a module only through its operator.ts";
    case "lib":
      return moduleVerdict(from, to);
    default:
      if (to.file === "operator.ts") return "operator.ts is for console/ only";
      return to.file === "mod.ts" ? null : `import lib/${to.module}/mod.ts, not its inside`;
  }
}

/** The files at the root of lib/ put the modules together: whoever loads one depends on everything. */
function assemblerVerdict(from: Place, to: Place): string | null {
  if (isMain(from) || from.area === "supabase" || (from.area === "lib" && from.module === "")) return null;
  return `${to.path} is loaded only by the two main.ts, supabase/ and tests`;
}

function groundVerdict(from: Place, to: Place): string | null {
  if (to.module === "platform" && /^db(\/|_|\.ts$)/.test(to.file) && isEdge(from)) {
    return `${from.area}/ never opens the database: call a verb of lib/`;
  }
  if (from.area !== "lib") return null;
  if (from.module in GROUND) {
    return GROUND[from.module]!.includes(to.module) ? null : `lib/${from.module} may not use lib/${to.module}`;
  }
  if (to.module === "platform" && PURE.has(from.module)) {
    return `lib/${from.module} is pure: of lib/platform it may use only what tests/tidy/lint/windows.ts opens`;
  }
  if (to.module === "ui" && !from.file.endsWith("_mail.tsx")) {
    return "only routes/, console/ and *_mail.tsx draw with lib/ui";
  }
  return null;
}

function testingVerdict(from: Place, to: Place): string | null {
  if (from.area === "supabase") return null;
  return from.area === "lib" && from.file === "testing.ts" && isListed(from.module, to.module)
    ? null
    : "testing.ts builds examples for tests and seeds only";
}

function moduleVerdict(from: Place, to: Place): string | null {
  if (!isListed(from.module, to.module)) {
    return `lib/${from.module} may not use lib/${to.module} (see lib/modules.ts)`;
  }
  if (to.file === "mod.ts") return null;
  if (to.file === "operator.ts") return "operator.ts is for console/ only";
  if (to.file !== "schema.ts") return `import lib/${to.module}/mod.ts, not its inside`;
  return from.file === "schema.ts" ? null : "only a schema.ts refers to the schema.ts of another module";
}

function isListed(module: string, used: string): boolean {
  return MODULES[module]?.includes(used) ?? false;
}

function isMain(place: Place): boolean {
  return place.area === "main" || place.path === "console/main.ts";
}

function isEdge(place: Place): boolean {
  return place.area === "routes" || (place.area === "console" && !isMain(place));
}
