import { createHash } from "node:crypto";
import { sha256Hex } from "../crypto.ts";
import { MAX_FILE_BYTES, type PutResult, storageRefusals } from "./store.ts";

/** A body that is counted and hashed while it goes by; it fails with `too_large` at the byte too many. */
export interface MeasuredBody {
  readonly stream: ReadableStream<Uint8Array>;
  /** What went by; only true once the stream has been read to its end. */
  result(): PutResult;
  /** Whether the body was cut for its length: the one who sends it only sees that it broke. */
  isTooLarge(): boolean;
}

/** The same of a body that is there whole: nothing has to go by. */
export function measureWhole(body: Uint8Array): { readonly stream: [Uint8Array]; result(): PutResult } {
  if (body.length > MAX_FILE_BYTES) throw storageRefusals.refuse("too_large");
  return { stream: [body], result: () => ({ bytes: body.length, sha256: sha256Hex(body) }) };
}

/** Counts and hashes a body on its way, without holding it. */
export function measure(body: Uint8Array | ReadableStream<Uint8Array>): MeasuredBody {
  const hash = createHash("sha256");
  let bytes = 0;
  const meter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.length;
      if (bytes > MAX_FILE_BYTES) throw storageRefusals.refuse("too_large");
      hash.update(chunk);
      controller.enqueue(chunk);
    },
  });
  const source = body instanceof Uint8Array ? ReadableStream.from([body]) : body;
  let sha256: string | undefined;
  function result(): PutResult {
    sha256 ??= hash.digest("hex");
    return { bytes, sha256 };
  }
  return { stream: source.pipeThrough(meter), result, isTooLarge: () => bytes > MAX_FILE_BYTES };
}
