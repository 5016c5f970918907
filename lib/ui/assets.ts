import { encodeHex } from "./_hex.ts";

/** Parts of the one stylesheet, in the order of its layers; joined as they are, there is no build. */
const STYLE_PARTS = [
  "reset",
  "tokens",
  "base",
  "page",
  "shell",
  "shell_phone",
  "controls",
  "forms",
  "find",
  "table",
  "state",
  "content",
  "checklist",
  "chart",
  "lines",
  "editor",
  "dialog",
  "utilities",
] as const;

/** Static files that pages link to. The edge reads their bytes at start; this module only names and hashes them. */
export const ASSETS = {
  "paraphe.css": {
    type: "text/css; charset=utf-8",
    from: { files: STYLE_PARTS.map((part) => `lib/ui/assets/css/${part}.css`) },
  },
  "paraphe.js": { type: "text/javascript; charset=utf-8", from: { files: ["lib/ui/assets/paraphe.js"] } },
  "lines.js": { type: "text/javascript; charset=utf-8", from: { files: ["lib/ui/assets/lines.js"] } },
  "passkeys.js": { type: "text/javascript; charset=utf-8", from: { files: ["lib/ui/assets/passkeys.js"] } },
  "verify.js": {
    type: "text/javascript; charset=utf-8",
    from: { files: ["lib/ui/assets/drop.js", "lib/ui/assets/verify.js"] },
  },
  "anchors.js": {
    type: "text/javascript; charset=utf-8",
    from: { files: ["lib/ui/assets/drop.js", "lib/ui/assets/anchors.js"] },
  },
  "htmx.js": { type: "text/javascript; charset=utf-8", from: { package: "htmx.org/dist/htmx.min.js" } },
  "favicon.svg": { type: "image/svg+xml", from: { files: ["lib/ui/assets/favicon.svg"] } },
} as const satisfies Record<string, AssetSource>;

/** Where a static file comes from: files of our tree, joined in order, or a file of a pinned package. */
export interface AssetSource {
  readonly type: string;
  readonly from: { readonly files: readonly string[] } | { readonly package: string };
}

/** Name of a static file, as pages know it. */
export type AssetName = keyof typeof ASSETS;

/** A static file ready to serve: its address changes with its content, so it may be cached for ever. */
export interface Asset {
  readonly name: AssetName;
  /** `/assets/paraphe.3f9c2a71b0d4.css`. */
  readonly path: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Subresource integrity, `sha256-…`. */
  readonly integrity: string;
}

/** Gives the hashed address of a static file; every page receives one. */
export type AssetPath = (name: AssetName) => string;

/** The static files of a running program. */
export interface AssetRegistry {
  readonly path: AssetPath;
  /** The file served at an address; undefined where no current file has it. */
  find(path: string): Asset | undefined;
  readonly all: readonly Asset[];
}

/** Folder of every hashed address. */
export const ASSET_PREFIX = "/assets/";

/** Number of hexadecimal digits of the hash kept in an address: 48 bits, for five files. */
const HASH_DIGITS = 12;

/** Names each file by the SHA-256 of its content. Pure: the caller reads the bytes. */
export async function registerAssets(
  contents: Readonly<Record<AssetName, Uint8Array<ArrayBuffer>>>,
): Promise<AssetRegistry> {
  const names = Object.keys(ASSETS) as AssetName[];
  const all = await Promise.all(names.map((name) => nameByContent(name, contents[name])));
  const byName = new Map(all.map((asset) => [asset.name, asset.path]));
  const byPath = new Map(all.map((asset) => [asset.path, asset]));
  return { all, path: (name) => byName.get(name)!, find: (path) => byPath.get(path) };
}

async function nameByContent(name: AssetName, bytes: Uint8Array<ArrayBuffer>): Promise<Asset> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const [stem, extension] = name.split(".");
  const path = `${ASSET_PREFIX}${stem}.${encodeHex(digest).slice(0, HASH_DIGITS)}.${extension}`;
  const integrity = `sha256-${btoa(String.fromCharCode(...digest))}`;
  return { name, path, type: ASSETS[name].type, bytes, integrity };
}
