import assert from "node:assert/strict";
import { memberName } from "./lint/visit.ts";
import { importGraph, repositoryFiles, sourceFiles, textOf, visitSource } from "./tree.ts";

const testFiles = sourceFiles().filter((path) => /^tests\/.*_test\.tsx?$/.test(path));

Deno.test("no test is focused or switched off", () => {
  assert.deepEqual(testFiles.flatMap((path) => faultsOf(path, textOf(path)).switched), []);
});

Deno.test("every title of a test is a sentence", () => {
  assert.deepEqual(testFiles.flatMap((path) => faultsOf(path, textOf(path)).titles), []);
});

Deno.test("every test stands in a file named _test, or in a contract that such a file runs", () => {
  const run = new Set([...importGraph(testFiles).values()].flat().map(({ path }) => path));
  const strays = sourceFiles().filter((path) =>
    !testFiles.includes(path) && !run.has(path) && faultsOf(path, textOf(path)).tests > 0
  );
  assert.deepEqual(strays, []);
});

Deno.test("the tests of a file of lib mirror its path", () => {
  const sources = new Set(repositoryFiles());
  const strays = testFiles.filter((path) => path.startsWith("tests/lib/")).filter((path) => {
    const mirrored = path.slice("tests/".length).replace(/_test\.tsx?$/, "");
    const folder = mirrored.split("/").slice(0, -1).join("/");
    return ![...sources].some((file) => file.startsWith(`${folder}/`));
  });
  assert.deepEqual(strays, []);
});

Deno.test("no comment switches a house rule, a whole file or the compiler off", () => {
  assert.deepEqual(sourceFiles().flatMap((path) => faultsOf(path, textOf(path)).comments), []);
});

Deno.test("a focused, an ignored and an untitled test are found, an honest one passes", () => {
  const switched = [
    "Deno.test.only('a b c', f)",
    "Deno.test.ignore('a b c', f)",
    "Deno.test({ name, only: true, fn })",
  ];
  for (const text of [...switched, "Deno.test({ name, ignore: true, fn })", "await t.step({ only: true })"]) {
    assert.equal(faultsOf("tests/a_test.ts", text).switched.length, 1, text);
  }
  for (const text of ["Deno.test('works', f)", "Deno.test('test of a thing', f)", "Deno.test(function money() {})"]) {
    assert.equal(faultsOf("tests/a_test.ts", text).titles.length, 1, text);
  }
  const honest = faultsOf("tests/a_test.ts", "Deno.test({ name: `sums ${n} lines`, ignore: !has, fn }); // why");
  assert.deepEqual(honest, { switched: [], titles: [], comments: [], tests: 1 });
});

Deno.test("a comment that silences a house rule, a file or the compiler is found", () => {
  const silent = ["deno-lint-ignore house/imports", "deno-lint-ignore", "@ts-ignore", "@ts-nocheck"];
  const files = ["", " jsx-key", " house/jsdoc -- no time"].map((rest) => `deno-lint-ignore-file${rest}`);
  for (const text of [...silent, ...files]) {
    assert.equal(faultsOf("lib/a.ts", `// ${text}\nx();`).comments.length, 1, text);
  }
  for (const text of ["deno-lint-ignore no-control-regex", "deno-lint-ignore-file jsx-key -- pages are text"]) {
    assert.deepEqual(faultsOf("lib/a.ts", `// ${text}\nx("@ts-ignore");`).comments, [], text);
  }
});

interface Faults {
  readonly switched: string[];
  readonly titles: string[];
  readonly comments: string[];
  /** Number of tests declared. */
  tests: number;
}

function faultsOf(path: string, source: string): Faults {
  const faults: Faults = { switched: [], titles: [], comments: [], tests: 0 };
  visitSource(path, source, ({ sourceCode }) => ({
    Program() {
      for (const { value } of sourceCode.getAllComments()) {
        if (SILENCER.test(value)) faults.comments.push(`${path}: ${value.trim()}`);
      }
    },
    CallExpression(node) {
      if (node.callee.type !== "MemberExpression" || sourceCode.getText(node.callee) !== "Deno.test") return;
      faults.tests += 1;
      const title = titleOf(node.arguments[0], sourceCode);
      if (title === null || !isSentence(title)) faults.titles.push(`${path}: ${title ?? "no title"}`);
    },
    MemberExpression(node) {
      const isSwitch = ["only", "ignore"].includes(memberName(node) ?? "");
      if (isSwitch && /^(Deno\.test|t)$/.test(sourceCode.getText(node.object))) {
        faults.switched.push(`${path}: ${sourceCode.getText(node)}`);
      }
    },
    Property(node) {
      const text = sourceCode.getText(node);
      if (/^(only|ignore): true$/.test(text)) faults.switched.push(`${path}: ${text}`);
    },
  }));
  return faults;
}

/** A rule may be silenced by its name, for a whole file only with the reason behind `--`; a house rule never. */
const SILENCER =
  /^\s*(deno-lint-ignore-file(?! [\w\s,/-]+ -- )|deno-lint-ignore(\s*$|.*\bhouse\/)|@ts-(ignore|nocheck|expect-error))/;

/** The title as written, a hole of a template counting for a word. */
function titleOf(node: Deno.lint.Node | undefined, sourceCode: Deno.lint.SourceCode): string | null {
  switch (node?.type) {
    case "Literal":
      return String(node.value);
    case "TemplateLiteral":
      return sourceCode.getText(node).slice(1, -1).replace(/\$\{[^}]*\}/g, "this");
    case "ObjectExpression": {
      const name = node.properties.find((property) => property.type === "Property" && isKey(property.key, "name"));
      return name?.type === "Property" ? titleOf(name.value as Deno.lint.Node, sourceCode) : null;
    }
    case "Identifier":
      return "a title computed elsewhere";
    default:
      return null;
  }
}

function isKey(node: Deno.lint.Node, name: string): boolean {
  return node.type === "Identifier" && node.name === name;
}

function isSentence(title: string): boolean {
  return title.trim().split(/\s+/).length >= 3 && !/^(test|tests|works|should)\b/i.test(title);
}
