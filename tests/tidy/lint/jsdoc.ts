import { placeOfFile } from "./place.ts";

type Declaration = NonNullable<Deno.lint.ExportNamedDeclaration["declaration"]>;

/** Rule `jsdoc`: whoever calls a symbol of lib/ learns from its comment what it gives and what it refuses. */
export const jsdoc: Deno.lint.Rule = {
  create(context) {
    if (placeOfFile(context.filename).area !== "lib") return {};
    const { sourceCode } = context;
    const documented = new Set<string>();
    function report(node: Deno.lint.Node, name: string): void {
      context.report({ node, message: `${name} is exported without a JSDoc comment` });
    }
    return {
      Program(program) {
        for (const statement of program.body) {
          const declared = declarationOf(statement);
          // The first signature of an overloaded function speaks for the others.
          if (declared && hasDoc(sourceCode, statement)) { for (const name of namesOf(declared)) documented.add(name); }
        }
        for (const statement of program.body) {
          for (const name of exportedNames(statement)) if (!documented.has(name)) report(statement, name);
        }
      },
    };
  },
};

function declarationOf(statement: Deno.lint.Node): Declaration | null {
  switch (statement.type) {
    case "ExportNamedDeclaration":
      return statement.declaration as Declaration | null;
    case "ExportDefaultDeclaration":
      return statement.declaration as Declaration;
    default:
      return statement as Declaration;
  }
}

/** Names that a statement exports and that are declared in this very file. */
function exportedNames(statement: Deno.lint.Node): string[] {
  if (statement.type === "ExportDefaultDeclaration") return namesOf(statement.declaration as Declaration);
  if (statement.type !== "ExportNamedDeclaration" || statement.source) return [];
  if (statement.declaration) return namesOf(statement.declaration as Declaration);
  return statement.specifiers.map((specifier) => specifier.local.type === "Identifier" ? specifier.local.name : "?");
}

function namesOf(declaration: Declaration): string[] {
  if (declaration.type === "VariableDeclaration") {
    return declaration.declarations.map(({ id }) => id.type === "Identifier" ? id.name : "a pattern");
  }
  if (!("id" in declaration)) return ["the default export"];
  return [declaration.id?.type === "Identifier" ? declaration.id.name : "the default export"];
}

/** True when the comment just before a statement, blank space aside, is a JSDoc block. */
function hasDoc(sourceCode: Deno.lint.SourceCode, statement: Deno.lint.Node): boolean {
  let start = statement.range[0];
  const before = sourceCode.getAllComments().filter((comment) => comment.range[1] <= start);
  for (const comment of before.toReversed()) {
    if (sourceCode.text.slice(comment.range[1], start).trim() !== "") return false;
    if (comment.type === "Block" && comment.value.startsWith("*")) return true;
    start = comment.range[0];
  }
  return false;
}
