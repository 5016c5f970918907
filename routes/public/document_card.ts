import { drawPng, type PictureNode } from "../../lib/platform/picture.ts";
import type { SalesDocument } from "../../lib/sales/mod.ts";
import { KIND_LABELS } from "../../lib/sales/mod.ts";

/** The size that messengers ask for. */
const SIZE = { width: 1200, height: 630 };

/** The picture that a message shows for a link: issuer, kind, number. Whoever sees the chat learns nothing more. */
export async function drawCard(document: SalesDocument): Promise<Uint8Array<ArrayBuffer>> {
  const issuer = document.seller?.name ?? "";
  const accent = document.seller?.accentColor ?? "#24428f";
  return new Uint8Array(
    await drawPng(
      card({ issuer, accent, title: KIND_LABELS[document.kind].title, number: document.number ?? "" }),
      SIZE,
    ),
  );
}

function card(
  { issuer, accent, title, number }: { issuer: string; accent: string; title: string; number: string },
): PictureNode {
  return box({ width: "100%", height: "100%", flexDirection: "column", backgroundColor: "#ffffff" }, [
    box({ height: 24, width: "100%", backgroundColor: accent }, []),
    box({ flexGrow: 1, flexDirection: "column", justifyContent: "center", padding: "0 96px" }, [
      text({ fontSize: 44, color: "#4b5263" }, issuer.slice(0, 60)),
      text({ fontSize: 104, fontWeight: 600, color: "#15181f", marginTop: 20 }, title),
      text({ fontSize: 60, color: accent, marginTop: 8 }, number),
    ]),
  ]);
}

function box(style: Record<string, string | number>, children: readonly PictureNode[]): PictureNode {
  return { type: "div", props: { style: { display: "flex", ...style }, children } };
}

function text(style: Record<string, string | number>, children: string): PictureNode {
  return { type: "div", props: { style: { display: "flex", fontFamily: "inter-latin", ...style }, children } };
}
