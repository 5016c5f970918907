import { sqlPackageVerdict } from "./packages.ts";
import { placeOfFile, resolve } from "./place.ts";
import { isNamed, memberName, visitReferences } from "./visit.ts";
import { isExcepted } from "./windows.ts";

/** Names under which a transaction or a database goes. */
const CONNECTION = /^(tx|db|trx|transaction)$/;
const WRITE: ReadonlySet<string> = new Set(["insert", "update", "delete"]);
const ESCALATION = /\bset\s+(local\s+|session\s+)?role\b|session\s+authorization|set_config\(\s*'(role|app\.)/i;

/** Rule `sql`: drizzle where SQL lives, the driver in lib/platform, and no write in lib/reports. */
export const sql: Deno.lint.Rule = {
  create(context) {
    const from = placeOfFile(context.filename);
    return {
      ...visitReferences(({ node, specifier }) => {
        const target = specifier === null ? null : resolve(specifier, from);
        const message = target?.kind === "package" ? sqlPackageVerdict(from, target.name) : null;
        if (message) context.report({ node, message });
      }),
      MemberExpression(node) {
        if (from.module !== "reports" || node.object.type !== "Identifier") return;
        if (!CONNECTION.test(node.object.name) || !WRITE.has(memberName(node) ?? "")) return;
        context.report({ node, message: "lib/reports reads: a write belongs to the module that owns the table" });
      },
    };
  },
};

/** Rule `raw-sql`: text never becomes SQL outside lib/platform/db, since injected SQL could set another scope. */
export const rawSql: Deno.lint.Rule = {
  create(context) {
    const from = placeOfFile(context.filename);
    if (from.area === "other" || isExcepted("raw-sql", from.path)) return {};
    const message = "raw SQL is written in lib/platform/db only: pass values as parameters";
    return {
      MemberExpression(node) {
        const member = memberName(node);
        if (member === "unsafe" || (member === "raw" && isNamed(node.object, "sql"))) context.report({ node, message });
      },
      Property(node) {
        if (node.parent.type !== "ObjectPattern") return;
        const declared = node.parent.parent;
        const isSql = declared.type === "VariableDeclarator" && isNamed(declared.init, "sql");
        if (isNamed(node.key, "unsafe") || (isSql && isNamed(node.key, "raw"))) context.report({ node, message });
      },
      ImportSpecifier(node) {
        if (isNamed(node.imported, "sql") && node.local.name !== "sql") {
          context.report({ node, message: "sql keeps its name, so that sql.raw can be found" });
        }
      },
    };
  },
};

/** Rule `role`: who a transaction runs as, and for which dossier, is decided in lib/platform/db alone. */
export const role: Deno.lint.Rule = {
  create(context) {
    const from = placeOfFile(context.filename);
    if (from.area === "other" || isExcepted("role", from.path)) return {};
    const message = "roles and scopes are set in lib/platform/db only";
    return {
      Literal(node) {
        if (typeof node.value === "string" && ESCALATION.test(node.value)) context.report({ node, message });
      },
      TemplateElement(node) {
        if (ESCALATION.test(node.raw)) context.report({ node, message });
      },
    };
  },
};
