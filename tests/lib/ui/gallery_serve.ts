/** Serves the gallery on this machine: `deno run -A tests/lib/ui/gallery_serve.ts`. Takes `?densite=compact`. */
import { fileURLToPath } from "node:url";
import { type AssetName, type AssetRegistry, ASSETS, type AssetSource } from "../../../lib/ui/mod.ts";
import { issuerStylesheet, registerAssets, renderPage } from "../../../lib/ui/mod.ts";
import { GALLERY } from "./gallery.tsx";
import { answerCompanion } from "./gallery_companions.tsx";

/** The policy that every page of the product must live with. */
const POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Reads the static files as the edge does, and names them. */
export async function loadAssets(): Promise<AssetRegistry> {
  const contents = {} as Record<AssetName, Uint8Array<ArrayBuffer>>;
  for (const name of Object.keys(ASSETS) as AssetName[]) contents[name] = await readAsset(ASSETS[name].from);
  return await registerAssets(contents);
}

/** Serves the gallery on a free port of the loopback, or the one given. */
export async function serveGallery(port = 0): Promise<Deno.HttpServer<Deno.NetAddr>> {
  const assets = await loadAssets();
  return Deno.serve({ port, hostname: "127.0.0.1", onListen: () => {} }, (request) => answer(request, assets));
}

async function answer(request: Request, assets: AssetRegistry): Promise<Response> {
  const url = new URL(request.url);
  const asset = assets.find(url.pathname);
  if (asset) return new Response(asset.bytes, { headers: { "content-type": asset.type } });
  if (url.pathname === "/couleur.css") {
    return new Response(issuerStylesheet("#e07a1f"), { headers: { "content-type": "text/css" } });
  }
  const companion = await answerCompanion(request, url);
  if (companion) return companion;
  const page = GALLERY[url.pathname];
  if (!page) return new Response("Introuvable", { status: 404 });
  const density = url.searchParams.get("densite") === "compact" ? "compact" : "comfortable";
  return new Response(renderPage(page({ assets: assets.path, density })), {
    headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": POLICY },
  });
}

async function readAsset(from: AssetSource["from"]): Promise<Uint8Array<ArrayBuffer>> {
  const urls = "files" in from
    ? from.files.map((file) => new URL(`../../../${file}`, import.meta.url))
    : [new URL(import.meta.resolve(from.package))];
  const parts = await Promise.all(urls.map((url) => Deno.readFile(fileURLToPath(url))));
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

if (import.meta.main) {
  const server = await serveGallery(20_800);
  await Deno.stderr.write(new TextEncoder().encode(`http://127.0.0.1:${server.addr.port}/\n`));
}
