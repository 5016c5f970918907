/** The words of a PDF as a reader copies them: through the fonts' own tables (ToUnicode), in the order of the pages. */
import { inflateSync } from "node:zlib";

/** Text of a PDF written by our engine, white space folded to single spaces. */
export function pdfText(pdf: Uint8Array): string {
  const file = latin1(pdf);
  const fonts = fontTables(pdf, file);
  const runs = [...file.matchAll(/\/Contents (\d+) 0 R/g)].flatMap(([, id]) =>
    runsOf(latin1(streamOf(pdf, file, id!)), fonts)
  );
  return runs.join(" ").replace(/\s+/gu, " ");
}

/** The one file that a PDF carries. */
export function attachedFile(pdf: Uint8Array): Uint8Array {
  const file = latin1(pdf);
  const [, id] = /\/EF <<\s*\/F (\d+) 0 R/.exec(file) ?? [];
  return streamOf(pdf, file, id!);
}

type Glyphs = ReadonlyMap<number, string>;

function fontTables(pdf: Uint8Array, file: string): ReadonlyMap<string, Glyphs> {
  const names = new Map([...file.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, id]) => [name!, id!]));
  return new Map([...names].map(([name, id]) => {
    const [, table] = /\/ToUnicode (\d+) 0 R/.exec(objectOf(file, id)) ?? [];
    return [name, table ? glyphsIn(latin1(streamOf(pdf, file, table))) : new Map<number, string>()];
  }));
}

/** `<0000> <0052> [<0041> <00660066> …]`: the text of each glyph of a range, in UTF-16. */
function glyphsIn(table: string): Glyphs {
  const glyphs = new Map<number, string>();
  for (const [, first, list] of table.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/gi)) {
    [...list!.matchAll(/<([0-9a-f ]*)>/gi)].forEach(([, hex], index) => {
      const units = hex!.match(/[0-9a-f]{4}/gi)?.map((unit) => parseInt(unit, 16)) ?? [];
      glyphs.set(parseInt(first!, 16) + index, String.fromCharCode(...units));
    });
  }
  return glyphs;
}

function runsOf(content: string, fonts: ReadonlyMap<string, Glyphs>): string[] {
  const runs: string[] = [];
  let glyphs: Glyphs | undefined;
  for (const [, font, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (font) glyphs = fonts.get(font);
    else runs.push([...shown!.matchAll(/<([0-9a-f]+)>/gi)].map(([, hex]) => decoded(hex!, glyphs)).join(""));
  }
  return runs;
}

function decoded(hex: string, glyphs: Glyphs | undefined): string {
  return hex.match(/.{4}/g)!.map((code) => glyphs?.get(parseInt(code, 16)) ?? "\ufffd").join("");
}

function objectOf(file: string, id: string): string {
  const start = file.indexOf(`\n${id} 0 obj\n`);
  return file.slice(start, file.indexOf("\nendobj", start));
}

function streamOf(pdf: Uint8Array, file: string, id: string): Uint8Array {
  const start = file.indexOf("stream\n", file.indexOf(`\n${id} 0 obj\n`)) + "stream\n".length;
  const bytes = pdf.subarray(start, file.indexOf("\nendstream", start));
  return new Uint8Array(inflateSync(bytes));
}

function latin1(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}
