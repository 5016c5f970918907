import { present } from "../base/assert.ts";
import { sha256 } from "../platform/crypto.ts";
import { readSources } from "../platform/web/static_files.ts";

/** Parts of the page's script, each after those that it uses. */
const SCRIPTS = [
  "canonical",
  "sha256",
  "fault",
  "forms",
  "rows",
  "records",
  "files",
  "manifest",
  "content",
  "zip",
  "verify",
  "page_words",
  "page_data",
  "page_lists",
  "page_check",
  "page",
] as const;

let made: Promise<string> | undefined;

/**
 * The archive's reader: one HTML file, the same for every archive, that opens from a disk and asks the network for
 * nothing. Its policy names its own script and style by their digests, and lets in the indexes beside it.
 */
export function readerPage(): Promise<string> {
  made ??= makePage();
  return made;
}

async function makePage(): Promise<string> {
  const file = (name: string) => ({ from: { files: [`lib/archives/reader/${name}`] } });
  const names = SCRIPTS.map((name) => `${name}.js`);
  const bytes = await readSources(Object.fromEntries([...names, "page.css", "page.html"].map((n) => [n, file(n)])));
  const text = (name: string) => new TextDecoder().decode(present(bytes[name], name));
  const script = `"use strict";\n${SCRIPTS.map((name) => asFunction(name, text(`${name}.js`))).join("\n")}\n`;
  const style = text("page.css");
  const policy = [
    "default-src 'none'",
    `script-src '${digest(script)}' 'self' file:`,
    `style-src '${digest(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return [
    `<!doctype html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    `<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">`,
    `<title>Archive</title>\n<style>${style}</style>\n</head>\n<body>`,
    text("page.html").trimEnd(),
    `<script>${script}</script>\n</body>\n</html>\n`,
  ].join("\n");
}

/** A module as a function whose result are its exports: pages opened from a disk cannot load modules. */
function asFunction(name: string, source: string): string {
  const exported = [...source.matchAll(/^export (?:async )?(?:function\*? |const |class )(\w+)/gm)].map(([, it]) => it);
  const body = source
    .replace(/^\/\/ @ts-check\n|^\/\*\* @typedef \{import\(.*\n/gm, "")
    .replace(/^import \{([^}]+)\} from "\.\/(\w+)\.js";$/gm, "const {$1} = from_$2;")
    .replace(/^export /gm, "");
  return `const from_${name} = (() => {\n${body}return { ${exported.join(", ")} };\n})();`;
}

function digest(text: string): string {
  return `sha256-${btoa(String.fromCharCode(...sha256(new TextEncoder().encode(text))))}`;
}
