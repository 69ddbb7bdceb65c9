/** Bytes that arrive in pieces. Appending is O(1) a byte: the room doubles, and never exceeds twice what arrived. */
export type ByteBuffer = {
  readonly length: () => number;
  readonly append: (bytes: Uint8Array) => void;
  /** What is in it, not copied: overwritten by an `append` after `clear`. */
  readonly view: () => Buffer;
  /** Empties it and keeps the room. */
  readonly clear: () => void;
  /** Empties it and leaves its bytes to whoever holds a view: they will not be overwritten. */
  readonly detach: () => void;
};

const smallestRoom = 256;

export function createByteBuffer(): ByteBuffer {
  let room: Buffer<ArrayBufferLike> = Buffer.alloc(0);
  let length = 0;
  const reserve = (size: number): void => {
    if (size <= room.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(size, room.length * 2, smallestRoom));
    larger.set(room.subarray(0, length));
    room = larger;
  };
  return {
    length: () => length,
    append: (bytes) => {
      reserve(length + bytes.length);
      room.set(bytes, length);
      length += bytes.length;
    },
    view: () => room.subarray(0, length),
    clear: () => {
      length = 0;
    },
    detach: () => {
      room = Buffer.alloc(0);
      length = 0;
    },
  };
}

/** The same bytes as a Buffer, not copied. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
