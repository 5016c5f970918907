/** One reference from a file to another: an import, a re-export, a type import, a worker or an asset address. */
export interface Reference {
  readonly node: Deno.lint.Node;
  /** Null where the address is computed, so that nobody can tell what it leads to. */
  readonly specifier: string | null;
  /** True when nothing of it is left at run time. */
  readonly isType: boolean;
  /** True for `new URL("…", import.meta.url)` and `import.meta.resolve("…")`: an address, not yet an import. */
  readonly isAddress: boolean;
  /** Names taken from the other file; `*` for all of them. */
  readonly names: readonly string[];
}

/** Builds the visitor that reports every reference of a file, whatever the syntax that makes it. */
export function visitReferences(found: (reference: Reference) => void): Deno.lint.LintVisitor {
  return {
    ImportDeclaration(node) {
      found(
        statement(node, node.source.value, node.importKind === "type" || allTypes(node.specifiers), importNames(node)),
      );
    },
    ExportNamedDeclaration(node) {
      if (!node.source) return;
      const names = node.specifiers.map((specifier) => nameOf(specifier.local));
      found(statement(node, String(node.source.value), node.exportKind === "type", names));
    },
    ExportAllDeclaration(node) {
      found(statement(node, node.source.value, node.exportKind === "type", ["*"]));
    },
    ImportExpression(node) {
      found({ node, specifier: literalText(node.source), isType: false, isAddress: false, names: ["*"] });
    },
    TSImportType(node) {
      const literal = node.argument.type === "TSLiteralType" ? literalText(node.argument.literal) : null;
      found({ node, specifier: literal, isType: true, isAddress: false, names: ["*"] });
    },
    TSExternalModuleReference(node) {
      found({ node, specifier: literalText(node.expression), isType: false, isAddress: false, names: ["*"] });
    },
    NewExpression(node) {
      if (!isNamed(node.callee, "URL") || !isMetaMember(node.arguments[1], "url")) return;
      found({ node, specifier: literalText(node.arguments[0]), isType: false, isAddress: true, names: [] });
    },
    CallExpression(node) {
      if (!isMetaMember(node.callee, "resolve")) return;
      found({ node, specifier: literalText(node.arguments[0]), isType: false, isAddress: true, names: [] });
    },
  };
}

/** The text of a string literal or of a template without holes; null for anything computed. */
export function literalText(node: Deno.lint.Node | undefined | null): string | null {
  if (node?.type === "Literal") return typeof node.value === "string" ? node.value : null;
  if (node?.type === "TemplateLiteral" && node.quasis.length === 1) return node.quasis[0]!.cooked;
  return null;
}

/** True for an identifier of that name. */
export function isNamed(node: Deno.lint.Node | undefined | null, name: string): boolean {
  return node?.type === "Identifier" && node.name === name;
}

/** The name of a member, written `.name` or `["name"]`; null when computed. */
export function memberName(node: Deno.lint.MemberExpression): string | null {
  if (node.computed) return literalText(node.property);
  return node.property.type === "Identifier" ? node.property.name : null;
}

/** True where an identifier is read as a variable, not written as a key, a member or a type. */
export function isVariable(node: Deno.lint.Identifier): boolean {
  const parent = node.parent;
  switch (parent.type) {
    case "MemberExpression":
      return parent.object === node || parent.computed;
    case "Property":
      return parent.value === node || parent.shorthand;
    case "MethodDefinition":
    case "PropertyDefinition":
    case "TSPropertySignature":
    case "TSMethodSignature":
    case "TSQualifiedName":
    case "TSTypeReference":
    case "TSTypeQuery":
    case "JSXAttribute":
    case "ImportSpecifier":
    case "ExportSpecifier":
    case "LabeledStatement":
      return false;
    default:
      return true;
  }
}

function statement(node: Deno.lint.Node, specifier: string, isType: boolean, names: readonly string[]): Reference {
  return { node, specifier, isType, isAddress: false, names };
}

function allTypes(specifiers: Deno.lint.ImportDeclaration["specifiers"]): boolean {
  return specifiers.length > 0 &&
    specifiers.every((specifier) => specifier.type === "ImportSpecifier" && specifier.importKind === "type");
}

function importNames(node: Deno.lint.ImportDeclaration): string[] {
  return node.specifiers.map((specifier) => specifier.type === "ImportSpecifier" ? nameOf(specifier.imported) : "*");
}

function nameOf(node: Deno.lint.Node): string {
  return node.type === "Identifier" ? node.name : literalText(node) ?? "*";
}

function isMetaMember(node: Deno.lint.Node | undefined | null, member: string): boolean {
  return node?.type === "MemberExpression" && node.object.type === "MetaProperty" && memberName(node) === member;
}
