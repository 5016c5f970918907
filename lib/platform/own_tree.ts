import { readdir, readFile } from "node:fs/promises";

/** The root of the program's own files. */
const ROOT = new URL("../../", import.meta.url);

/**
 * The program's own files that these entries name, by path from the root: a file, or a folder (ended by `/`) with all
 * that is under it. A file that cannot be read is left out.
 */
export async function readOwnTree(entries: readonly string[]): Promise<Map<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  for (const entry of entries) {
    for (const path of entry.endsWith("/") ? await filesUnder(entry) : [entry]) {
      const bytes = await readFile(new URL(path, ROOT)).catch(() => null);
      if (bytes) found.set(path, new Uint8Array(bytes));
    }
  }
  return found;
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(new URL(folder, ROOT), { withFileTypes: true }).catch(() => []);
  const nested = entries.map((entry) =>
    entry.isDirectory() ? filesUnder(`${folder}${entry.name}/`) : Promise.resolve([`${folder}${entry.name}`])
  );
  return (await Promise.all(nested)).flat();
}
