/**
 * A growing byte buffer. Appending is amortised O(1) a byte: the capacity doubles, and never exceeds twice the content.
 */
export type ByteBuffer = {
  readonly length: () => number;
  readonly append: (bytes: Uint8Array) => void;
  /** The content, not copied. An `append` after `clear` overwrites it. */
  readonly view: () => Buffer;
  /** Empties the buffer and keeps its memory. */
  readonly clear: () => void;
  /** Empties the buffer and gives up its memory, so that existing views stay valid. */
  readonly detach: () => void;
};

const smallestCapacity = 256;

/** An empty buffer. Takes no memory before the first `append`. */
export function createByteBuffer(): ByteBuffer {
  let memory: Buffer<ArrayBufferLike> = Buffer.alloc(0);
  let length = 0;
  const reserve = (size: number): void => {
    if (size <= memory.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(size, memory.length * 2, smallestCapacity));
    larger.set(memory.subarray(0, length));
    memory = larger;
  };
  return {
    length: () => length,
    append: (bytes) => {
      reserve(length + bytes.length);
      memory.set(bytes, length);
      length += bytes.length;
    },
    view: () => memory.subarray(0, length),
    clear: () => {
      length = 0;
    },
    detach: () => {
      memory = Buffer.alloc(0);
      length = 0;
    },
  };
}

/** The same bytes as a Buffer, not copied. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
