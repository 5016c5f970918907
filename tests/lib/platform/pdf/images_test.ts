import assert from "node:assert/strict";
import { deflateSync } from "node:zlib";
import { Refusal } from "../../../../lib/base/refusal.ts";
import { MAX_LOGO_BYTES, normaliseLogo } from "../../../../lib/platform/pdf/images.ts";
import { decodePng, encodePng } from "../../../../lib/platform/pdf/png.ts";
import { CMYK_JPEG } from "./pdf_reading.ts";

function svg(content: string, attributes = 'width="40" height="20"'): Uint8Array {
  return new TextEncoder().encode(`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${content}</svg>`);
}

const SQUARE = '<rect width="20" height="20" fill="#24418c"/>';

async function refusalOf(bytes: Uint8Array, mime: string): Promise<string> {
  try {
    await normaliseLogo(bytes, mime);
  } catch (error) {
    if (error instanceof Refusal) {
      assert.equal(error.issues[0]!.field, "logo");
      return error.code;
    }
    throw error;
  }
  return "accepted";
}

Deno.test("a PNG is kept, its transparency with it", async () => {
  const data = new Uint8Array([200, 30, 50, 128, 200, 30, 50, 255]);
  const png = encodePng({ width: 2, height: 1, hasAlpha: true, data });
  const logo = await normaliseLogo(png, "image/png");
  assert.deepEqual([logo.width, logo.height], [2, 1]);
  const pixels = decodePng(logo.bytes);
  assert.equal(pixels.hasAlpha, true);
  assert.deepEqual(
    [...pixels.data].map((value) => Math.round(value / 4)),
    [...data].map((value) => Math.round(value / 4)),
  );
});

Deno.test("an opaque picture has no alpha channel", async () => {
  const png = encodePng({ width: 1, height: 1, hasAlpha: true, data: new Uint8Array([1, 2, 3, 255]) });
  assert.equal(decodePng((await normaliseLogo(png, "image/png")).bytes).hasAlpha, false);
});

Deno.test("a CMYK photograph becomes RGB of the same colour", async () => {
  const logo = await normaliseLogo(CMYK_JPEG, "image/jpeg");
  const { data, hasAlpha } = decodePng(logo.bytes);
  assert.deepEqual([logo.width, logo.height, hasAlpha], [48, 24, false]);
  for (const [channel, expected] of [204, 34, 51].entries()) assert.ok(Math.abs(data[channel]! - expected) <= 3);
});

Deno.test("a drawing is turned into pixels of a bounded size", async () => {
  const logo = await normaliseLogo(svg(SQUARE, 'viewBox="0 0 4000 1000" width="4000" height="1000"'), "image/svg+xml");
  assert.deepEqual([logo.width, logo.height], [720, 180]);
});

Deno.test("a large picture is brought down to what is printed", async () => {
  const png = encodePng({ width: 1500, height: 1500, hasAlpha: false, data: new Uint8Array(1500 * 1500 * 3).fill(90) });
  const logo = await normaliseLogo(png, "image/png");
  assert.deepEqual([logo.width, logo.height], [224, 224]);
});

Deno.test("a logo is refused when it is not an image, or another kind than it says", async () => {
  const text = new TextEncoder().encode("bonjour");
  assert.equal(await refusalOf(text, "image/png"), "logo.unknown_format");
  assert.equal(await refusalOf(text, "image/svg+xml"), "logo.unknown_format");
  assert.equal(await refusalOf(text, "application/pdf"), "logo.unknown_format");
  assert.equal(await refusalOf(CMYK_JPEG, "image/png"), "logo.unknown_format");
  assert.equal(await refusalOf(new Uint8Array(), "image/jpeg"), "logo.unknown_format");
});

Deno.test("a damaged or empty picture is refused", async () => {
  const png = encodePng({ width: 8, height: 8, hasAlpha: false, data: new Uint8Array(192).fill(90) });
  assert.equal(await refusalOf(png.slice(0, 20), "image/png"), "logo.unreadable");
  assert.equal(await refusalOf(png.slice(0, 50), "image/png"), "logo.unreadable");
  assert.equal(await refusalOf(CMYK_JPEG.slice(0, 60), "image/jpeg"), "logo.unreadable");
  assert.equal(await refusalOf(CMYK_JPEG.slice(0, 200), "image/jpeg"), "logo.unreadable");
  const clear = encodePng({ width: 8, height: 8, hasAlpha: true, data: new Uint8Array(256) });
  assert.equal(await refusalOf(clear, "image/png"), "logo.unreadable");
  assert.equal(await refusalOf(svg(""), "image/svg+xml"), "logo.unreadable");
  assert.equal(await refusalOf(svg("<rect"), "image/svg+xml"), "logo.unreadable");
});

