import { readFile } from "node:fs/promises";
import { webFonts } from "./fonts/catalogue.ts";

const files = new Map(webFonts().map(({ file }) => [file.pathname.split("/").at(-1)!, file]));

/** Bytes of a font that the style sheet of documents names (WOFF2), or null for any other name. */
export async function readWebFont(fileName: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const file = files.get(fileName);
  return file ? new Uint8Array(await readFile(file)) : null;
}
