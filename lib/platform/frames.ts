import { createCipheriv, createDecipheriv } from "node:crypto";
import { Bug } from "../base/assert.ts";

/** Bytes of a frame before it is sealed; the last one of a run may be shorter. */
export const FRAME_BYTES = 64 * 1024;
/** Bytes that sealing adds to each frame: the tag of AES-256-GCM. */
export const FRAME_TAG_BYTES = 16;

/** A run of frames of one long content: where it stands in it, and whether the content ends with it. */
export interface FrameRun {
  /** Number of the run's first frame, from 0. */
  readonly first: number;
  readonly isLast: boolean;
}

/** The key of one content, and the words that say what the content is: opened under others, no frame opens. */
export interface FrameKey {
  /** 32 bytes, drawn for this content alone: the nonces are counted, so a key that seals two contents betrays both. */
  readonly key: Uint8Array;
  readonly context: string;
}

/** How many frames so many bytes make; none make one. */
export function framesOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / FRAME_BYTES));
}

/** Length of a run of frames once it is sealed. */
export function sealedLength(bytes: number): number {
  return bytes + framesOf(bytes) * FRAME_TAG_BYTES;
}

/**
 * Seals a run of frames, each by AES-256-GCM under the nonce « number of the frame (11 bytes, big endian) ‖ 1 for the
 * last one of all, else 0 » (the STREAM construction: Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015): a frame that
 * is changed, left out, moved or brought in from elsewhere does not open, nor does a content that was cut short. The
 * same bytes give the same run, so that a step may be done again.
 */
export function sealFrames({ key, context }: FrameKey, run: FrameRun, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const count = framesOf(bytes.length), sealed = new Uint8Array(sealedLength(bytes.length));
  let to = 0;
  for (let n = 0; n < count; n++) {
    const cipher = createCipheriv("aes-256-gcm", key, nonceOf(run.first + n, run.isLast && n === count - 1));
    cipher.setAAD(new TextEncoder().encode(context));
    for (const piece of [cipher.update(bytes.subarray(n * FRAME_BYTES, (n + 1) * FRAME_BYTES)), cipher.final()]) {
      sealed.set(piece, to);
      to += piece.length;
    }
    sealed.set(cipher.getAuthTag(), to);
    to += FRAME_TAG_BYTES;
  }
  return sealed;
}

/** Opens a run of frames. Throws a Bug for another key, context or place, and for a changed byte. */
export function openFrames({ key, context }: FrameKey, run: FrameRun, sealed: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = FRAME_BYTES + FRAME_TAG_BYTES, count = Math.max(1, Math.ceil(sealed.length / whole));
  const bytes = new Uint8Array(sealed.length);
  let to = 0;
  for (let n = 0; n < count; n++) {
    const frame = sealed.subarray(n * whole, (n + 1) * whole);
    const opened = openFrame({ key, context }, { number: run.first + n, isLast: run.isLast && n === count - 1 }, frame);
    bytes.set(opened, to);
    to += opened.length;
  }
  return bytes.subarray(0, to);
}

function openFrame(
  { key, context }: FrameKey,
  { number, isLast }: { number: number; isLast: boolean },
  frame: Uint8Array,
): Uint8Array {
  const end = frame.length - FRAME_TAG_BYTES;
  if (end < 0) throw new Bug(`frame ${number} is cut short`);
  const decipher = createDecipheriv("aes-256-gcm", key, nonceOf(number, isLast));
  decipher.setAAD(new TextEncoder().encode(context));
  decipher.setAuthTag(frame.subarray(end));
  try {
    const body = decipher.update(frame.subarray(0, end));
    decipher.final();
    return body;
  } catch (cause) {
    throw new Bug(`frame ${number} was changed, moved, or is of another content`, { cause });
  }
}

function nonceOf(number: number, isLast: boolean): Uint8Array {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setBigUint64(3, BigInt(number));
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}
