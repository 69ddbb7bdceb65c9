import { asBuffer, createByteBuffer } from "./byte-buffer.js";
import { crc32 } from "./crc32.js";
import { decodeHeaders, encodeHeaders, type NamedHeader } from "./event-headers.js";
import type { EventFrame, EventHeader } from "./frame.js";
import { WireFormatError } from "./wire-format-error.js";

export type { EventFrame } from "./frame.js";

/**
 * Decodes the frames of an AWS event stream as bytes arrive. `push` returns the frames that its bytes complete, and
 * throws a {@link WireFormatError} for a wrong checksum or length.
 *
 * @example
 * const parser = createEventStreamParser();
 * for await (const bytes of chunks) for (const frame of parser.push(bytes)) handle(frame);
 * if (parser.end().pendingBytes > 0) throw new Error("cut inside a frame");
 */
export type EventStreamParser = {
  readonly push: (bytes: Uint8Array) => readonly EventFrame[];
  /** `pendingBytes`: how many bytes of an unfinished (or refused) frame arrived; 0: the body ended between frames. */
  readonly end: () => { readonly pendingBytes: number };
};

export type EventStreamOptions = {
  /**
   * The largest declared length of a frame. Checked before any memory is allocated for the frame. Default: the protocol's own
   * limits, 24 MiB of payload and 128 KiB of headers (smithy-lang/smithy docs/source-2.0/aws/amazon-eventstream.rst,
   * read 2026-11-28), so that a larger length is a fault of the bytes.
   */
  readonly maxFrameBytes?: number;
};

const preludeBytes = 12;
const emptyFrameBytes = 16;

/** A parser for one body. See {@link EventStreamParser}. */
export function createEventStreamParser(options: EventStreamOptions = {}): EventStreamParser {
  const maxFrameBytes = options.maxFrameBytes ?? emptyFrameBytes + 24 * 1024 * 1024 + 128 * 1024;
  const headersOf = createHeaderReader();
  const partial = createPartialFrame(maxFrameBytes);
  let refusedBytes = 0;
  let fault: WireFormatError | null = null;

  const read = (bytes: Buffer, frames: EventFrame[]): void => {
    let offset = 0;
    try {
      if (partial.length() > 0) {
        const { taken, whole } = partial.fill(bytes);
        if (whole === null) return;
        frames.push(decodeFrame(whole, 0, headersOf));
        partial.clear();
        offset = taken;
      }
      while (bytes.length - offset >= preludeBytes) {
        const frameBytes = checkedFrameBytes(bytes, offset, maxFrameBytes);
        if (bytes.length - offset < frameBytes) break;
        frames.push(decodeFrame(bytes, offset, headersOf));
        offset += frameBytes;
      }
    } catch (error) {
      refusedBytes = partial.length() > 0 ? partial.length() : bytes.length - offset;
      throw error;
    }
    if (offset < bytes.length) partial.fill(bytes.subarray(offset));
  };

  const push = (bytes: Uint8Array): readonly EventFrame[] => {
    if (fault !== null) throw new WireFormatError(fault.kind, fault.message);
    const frames: EventFrame[] = [];
    try {
      read(asBuffer(bytes), frames);
    } catch (error) {
      if (!(error instanceof WireFormatError)) throw error;
      fault = new WireFormatError(error.kind, error.message, { frames });
      throw fault;
    }
    return frames;
  };

  return { push, end: () => ({ pendingBytes: fault === null ? partial.length() : refusedBytes }) };
}

/** The value of a header of type string; null when the header is absent or of another type. */
export function stringHeader(frame: EventFrame, name: string): string | null {
  const header = frame.headers.get(name);
  return header?.type === "string" ? header.value : null;
}

/** The bytes of a frame whose headers are all strings, in the order given. */
export function encodeEventFrame(
  headers: readonly (readonly [string, string])[],
  payload: Uint8Array,
): Uint8Array<ArrayBuffer> {
  return encodeTypedFrame(
    headers.map(([name, value]) => [name, { type: "string", value }]),
    payload,
  );
}

