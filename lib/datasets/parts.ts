import { MAX_FILE_BYTES, type PutResult, type Store } from "../platform/storage/store.ts";

/** Where the parts of one export stand: a folder of a store, of an archive, of a disk. Names are as in the manifest. */
export interface Parts {
  /** Writes a part; one that a slice which was cut short left under the same name is replaced. */
  write(name: string, body: Uint8Array | ReadableStream<Uint8Array>): Promise<PutResult>;
  /** Opens a part; null when there is none. The stream must be read to its end or cancelled. */
  open(name: string): Promise<ReadableStream<Uint8Array> | null>;
}

/** Parts under a prefix of a store: `dossier/exports/…/`. */
export function partsIn(store: Store, prefix: string): Parts {
  return {
    write: (name, body) =>
      store.put(`${prefix}${name}`, body, { contentType: "application/octet-stream", overwrite: true }),
    open: async (name) => (await store.get(`${prefix}${name}`))?.body ?? null,
  };
}

/** Reads a whole part into memory: manifests and slices of rows, which are cut to fit. Stops beyond a file's limit. */
export async function readPart(parts: Parts, name: string): Promise<Uint8Array | null> {
  const body = await parts.open(name);
  if (!body) return null;
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(new Uint8Array(chunk));
    length += chunk.length;
    if (length > MAX_FILE_BYTES) break;
  }
  return await new Blob(chunks).bytes();
}
