import assert from "node:assert/strict";
import { drawPng, MAX_PICTURE_SIDE, type PictureNode } from "../../../lib/platform/picture.ts";

const CARD = { width: 1200, height: 630 };

function card(text: string): PictureNode {
  const style = { display: "flex", width: "100%", height: "100%", background: "#fff", color: "#111", fontSize: 48 };
  const title: PictureNode = { type: "div", props: { style: { fontWeight: 600 }, children: text } };
  return { type: "div", props: { style, children: [title] } };
}

function sizeOf(png: Uint8Array): [number, number] {
  const view = new DataView(png.buffer, png.byteOffset);
  assert.equal(view.getUint32(0), 0x89504e47);
  return [view.getUint32(16), view.getUint32(20)];
}

Deno.test("a card is painted as PNG of the size asked for, and its text shows", async () => {
  const png = await drawPng(card("Atelier Dupré · Facture FA-2026-0001"), CARD);
  assert.deepEqual(sizeOf(png), [1200, 630]);
  assert.notDeepEqual(png, await drawPng(card(""), CARD));
});

Deno.test("the same tree gives the same bytes", async () => {
  assert.deepEqual(await drawPng(card("Devis n° 7"), CARD), await drawPng(card("Devis n° 7"), CARD));
});

Deno.test("markup, control characters, emoji, CJK and unknown letters are drawn or left out, never a failure", async () => {
  const blank = await drawPng(card(""), CARD);
  const texts = [
    "<script>&amp;</script>",
    "a\u0000b\u0008",
    "Œuvre ☎ ✂",
    "👩‍👩‍👧 🇫🇷 ☂️",
    "株式会社 合同",
    "\ud800",
    "ॐ ሀ ༀ",
  ];
  for (const text of texts) assert.deepEqual(sizeOf(await drawPng(card(text), CARD)), [1200, 630], text);
  for (const text of ["<b>", "株式会社", "😀"]) assert.notDeepEqual(await drawPng(card(text), CARD), blank, text);
});

Deno.test("each of two emojis and two Chinese letters has its own drawing", async () => {
  assert.notDeepEqual(await drawPng(card("😀"), CARD), await drawPng(card("🎉"), CARD));
  assert.notDeepEqual(await drawPng(card("株"), CARD), await drawPng(card("会"), CARD));
});

Deno.test("an image to fetch is refused, in a source or in a style, at any depth", async () => {
  const image = (src: string): PictureNode => ({ type: "img", props: { src, width: 1, height: 1 } });
  const within = (node: PictureNode): PictureNode => ({ type: "div", props: { children: [node] } });
  const styled: PictureNode = { type: "div", props: { style: { backgroundImage: "url(http://127.0.0.1/x)" } } };
  for (const node of [image("http://127.0.0.1/x"), within(image("file:///etc/passwd")), within(styled)]) {
    await assert.rejects(drawPng(node, CARD), /it fetches none/);
  }
});

Deno.test("a size that is no size is refused", async () => {
  for (const side of [0, -1, 1.5, NaN, MAX_PICTURE_SIDE + 1]) {
    await assert.rejects(drawPng(card("x"), { width: side, height: 10 }), /not a size of picture/);
    await assert.rejects(drawPng(card("x"), { width: 10, height: side }), /not a size of picture/);
  }
});
