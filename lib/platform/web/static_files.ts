import { createRequire } from "node:module";
import { acceptedEncoding, type Encoding, packFile } from "./compression.ts";

/** A file that never changes under its address. */
export interface StaticFile {
  /** Address with the hash of the content in it. */
  readonly path: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A year, the longest that caches honour; the address changes with the content. */
const FOR_EVER = "public, max-age=31536000, immutable";

/** Where a static file comes from: files of our tree, joined in order, or one file of a pinned package. */
export type FileSource = { readonly files: readonly string[] } | { readonly package: string };

/** Reads static files by name. */
export async function readSources<Name extends string>(
  sources: Readonly<Record<Name, { readonly from: FileSource }>>,
): Promise<Record<Name, Uint8Array<ArrayBuffer>>> {
  const names = Object.keys(sources) as Name[];
  const read = await Promise.all(names.map(async (name) => [name, await readParts(sources[name].from)] as const));
  return Object.fromEntries(read) as Record<Name, Uint8Array<ArrayBuffer>>;
}

/** Answers requests for static files from memory, each packed once at the start. Null where no file has the address. */
export function serveStatic(files: readonly StaticFile[]): (request: Request) => Response | null {
  const packed = new Map(files.map((file) => [file.path, variantsOf(file)]));
  return (request) => {
    const variants = packed.get(new URL(request.url).pathname);
    if (!variants) return null;
    const encoding = acceptedEncoding(request.headers.get("accept-encoding"));
    const body = (encoding && variants[encoding]) ?? variants.plain;
    const headers = new Headers({ "content-type": variants.type, "cache-control": FOR_EVER, vary: "Accept-Encoding" });
    if (body !== variants.plain) headers.set("content-encoding", encoding!);
    return new Response(request.method === "HEAD" ? null : body, { headers });
  };
}

type Variants =
  & { readonly type: string; readonly plain: Uint8Array<ArrayBuffer> }
  & {
    readonly [E in Encoding]: Uint8Array<ArrayBuffer>;
  };

function variantsOf(file: StaticFile): Variants {
  return {
    type: file.type,
    plain: file.bytes,
    gzip: packFile(file.bytes, "gzip"),
    br: packFile(file.bytes, "br"),
  };
}

async function readParts(from: FileSource): Promise<Uint8Array<ArrayBuffer>> {
  if ("package" in from) return await Deno.readFile(createRequire(import.meta.url).resolve(from.package));
  const root = new URL("../../../", import.meta.url);
  const texts = await Promise.all(from.files.map((file) => Deno.readTextFile(new URL(file, root))));
  return new TextEncoder().encode(texts.join("\n"));
}
