import { HonoRequest } from "hono/request";
import { newId } from "../../lib/platform/random.ts";
import type { Client } from "./client.ts";

/**
 * The words that each page asks for after the `?` of its address, heard as it is made without any of them. With one
 * word alone a page does the same up to where it asks for that word: one that it did not ask for here changes nothing.
 */
export async function wordsRead(client: Client, pages: readonly string[]): Promise<Map<string, ReadonlySet<string>>> {
  const { query, queries } = HonoRequest.prototype;
  const heard = new Map<string, ReadonlySet<string>>();
  let names = new Set<string>();
  HonoRequest.prototype.query = listening(query, (name) => names.add(name));
  HonoRequest.prototype.queries = listening(queries, (name) => names.add(name));
  try {
    for (const path of pages) {
      names = new Set();
      // At an address of its own: a page that was kept would be sent as it is, without asking for anything.
      await client.get(`${path}?${newId()}`);
      heard.set(path, names);
    }
  } finally {
    Object.assign(HonoRequest.prototype, { query, queries });
  }
  return heard;
}

function listening<F extends (this: HonoRequest, name: string) => unknown>(read: F, hear: (name: string) => void): F {
  return function (this: HonoRequest, name?: string) {
    if (name === undefined) throw new Error("all words read at once cannot be told apart");
    hear(name);
    return read.call(this, name);
  } as F;
}

/** The words that pages read after the `?`, from their own sources. */
export async function queryNames(): Promise<string[]> {
  const folder = new URL("../../routes/d/", import.meta.url);
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    const source = await Deno.readTextFile(new URL(name, folder));
    names.push(...[...source.matchAll(/c\.req\.query\("([^"]+)"\)/g)].map(([, found]) => found!), "apres");
  }
  return names;
}