Deno.test("a picture that unpacks to too many pixels is refused before it is unpacked", async () => {
  const png = encodePng({ width: 1, height: 1, hasAlpha: false, data: new Uint8Array(3) });
  const view = new DataView(png.buffer);
  view.setUint32(16, 60_000);
  view.setUint32(20, 60_000);
  assert.equal(await refusalOf(png, "image/png"), "logo.too_many_pixels");
  const jpeg = CMYK_JPEG.slice();
  const frame = jpeg.findIndex((byte, index) => byte === 0xff && jpeg[index + 1] === 0xc0);
  new DataView(jpeg.buffer).setUint16(frame + 5, 60_000);
  new DataView(jpeg.buffer).setUint16(frame + 7, 60_000);
  assert.equal(await refusalOf(jpeg, "image/jpeg"), "logo.too_many_pixels");
});

Deno.test("a file too heavy is refused, whatever it is", async () => {
  assert.equal(await refusalOf(new Uint8Array(MAX_LOGO_BYTES + 1), "image/png"), "logo.too_heavy");
  assert.equal(await refusalOf(svg("<!--" + "x".repeat(500_000) + "-->"), "image/svg+xml"), "logo.too_heavy");
});

Deno.test("a logo as thin as a line is refused", async () => {
  assert.equal(await refusalOf(svg(SQUARE, 'width="900" height="10"'), "image/svg+xml"), "logo.too_long");
});

const ACTIVE: Record<string, string> = {
  "a script": "<script>alert(1)</script>",
  "a script under a prefix": '<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>',
  "an event handler": '<rect width="9" height="9" onload = "alert(1)"/>',
  "a page in the drawing": "<foreignObject><p>x</p></foreignObject>",
  "an external reference": '<use href="https://exemple.fr/x.svg#a"/>',
  "a reference to a local file": "<use xlink:href='file:///etc/passwd'/>",
  "an external paint": '<rect width="9" height="9" fill="url(https://exemple.fr/x.svg#a)"/>',
  "an imported style sheet": "<style>@import 'https://exemple.fr/x.css';</style>",
  "an animation": '<rect width="9" height="9"><animate attributeName="x" to="9"/></rect>',
};

for (const [what, content] of Object.entries(ACTIVE)) {
  Deno.test(`an SVG with ${what} is refused`, async () => {
    assert.equal(await refusalOf(svg(SQUARE + content), "image/svg+xml"), "logo.svg_active");
  });
}

Deno.test("an SVG with entities or a style sheet instruction is refused", async () => {
  const encoder = new TextEncoder();
  const drawing = new TextDecoder().decode(svg(SQUARE));
  const entity = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>';
  assert.equal(await refusalOf(encoder.encode(entity + drawing), "image/svg+xml"), "logo.svg_active");
  const sheet = '<?xml-stylesheet href="x.css"?>';
  assert.equal(await refusalOf(encoder.encode(sheet + drawing), "image/svg+xml"), "logo.svg_active");
});

Deno.test("an SVG in an encoding that could hide its content is refused", async () => {
  const utf16 = new Uint8Array(
    [...new TextDecoder().decode(svg(SQUARE))].flatMap((letter) => [letter.charCodeAt(0), 0]),
  );
  assert.equal(await refusalOf(utf16, "image/svg+xml"), "logo.unknown_format");
});

Deno.test("an SVG that holds a photo, words, or copies of copies is refused with its remedy", async () => {
  const photo = '<image width="9" height="9" href="data:image/png;base64,AAAA"/>';
  assert.equal(await refusalOf(svg(photo), "image/svg+xml"), "logo.svg_active");
  assert.equal(await refusalOf(svg('<image width="9" height="9"/>'), "image/svg+xml"), "logo.svg_picture");
  assert.equal(await refusalOf(svg(`${SQUARE}<text>Atelier</text>`), "image/svg+xml"), "logo.svg_text");
  assert.equal(await refusalOf(svg(SQUARE + '<use href="#a"/>'.repeat(40)), "image/svg+xml"), "logo.svg_complex");
});

Deno.test("what a drawing usually holds is accepted: gradients, clips, references within, styles", async () => {
  const content =
    '<defs><linearGradient id="g"><stop stop-color="#f00"/></linearGradient><rect id="r" width="9" height="9"/></defs>' +
    '<style>.a{fill:#24418c}</style><use href="#r" class="a"/><rect width="20" height="20" fill="url(#g)"/>';
  assert.equal(await refusalOf(svg(content), "image/svg+xml"), "accepted");
});

Deno.test("a PNG whose data unpack to more than it says is stopped", () => {
  const png = encodePng({ width: 1, height: 1, hasAlpha: false, data: new Uint8Array(3) });
  const bomb = deflateSync(new Uint8Array(1_000_000));
  const forged = new Uint8Array(41 + bomb.length + 4);
  forged.set(png.subarray(0, 41));
  new DataView(forged.buffer).setUint32(33, bomb.length);
  forged.set(bomb, 41);
  assert.throws(() => decodePng(forged));
});
