import { chanceVerdict, outsideVerdict } from "./packages.ts";
import { type Place, placeOfFile, resolve } from "./place.ts";
import { isNamed, isVariable, memberName, visitReferences } from "./visit.ts";
import { isExcepted } from "./windows.ts";

/** Globals that reach the network or the machine. */
const OUTSIDE_GLOBALS: ReadonlySet<string> = new Set([
  "fetch",
  "WebSocket",
  "EventSource",
  "XMLHttpRequest",
  "localStorage",
  "sessionStorage",
  "process",
]);
/** Members of Deno that touch nothing. */
const PURE_DENO: ReadonlySet<string> = new Set(["errors", "inspect", "version", "build"]);
const GLOBAL_OBJECTS: ReadonlySet<string> = new Set(["globalThis", "self", "window"]);
/** Parts of lib/platform that send something to somebody. */
const SENDER = /^(mail|http)\w*(\/|\.ts$)/;
/** Files from which something may leave: they run after the commit. */
const SENDING_FILE = /(^|\/)(\w+_)?(job|client)\.ts$/;

/** Rule `outside`: the machine and the network are reached through lib/platform. */
export const outside: Deno.lint.Rule = {
  create(context) {
    const from = placeOfFile(context.filename);
    const references = visitReferences((reference) => {
      const message = outsideVerdict(from, reference);
      if (message) context.report({ node: reference.node, message });
    });
    if (from.area === "other" || from.module === "platform" || isExcepted("outside", from.path)) return references;
    return {
      ...references,
      Identifier(node) {
        const name = globalName(node);
        if (name === null || name === "process.env" || name === "Deno.env") return;
        const [object = "", member = ""] = name.split(".");
        if (object === "Deno" ? !PURE_DENO.has(member) : OUTSIDE_GLOBALS.has(object)) {
          context.report({ node, message: `${name} is used in lib/platform only` });
        }
      },
    };
  },
};

/** Rule `senders`: mail and outbound HTTP leave from jobs and clients, so that no verb sends inside its transaction. */
export const senders: Deno.lint.Rule = {
  create(context) {
    const from = placeOfFile(context.filename);
    return visitReferences(({ node, specifier, isType }) => {
      if (specifier === null || isType || maySend(from)) return;
      const target = resolve(specifier, from);
      if (target.kind !== "file" || target.place.module !== "platform" || !SENDER.test(target.place.file)) return;
      context.report({ node, message: "what leaves the database goes through *_job.ts or *_client.ts" });
    });
  },
};

/** Rule `clock`: one file reads the time; everybody else is given it. */
export const clock: Deno.lint.Rule = {
  create(context) {
    const from = placeOfFile(context.filename);
    if (from.area === "other" || isExcepted("clock", from.path)) return {};
    const message = "the time comes from ctx.now or lib/platform/clock.ts";
    return {
      MemberExpression(node) {
        const member = memberName(node);
        const readsDate = isGlobal(node.object, "Date") && (member === "now" || member === null);
        if (readsDate || (isGlobal(node.object, "Temporal") && member === "Now")) context.report({ node, message });
      },
      NewExpression(node) {
        if (isGlobal(node.callee, "Date") && node.arguments.length === 0) context.report({ node, message });
      },
      CallExpression(node) {
        if (isGlobal(node.callee, "Date")) context.report({ node, message });
      },
      ObjectPattern(node) {
        if (node.parent.type === "VariableDeclarator" && isGlobal(node.parent.init, "Date")) {
          context.report({ node, message });
        }
      },
    };
  },
};

/** Rule `random`: one file draws chance, so that seeds and tests can be repeated and secrets are strong. */
export const random: Deno.lint.Rule = {
  create(context) {
    const from = placeOfFile(context.filename);
    const references = visitReferences((reference) => {
      const message = chanceVerdict(from, reference);
      if (message) context.report({ node: reference.node, message });
    });
    if (from.area === "other" || isExcepted("random", from.path)) return references;
    const message = "chance comes from lib/platform/random.ts";
    return {
      ...references,
      MemberExpression(node) {
        const member = memberName(node);
        const isMath = isGlobal(node.object, "Math") && (member === "random" || member === null);
        if (isMath || member === "getRandomValues" || member === "randomUUID") context.report({ node, message });
      },
      Property(node) {
        if (node.parent.type !== "ObjectPattern" || node.parent.parent.type !== "VariableDeclarator") return;
        const from = node.parent.parent.init;
        const drawn = isNamed(node.key, "random") && isGlobal(from, "Math");
        if (drawn || isNamed(node.key, "getRandomValues") || isNamed(node.key, "randomUUID")) {
          context.report({ node, message });
        }
      },
    };
  },
};

/** Rule `config`: one file reads the environment. */
export const config: Deno.lint.Rule = {
  create(context) {
    const from = placeOfFile(context.filename);
    if (from.area === "other" || isExcepted("config", from.path)) return {};
    return {
      Identifier(node) {
        const name = globalName(node);
        if (name === "Deno.env" || name === "process.env") {
          context.report({ node, message: "settings come from lib/platform/config.ts" });
        }
      },
    };
  },
};

/** Rule `log`: one file writes the log, in one form and without personal data. */
export const log: Deno.lint.Rule = {
  create(context) {
    const from = placeOfFile(context.filename);
    if (from.area === "other" || isExcepted("log", from.path)) return {};
    return {
      Identifier(node) {
        if (globalName(node)?.split(".")[0] === "console") {
          context.report({ node, message: "the log is written through lib/platform/log.ts" });
        }
      },
    };
  },
};

/** `Deno.env`, `fetch`, `globalThis.fetch`: a global read as a variable, with its member where it has one. */
function globalName(node: Deno.lint.Identifier): string | null {
  if (!isVariable(node) || GLOBAL_OBJECTS.has(node.name)) return throughGlobalObject(node);
  return withMember(node.name, node);
}

function throughGlobalObject(node: Deno.lint.Identifier): string | null {
  const parent = node.parent;
  if (parent.type !== "MemberExpression" || parent.object !== node || !GLOBAL_OBJECTS.has(node.name)) return null;
  const name = memberName(parent);
  return name === null ? null : withMember(name, parent);
}

function withMember(name: string, node: Deno.lint.Identifier | Deno.lint.MemberExpression): string {
  const parent = node.parent;
  if (parent.type !== "MemberExpression" || parent.object !== node) return name;
  return `${name}.${memberName(parent) ?? "[…]"}`;
}

function isGlobal(node: Deno.lint.Node | undefined | null, name: string): boolean {
  if (isNamed(node, name)) return true;
  return node?.type === "MemberExpression" && memberName(node) === name && node.object.type === "Identifier" &&
    GLOBAL_OBJECTS.has(node.object.name);
}

function maySend(from: Place): boolean {
  if (from.area === "other" || isExcepted("senders", from.path)) return true;
  return from.area === "lib" && from.module !== "" && SENDING_FILE.test(from.file);
}
