import { hmacSha256 } from "../../platform/crypto.ts";
import { drawPng, type PictureNode } from "../../platform/picture.ts";

/** Size of the picture, in pixels: twice what the page shows, for fine screens. */
export const CAPTCHA_SIZE = { width: 480, height: 160 } as const;

let last: Promise<unknown> = Promise.resolve();

/**
 * The picture of a code: each letter turned, raised and sized by chance that the code itself gives, under a few lines.
 * One at a time in a process: pictures are paid by whoever tries passwords, not by the pages of the dossiers.
 */
export async function captchaPicture(code: string): Promise<Uint8Array<ArrayBuffer>> {
  const mine = last.then(() => drawPng(pictureOf(code), CAPTCHA_SIZE));
  last = mine.catch(() => {});
  return new Uint8Array(await mine);
}

function pictureOf(code: string): PictureNode {
  // The same code is always the same picture: looking again teaches nothing.
  const chance = hmacSha256(new TextEncoder().encode("captcha-look"), code);
  const letters = [...code].map((letter, i) => letterOf(letter, chance.subarray(i * 3, i * 3 + 3)));
  const lines = [0, 1, 2].map((i) => lineOf(chance[20 + i * 2]!, chance[21 + i * 2]!));
  const style = { width: "100%", height: "100%", alignItems: "center", justifyContent: "space-around" };
  return box({ ...style, backgroundColor: "#eef1f7", position: "relative" }, [...letters, ...lines]);
}

function letterOf(letter: string, [turn = 0, rise = 0, size = 0]: Uint8Array): PictureNode {
  const transform = `rotate(${(turn % 45) - 22}deg)`;
  return {
    type: "div",
    props: {
      style: {
        display: "flex",
        fontFamily: "inter-latin",
        fontWeight: size % 2 ? 600 : 400,
        fontSize: 72 + size % 24,
        marginTop: rise % 44 - 22,
        color: "#1d2433",
        transform,
      },
      children: letter,
    },
  };
}

function lineOf(height: number, turn: number): PictureNode {
  const top = 24 + height % 112;
  const style = { position: "absolute", left: -20, top, width: 540, height: 3, backgroundColor: "#1d2433" } as const;
  return box({ ...style, transform: `rotate(${turn % 24 - 12}deg)` }, []);
}

function box(style: Record<string, string | number>, children: readonly PictureNode[]): PictureNode {
  return { type: "div", props: { style: { display: "flex", ...style }, children } };
}
