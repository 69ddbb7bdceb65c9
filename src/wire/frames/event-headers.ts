import { asBuffer } from "./byte-buffer.js";
import type { EventHeader } from "./frame.js";
import { WireFormatError } from "./wire-format-error.js";

/** One header of an event-stream frame with its name. */
export type NamedHeader = readonly [name: string, header: EventHeader];

/** The length of a value in bytes, by type code; null: the value has a 16-bit length prefix. */
const valueLengths: readonly (number | null)[] = [0, 0, 1, 2, 4, 8, null, null, 8, 16];

/**
 * Reads a whole header block in order. A repeated name has one entry for each value.
 * Throws a {@link WireFormatError} for a type above 9 and for a header that does not fit into the block.
 */
export function decodeHeaders(block: Uint8Array): readonly NamedHeader[] {
  const bytes = asBuffer(block);
  const headers: NamedHeader[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const nameEnd = offset + 1 + (bytes[offset] ?? 0);
    const type = bytes[nameEnd];
    if (type === undefined) throw headerLength(`a header name ends beyond the block`);
    const fixed = valueLengths[type];
    if (fixed === undefined) throw new WireFormatError("header-type", `header type ${type} does not exist (0 to 9 do)`);
    const start = nameEnd + (fixed === null ? 3 : 1);
    if (start > bytes.length) throw headerLength(`a header's length ends beyond the block`);
    const end = start + (fixed ?? bytes.readUInt16BE(nameEnd + 1));
    if (end > bytes.length) throw headerLength(`a header's value ends beyond the block`);
    headers.push([bytes.toString("utf8", offset + 1, nameEnd), decodeValue(type, bytes.subarray(start, end))]);
    offset = end;
  }
  return headers;
}

/**
 * The bytes of a header block. Throws a RangeError for a name over 255 bytes, a value over 65,535 bytes, and a number
 * that does not fit its type.
 */
export function encodeHeaders(headers: Iterable<NamedHeader>): Buffer {
  const parts: Buffer[] = [];
  for (const [name, header] of headers) {
    const nameBytes = Buffer.from(name, "utf8");
    if (nameBytes.length > 255) throw new RangeError(`header name of ${nameBytes.length} bytes: 255 are allowed`);
    parts.push(Buffer.from([nameBytes.length]), nameBytes, encodeValue(header));
  }
  return Buffer.concat(parts);
}

function decodeValue(type: number, bytes: Buffer): EventHeader {
  switch (type) {
    case 0:
    case 1:
      return { type: "boolean", value: type === 0 };
    case 2:
      return { type: "byte", value: bytes.readInt8() };
    case 3:
      return { type: "short", value: bytes.readInt16BE() };
    case 4:
      return { type: "integer", value: bytes.readInt32BE() };
    case 5:
      return { type: "long", value: bytes.readBigInt64BE() };
    case 6:
      return { type: "binary", value: new Uint8Array(bytes) };
    case 7:
      return { type: "string", value: bytes.toString("utf8") };
    case 8:
      return { type: "timestamp", value: bytes.readBigInt64BE() };
    default:
      return { type: "uuid", value: formatUuid(bytes.toString("hex")) };
  }
}

function encodeValue(header: EventHeader): Buffer {
  switch (header.type) {
    case "boolean":
      return Buffer.from([header.value ? 0 : 1]);
    case "byte":
      return fixedLength(2, 1, (bytes) => bytes.writeInt8(header.value, 1));
    case "short":
      return fixedLength(3, 2, (bytes) => bytes.writeInt16BE(header.value, 1));
    case "integer":
      return fixedLength(4, 4, (bytes) => bytes.writeInt32BE(header.value, 1));
    case "long":
      return fixedLength(5, 8, (bytes) => bytes.writeBigInt64BE(header.value, 1));
    case "timestamp":
      return fixedLength(8, 8, (bytes) => bytes.writeBigInt64BE(header.value, 1));
    case "binary":
      return lengthPrefixed(6, header.value);
    case "string":
      return lengthPrefixed(7, Buffer.from(header.value, "utf8"));
    case "uuid":
      return fixedLength(9, 16, (bytes) => bytes.write(header.value.replaceAll("-", ""), 1, "hex"));
  }
}

function fixedLength(type: number, length: number, write: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.alloc(1 + length);
  bytes[0] = type;
  write(bytes);
  return bytes;
}

function lengthPrefixed(type: number, value: Uint8Array): Buffer {
  if (value.length > 65_535) throw new RangeError(`header value of ${value.length} bytes: 65535 are allowed`);
  return Buffer.concat([Buffer.from([type, value.length >> 8, value.length & 255]), value]);
}

function formatUuid(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function headerLength(message: string): WireFormatError {
  return new WireFormatError("header-length", message);
}
