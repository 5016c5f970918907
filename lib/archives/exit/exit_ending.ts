import { zipEnd } from "../../platform/zip.ts";
import type { Sitting } from "../making/sitting.ts";
import type { Leaving, StoredExit } from "./exit.ts";
import { exitNotice } from "./exit_notice.ts";
import { DATA } from "./write_data.ts";

const UTF8 = new TextEncoder();

/** The notice, the list of files with their digests, the one that leads programs to documents, and the directory. */
export async function writeExitEnding(exit: StoredExit, sitting: Sitting<Leaving>): Promise<void> {
  await sitting.add({ path: `${DATA}documents.ndjson`, content: documentLines(sitting), list: "files" });
  if (sitting.making.lacking > 0) {
    await sitting.add({ path: "MANQUANTS.txt", content: missingLines(sitting.making), list: "files" });
  }
  await sitting.add({ path: "LISEZ-MOI.txt", content: exitNotice(exit, sitting.making), list: "files" });
  await sitting.add({ path: "EMPREINTES.txt", content: digestLines(sitting), list: null });
  const { offset: start, entries: count } = sitting.making;
  for await (const headers of sitting.directory()) await sitting.append(headers);
  await sitting.append(zipEnd({ count, start, length: sitting.making.offset - start }));
}

/** What is not there and why, line by line. */
function missingLines({ lacking, missing = [] }: Leaving): string {
  return [
    `FICHIERS QUI MANQUENT À CETTE ARCHIVE : ${lacking}`,
    "",
    "Les données de ces documents sont dans tableurs/ et donnees/. Nous sommes prévenus ; écrivez-nous pour les avoir.",
    "",
    ...missing.map(({ path, why }) => `${path}.pdf : ${why}`),
    ...(lacking > missing.length ? [`… et ${lacking - missing.length} autres.`] : []),
    "",
  ].join("\r\n");
}

/** Every file but this one, as `sha256sum -c` reads it. */
async function* digestLines(sitting: Sitting<Leaving>): AsyncGenerator<Uint8Array> {
  for await (const { text } of sitting.linesOf("files")) {
    const { sha256, path } = JSON.parse(text);
    yield UTF8.encode(`${sha256}  ${path}\n`);
  }
}

/** The files of documents, with the ids under which the data know them. */
async function* documentLines(sitting: Sitting<Leaving>): AsyncGenerator<Uint8Array> {
  for await (const { text } of sitting.linesOf("files")) {
    if (JSON.parse(text).document) yield UTF8.encode(`${text}\n`);
  }
}
