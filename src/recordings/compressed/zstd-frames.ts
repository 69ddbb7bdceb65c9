/**
 * A frame of zstd data, without its checksum. `windowBytes`: the memory that its decoder needs. `whole`: its last block is there.
 */
export type ZstdFrame = { readonly bytes: Uint8Array; readonly windowBytes: number; readonly whole: boolean };

/**
 * The frames of zstd data, found by their headers (RFC 8878, 3.1) without decompression; skippable frames are left out. null:
 * the bytes are not zstd. Bytes after the last frame that begin no frame are ignored, as gzip ignores them.
 */
export function zstdFrames(bytes: Uint8Array): readonly ZstdFrame[] | null {
  const frames: ZstdFrame[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let offset = 0;
  while (offset + 4 <= bytes.length) {
    const magic = view.getUint32(offset, true);
    if (magic === 0xfd2fb528) {
      const { end, windowBytes, checksumBytes } = frameAt(view, offset);
      frames.push({ bytes: bytes.subarray(offset, end ?? bytes.length), windowBytes, whole: end !== null });
      if (end === null) break;
      offset = end + checksumBytes;
    } else if (magic >>> 4 === 0x184d2a5) {
      if (offset + 8 > bytes.length) break;
      offset += 8 + view.getUint32(offset + 4, true);
    } else if (offset === 0) return null;
    else break;
  }
  return offset === 0 && frames.length === 0 ? null : frames;
}

/** `end`: behind the last block; null: the data ends within the frame. */
type FrameExtent = { readonly end: number | null; readonly windowBytes: number; readonly checksumBytes: number };

function frameAt(view: DataView, start: number): FrameExtent {
  const at = (offset: number): number | null => (offset < view.byteLength ? view.getUint8(offset) : null);
  const flags = at(start + 4);
  if (flags === null) return { end: null, windowBytes: 0, checksumBytes: 0 };
  const isSingle = (flags & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][flags & 3] ?? 0;
  const sizeBytes = flags >> 6 === 0 ? (isSingle ? 1 : 0) : 1 << (flags >> 6);
  const sizeAt = start + 5 + (isSingle ? 0 : 1) + dictionaryBytes;
  const blocksAt = sizeAt + sizeBytes;
  if (blocksAt > view.byteLength) return { end: null, windowBytes: 0, checksumBytes: 0 };
  const windowBytes = isSingle ? contentSize(view, sizeAt, sizeBytes) : windowOf(at(start + 5) ?? 0);
  return { end: endOfBlocks(view, blocksAt), windowBytes, checksumBytes: (flags & 4) !== 0 ? 4 : 0 };
}

function contentSize(view: DataView, offset: number, bytes: number): number {
  switch (bytes) {
    case 1:
      return view.getUint8(offset);
    case 2:
      return view.getUint16(offset, true) + 256;
    case 4:
      return view.getUint32(offset, true);
    default:
      return view.getUint32(offset, true) + view.getUint32(offset + 4, true) * 2 ** 32;
  }
}

function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

function endOfBlocks(view: DataView, from: number): number | null {
  let offset = from;
  while (offset + 3 <= view.byteLength) {
    const header = view.getUint16(offset, true) | (view.getUint8(offset + 2) << 16);
    const isRun = ((header >> 1) & 3) === 1;
    offset += 3 + (isRun ? 1 : header >> 3);
    if (offset > view.byteLength) return null;
    if ((header & 1) === 1) return offset;
  }
  return null;
}
