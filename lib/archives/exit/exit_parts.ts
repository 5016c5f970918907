import type { Parts } from "../../datasets/mod.ts";
import { refuse } from "../refusals.ts";
import { DATA } from "./write_data.ts";

/** Opens a file of a ZIP by its name; null when there is none. */
export type OpenEntry = (name: string) => Promise<ReadableStream<Uint8Array> | null>;

/**
 * The data of an exit archive as an export that can be checked and imported: a file of a document is found under its
 * number. Refuses to write.
 */
export async function exitParts(open: OpenEntry): Promise<Parts> {
  const listed = await open(`${DATA}documents.ndjson`);
  const text = listed ? await new Response(listed).text() : "";
  const paths = new Map<string, string>();
  for (const line of text.split("\n").slice(0, -1)) {
    const { file, path } = JSON.parse(line);
    if (typeof file === "string" && typeof path === "string") paths.set(`files/${file}`, path);
  }
  return {
    write: () => Promise.reject(refuse("not_ready")),
    open: async (name) => await open(paths.get(name) ?? `${DATA}${name}`),
  };
}
