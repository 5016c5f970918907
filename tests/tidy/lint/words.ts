import { placeOfFile } from "./place.ts";
import { drawsPages } from "./packages.ts";
import { isNamed, memberName } from "./visit.ts";
import { isExcepted } from "./windows.ts";

const MONEY = /(Cents|^cents)$/;
const TO_FLOAT: ReadonlySet<string> = new Set(["Number", "parseFloat", "parseInt"]);
const AS_FLOAT: ReadonlySet<string> = new Set(["toFixed", "toPrecision", "toLocaleString"]);

/** Rule `money`: an amount is whole cents in a bigint from its birth to its printing, never a float. */
export const money: Deno.lint.Rule = {
  create(context) {
    const from = placeOfFile(context.filename);
    if (from.area === "other" || isExcepted("money", from.path)) return {};
    const message = "an amount stays whole cents (bigint): format and compute it with lib/base/money.ts";
    return {
      CallExpression(node) {
        const callee = calleeName(node);
        if (callee === "parseFloat" && from.area !== "tests") {
          context.report({ node, message: "parseFloat loses digits: read numbers with lib/base/decimal.ts" });
        } else if (TO_FLOAT.has(callee) && node.arguments.some(isMoney)) context.report({ node, message });
      },
      MemberExpression(node) {
        if (AS_FLOAT.has(memberName(node) ?? "") && isMoney(node.object)) context.report({ node, message });
      },
      UnaryExpression(node) {
        if (node.operator === "+" && isMoney(node.argument)) context.report({ node, message });
      },
      Identifier(node) {
        if (MONEY.test(node.name) && isNumber(node.typeAnnotation)) context.report({ node, message });
      },
      TSPropertySignature(node) {
        if (node.key.type === "Identifier" && MONEY.test(node.key.name) && isNumber(node.typeAnnotation)) {
          context.report({ node, message });
        }
      },
    };
  },
};

/** Rule `no-any`: what is not known is `unknown` and gets checked. */
export const noAny: Deno.lint.Rule = {
  create(context) {
    return {
      TSAnyKeyword(node) {
        context.report({ node, message: "any switches the compiler off: use unknown and check it" });
      },
    };
  },
};

/** Rule `jsx`: inside lib/, only lib/ui and mails draw. */
export const jsx: Deno.lint.Rule = {
  create(context) {
    const from = placeOfFile(context.filename);
    if (from.area !== "lib" || drawsPages(from)) return {};
    const message = "JSX lives in lib/ui and *_mail.tsx, routes/ and console/";
    return {
      JSXElement(node) {
        if (!node.parent.type.startsWith("JSX")) context.report({ node, message });
      },
      JSXFragment(node) {
        if (!node.parent.type.startsWith("JSX")) context.report({ node, message });
      },
    };
  },
};

function calleeName(node: Deno.lint.CallExpression): string {
  if (node.callee.type === "Identifier") return node.callee.name;
  return node.callee.type === "MemberExpression" && isNamed(node.callee.object, "Number")
    ? memberName(node.callee) ?? ""
    : "";
}

function isMoney(node: Deno.lint.Node): boolean {
  switch (node.type) {
    case "Identifier":
      return MONEY.test(node.name);
    case "MemberExpression":
      return MONEY.test(memberName(node) ?? "");
    case "CallExpression":
      return isMoney(node.callee) || (isNamed(node.callee, "Number") && node.arguments.some(isMoney));
    case "BinaryExpression":
      return isMoney(node.left) || isMoney(node.right);
    case "TSNonNullExpression":
    case "TSAsExpression":
      return isMoney(node.expression);
    default:
      return false;
  }
}

function isNumber(annotation: Deno.lint.TSTypeAnnotation | undefined): boolean {
  return annotation?.typeAnnotation.type === "TSNumberKeyword";
}
