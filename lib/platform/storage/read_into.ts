import { assert } from "../../base/assert.ts";
import type { StoredFile } from "./store.ts";

/** Reads whole files one after the other into one buffer, which grows to the longest of them. */
export function openReader(): (file: StoredFile) => Promise<Uint8Array> {
  let buffer = new ArrayBuffer(0);
  return async (file) => {
    if (buffer.byteLength <= file.bytes) buffer = new ArrayBuffer(file.bytes + 1);
    const reader = file.body.getReader({ mode: "byob" });
    for (let length = 0;;) {
      assert(length < buffer.byteLength, "a file is longer than its store says");
      // A reader takes the buffer and gives it back: no byte is held twice.
      const { value, done } = await reader.read(new Uint8Array(buffer, length));
      assert(value, "a file that was given up while it was read");
      buffer = value.buffer;
      length += value.length;
      if (done) return new Uint8Array(buffer, 0, length);
    }
  };
}
