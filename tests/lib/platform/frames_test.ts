import assert from "node:assert/strict";
import {
  FRAME_BYTES,
  FRAME_TAG_BYTES,
  framesOf,
  openFrames,
  sealedLength,
  sealFrames,
} from "../../../lib/platform/frames.ts";
import { randomBytes as drawn } from "../../../lib/platform/random.ts";

/** As many random bytes as a test wants: the system draws 64 KiB at once. */
function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  const some = drawn(Math.min(length, 60_000));
  return Uint8Array.from({ length }, (_, at) => some[at % some.length]! ^ (at >> 16));
}

const KEY = { key: randomBytes(32), context: "archive of one dossier" };
const STORED = FRAME_BYTES + FRAME_TAG_BYTES;

Deno.test("what is sealed opens as it was, whatever its length, and the same bytes give the same run", () => {
  for (const length of [0, 1, FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 1, 3 * FRAME_BYTES]) {
    const bytes = randomBytes(length), run = { first: 7, isLast: length % 2 === 0 };
    const sealed = sealFrames(KEY, run, bytes);
    assert.equal(sealed.length, sealedLength(length));
    assert.deepEqual(openFrames(KEY, run, sealed), new Uint8Array(bytes), `${length} bytes`);
    assert.deepEqual(sealFrames(KEY, run, bytes), sealed);
  }
  assert.deepEqual([0, 1, FRAME_BYTES, FRAME_BYTES + 1].map(framesOf), [1, 1, 1, 2]);
});

Deno.test("frames of the middle open by their place alone, as a download from any byte asks for them", () => {
  const bytes = new Uint8Array(randomBytes(4 * FRAME_BYTES + 10)),
    sealed = sealFrames(KEY, { first: 0, isLast: true }, bytes);
  const middle = openFrames(KEY, { first: 1, isLast: false }, sealed.subarray(STORED, 3 * STORED));
  assert.deepEqual(middle, bytes.slice(FRAME_BYTES, 3 * FRAME_BYTES));
});

Deno.test("a changed bit, another key, another content, another place, an end that is missing or added: none opens", () => {
  const run = { first: 0, isLast: true };
  const bytes = randomBytes(2 * FRAME_BYTES + 100), sealed = sealFrames(KEY, run, bytes);
  const changed = (at: number) => sealed.with(at, sealed[at]! ^ 1);
  const [first, second, third] = [0, 1, 2].map((n) => sealed.slice(n * STORED, (n + 1) * STORED));
  const joined = (...frames: (Uint8Array | undefined)[]) => new Uint8Array(frames.flatMap((frame) => [...frame!]));
  const tries: [string, () => unknown][] = [
    ["a bit of the first frame", () => openFrames(KEY, run, changed(0))],
    ["a bit of a tag", () => openFrames(KEY, run, changed(STORED - 1))],
    ["the last bit", () => openFrames(KEY, run, changed(sealed.length - 1))],
    ["another key", () => openFrames({ ...KEY, key: randomBytes(32) }, run, sealed)],
    ["another content", () => openFrames({ ...KEY, context: "archive of another" }, run, sealed)],
    ["from another place", () => openFrames(KEY, { first: 1, isLast: true }, sealed)],
    ["frames that changed places", () => openFrames(KEY, run, joined(second, first, third))],
    ["a frame left out", () => openFrames(KEY, run, joined(first, third))],
    ["a frame twice", () => openFrames(KEY, run, joined(first, first, second, third))],
    ["cut after a frame", () => openFrames(KEY, run, joined(first, second))],
    ["cut within a frame", () => openFrames(KEY, run, sealed.subarray(0, sealed.length - 1))],
    ["cut within a tag", () => openFrames(KEY, run, sealed.subarray(0, 2 * STORED + 7))],
    ["something behind the end", () => openFrames(KEY, run, joined(first, second, third, new Uint8Array(20)))],
    ["said to go on", () => openFrames(KEY, { first: 0, isLast: false }, sealed)],
    ["nothing", () => openFrames(KEY, run, new Uint8Array())],
  ];
  for (const [what, opens] of tries) assert.throws(opens, { name: "Bug" }, what);
});
