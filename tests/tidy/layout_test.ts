import assert from "node:assert/strict";
import { dirname, join, normalize } from "node:path/posix";
import { isThere, namesIn, repositoryFiles, textOf } from "./tree.ts";

const TOP_LEVEL: ReadonlySet<string> = new Set([
  ".ci",
  ".gitignore",
  "LICENSE",
  "README.md",
  "console",
  "deno.json",
  "deno.lock",
  "lib",
  "main.ts",
  "routes",
  "supabase",
  "tests",
]);
/** Beside the repository, on the machine only. */
const IGNORED: ReadonlySet<string> = new Set([".git", "node_modules", ".data", "coverage"]);

/** Files that the words below may stand in, because others wrote them. */
const QUOTED = /^(deno\.lock|LICENSE)$|^tests\/(fixtures|golden)\//;
const TEXT_FILE = /\.(tsx?|js|css|sql|md|json|ya?ml|toml|html|svg|txt)$|^\.ci\/|^\.gitignore$/;

/** What never stands in the repository; the patterns are put together here so that this file passes its own test. */
const BANNED_PHRASES: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  {
    what: "a path of somebody's machine",
    pattern: phrase("(^|[\\s\"'`(=])/(work|tmp|root|home/\\w+|Users/\\w+)", "/"),
  },
  { what: "a drive of somebody's machine", pattern: phrase("\\b[A-Z]:\\\\", "(Users|Windows)") },
  { what: "the host of a package registry", pattern: phrase("registry\\.", "(npmjs|yarnpkg)|npm\\.", "jsr\\.io") },
  { what: "the number of an issue", pattern: phrase("\\b(issue|ticket|pull request|PR) ", "#\\d+") },
  { what: "a debt", pattern: phrase("\\b(TO", "DO|FIX", "ME)\\b") },
  { what: "who or what wrote it", pattern: phrase("(co-authored|generated)", "[- ](by|with)\\b", ":? ?(?=[A-Z])") },
  {
    what: "a tool that helped",
    pattern: phrase("\\b(chat", "gpt|co", "pilot|language ", "model|coding ", "agent)\\b"),
  },
];

Deno.test("the top level holds what the README names and nothing else", () => {
  const unknown = namesIn(".").filter((name) => !TOP_LEVEL.has(name) && !IGNORED.has(name) && !name.endsWith(".log"));
  assert.deepEqual(unknown, []);
});

Deno.test("every link of every README leads to a file or folder that exists", () => {
  const broken = repositoryFiles().filter((path) => path.endsWith(".md")).flatMap((path) =>
    linksOf(textOf(path)).filter((link) => !isThere(normalize(join(dirname(path), link)))).map((link) =>
      `${path}: ${link}`
    )
  );
  assert.deepEqual(broken, []);
});

Deno.test("a dead link is found, an address of the web is left alone", () => {
  const text = "See [a](../a.md#top), [b](https://example.org), [c](#here), ![d](d.png) and `[e](e.md)`.";
  assert.deepEqual(linksOf(text), ["../a.md", "d.png"]);
});

Deno.test("no file says whose machine, registry, issue or tool it comes from", () => {
  const found = repositoryFiles().filter((path) => TEXT_FILE.test(path) && !QUOTED.test(path)).flatMap((path) =>
    phrasesIn(textOf(path)).map((what) => `${path} holds ${what}`)
  );
  assert.deepEqual(found, []);
});

Deno.test("each banned phrase is found, and plain sentences are not", () => {
  const bad = ["see /tm" + "p/x", "C:\\Us" + "ers", "registry.np" + "mjs.org", "issue #" + "12", "// TO" + "DO: later"];
  for (const text of [...bad, "Co-authored-" + "by: X", "with a coding " + "agent"]) {
    assert.equal(phrasesIn(text).length, 1, text);
  }
  for (const text of ["/d/atelier-dupre/factures", "Tous les documents", "routes/work/agenda.tsx", "#12ab34"]) {
    assert.deepEqual(phrasesIn(text), [], text);
  }
});

function phrasesIn(text: string): string[] {
  return BANNED_PHRASES.filter(({ pattern }) => pattern.test(text)).map(({ what }) => what);
}

function phrase(...parts: readonly string[]): RegExp {
  return new RegExp(parts.join(""), "im");
}

/** The relative links of a Markdown text, without their anchors; code is not read. */
function linksOf(text: string): string[] {
  const prose = text.replace(/```[\s\S]*?```/g, "").replace(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = ""]) => link.replace(/#.*$/, ""))
    .filter((link) => link !== "" && !/^[a-z]+:/.test(link));
}