/** The bytes of a frame with headers of any type. Throws a RangeError as {@link encodeHeaders} does. */
export function encodeTypedFrame(headers: Iterable<NamedHeader>, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const headerBlock = encodeHeaders(headers);
  const total = emptyFrameBytes + headerBlock.length + payload.length;
  const bytes = Buffer.alloc(total);
  bytes.writeUInt32BE(total, 0);
  bytes.writeUInt32BE(headerBlock.length, 4);
  bytes.writeUInt32BE(crc32(bytes, 0, 8), 8);
  bytes.set(headerBlock, preludeBytes);
  bytes.set(payload, preludeBytes + headerBlock.length);
  bytes.writeUInt32BE(crc32(bytes, 0, total - 4), total - 4);
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** A frame that arrives in pieces. */
type PartialFrame = {
  readonly length: () => number;
  /**
   * Takes the bytes that belong to the frame. `whole`: the frame once complete, which `length` counts until `clear`.
   */
  readonly fill: (bytes: Buffer) => { readonly taken: number; readonly whole: Buffer | null };
  readonly clear: () => void;
};

function createPartialFrame(maxFrameBytes: number): PartialFrame {
  const buffer = createByteBuffer();
  const append = (bytes: Buffer, from: number, upTo: number): number => {
    const count = Math.max(0, Math.min(upTo - buffer.length(), bytes.length - from));
    if (count > 0) buffer.append(bytes.subarray(from, from + count));
    return count;
  };
  let frameBytes: number | null = null;
  const fill = (bytes: Buffer): { readonly taken: number; readonly whole: Buffer | null } => {
    const taken = append(bytes, 0, preludeBytes);
    if (buffer.length() < preludeBytes) return { taken, whole: null };
    frameBytes ??= checkedFrameBytes(buffer.view(), 0, maxFrameBytes);
    const more = append(bytes, taken, frameBytes);
    return { taken: taken + more, whole: buffer.length() === frameBytes ? buffer.view() : null };
  };
  const clear = (): void => {
    buffer.detach();
    frameBytes = null;
  };
  return { length: buffer.length, fill, clear };
}

/** The declared length of the frame at `offset`, after checking that its prelude is intact and within bounds. */
function checkedFrameBytes(bytes: Buffer, offset: number, max: number): number {
  const declared = bytes.readUInt32BE(offset + 8);
  const computed = crc32(bytes, offset, offset + 8);
  if (declared !== computed) throw checksumFault("prelude", declared, computed);
  const total = bytes.readUInt32BE(offset);
  const headerBytes = bytes.readUInt32BE(offset + 4);
  if (total < emptyFrameBytes || total > max) {
    throw new WireFormatError(
      "frame-length",
      `a frame declares ${total} bytes; ${emptyFrameBytes} to ${max} are allowed`,
    );
  }
  if (headerBytes > total - emptyFrameBytes) {
    throw new WireFormatError("header-length", `a frame of ${total} bytes declares ${headerBytes} bytes of headers`);
  }
  return total;
}

/** Reads a complete frame whose prelude has been checked. */
function decodeFrame(bytes: Buffer, offset: number, headersOf: HeaderReader): EventFrame {
  const end = offset + bytes.readUInt32BE(offset) - 4;
  const declared = bytes.readUInt32BE(end);
  const computed = crc32(bytes, offset, end);
  if (declared !== computed) throw checksumFault("message", declared, computed);
  const headersEnd = offset + preludeBytes + bytes.readUInt32BE(offset + 4);
  return { headers: headersOf(bytes, offset + preludeBytes, headersEnd), payload: bytes.subarray(headersEnd, end) };
}

type HeaderReader = (bytes: Buffer, start: number, end: number) => ReadonlyMap<string, EventHeader>;
type KnownBlock = { readonly bytes: Uint8Array; readonly headers: ReadonlyMap<string, EventHeader> };

const knownBlockBytes = 256;
const maxKnownBlocks = 8;
const maxSharedBlocks = 64;

/** Header blocks of all streams, by their bytes, so that an idle stream keeps none (5 KiB of some 50, 2026-11). */
const shared = new Map<string, KnownBlock>();

/** Header blocks repeat within a stream (one for each event type), so each is read once and its map is shared. */
function createHeaderReader(): HeaderReader {
  const known: KnownBlock[] = [];
  return (bytes, start, end) => {
    for (const block of known)
      if (block.bytes.length === end - start && matchesAt(bytes, start, block.bytes)) return block.headers;
    if (end - start > knownBlockBytes || known.length >= maxKnownBlocks) return headersIn(bytes, start, end);
    const block = blockOf(bytes, start, end);
    known.push(block);
    return block.headers;
  };
}

function blockOf(bytes: Buffer, start: number, end: number): KnownBlock {
  const key = bytes.toString("latin1", start, end);
  const block = shared.get(key) ?? {
    bytes: Uint8Array.from(bytes.subarray(start, end)),
    headers: headersIn(bytes, start, end),
  };
  if (shared.size < maxSharedBlocks) shared.set(key, block);
  return block;
}

function headersIn(bytes: Buffer, start: number, end: number): ReadonlyMap<string, EventHeader> {
  return new Map(decodeHeaders(bytes.subarray(start, end)));
}

function matchesAt(bytes: Uint8Array, start: number, block: Uint8Array): boolean {
  for (let offset = 0; offset < block.length; offset += 1) if (block[offset] !== bytes[start + offset]) return false;
  return true;
}

function checksumFault(part: "prelude" | "message", declared: number, computed: number): WireFormatError {
  const hex = (value: number): string => value.toString(16).padStart(8, "0");
  return new WireFormatError(
    `${part}-checksum`,
    `the ${part} checksum of a frame is ${hex(declared)}, its bytes give ${hex(computed)}`,
  );
}
