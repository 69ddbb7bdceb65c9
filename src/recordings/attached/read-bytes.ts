import { readSync } from "node:fs";

/** Reads at most `size` bytes, so that growth of the file in the meantime is ignored. */
export function readBytes(descriptor: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let offset = 0;
  while (offset < size) {
    const count = readSync(descriptor, bytes, offset, size - offset, null);
    if (count === 0) return bytes.subarray(0, offset);
    offset += count;
  }
  return bytes;
}
