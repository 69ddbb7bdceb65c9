import { crc32, inflateRawSync } from "node:zlib";
import { type Attached, type BesideFile, innerParts, maxAttachedBytes } from "./beside-file.js";

/** A file in a zip archive. `read`: its bytes, or why it cannot be read. */
export type ZipEntry = { readonly name: string; readonly read: () => Attached };

/** True for bytes that begin as a zip archive does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/** The files of a zip archive, by its directory; null: the archive is cut, damaged, or of the 64-bit form. */
export function zipEntries(bytes: Uint8Array): readonly ZipEntry[] | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = buffer.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end === -1 || end + 22 > buffer.length) return null;
  const count = buffer.readUInt16LE(end + 10);
  const entries: ZipEntry[] = [];
  let at = buffer.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    if (at + 46 > buffer.length || buffer.readUInt32LE(at) !== 0x02014b50) return null;
    const [nameLength, extraLength, noteLength] = [28, 30, 32].map((from) => buffer.readUInt16LE(at + from));
    const nameEnd = at + 46 + (nameLength ?? 0);
    const head = at;
    entries.push({ name: buffer.toString("utf8", at + 46, nameEnd), read: () => readEntry(buffer, head) });
    at = nameEnd + (extraLength ?? 0) + (noteLength ?? 0);
  }
  return entries;
}

/** The files of the same archive in the folder of one of them, or below it. */
export function entriesBeside(entries: readonly ZipEntry[], recording: string): BesideFile {
  const own = recording.slice(0, recording.lastIndexOf("/") + 1);
  return (path, folder = ".") => {
    const parts = innerParts(path);
    if (parts === null || folder !== ".") return { missing: "is outside the folder of the recording" };
    const name = own + parts.join("/");
    return entries.find((entry) => entry.name === name)?.read() ?? { missing: "is not in the archive" };
  };
}

/** `at`: the offset of the file's entry in the directory of the archive. */
function readEntry(buffer: Buffer, at: number): Attached {
  const [flags, method] = [buffer.readUInt16LE(at + 8), buffer.readUInt16LE(at + 10)];
  const [sum, packed, size] = [
    buffer.readUInt32LE(at + 16),
    buffer.readUInt32LE(at + 20),
    buffer.readUInt32LE(at + 24),
  ];
  const local = buffer.readUInt32LE(at + 42);
  if ((flags & 1) === 1) return { missing: "is encrypted" };
  if (method !== 0 && method !== 8) return { missing: `is packed by method ${method}, which is not supported` };
  if (size > maxAttachedBytes) return { missing: `is too large: ${size} bytes, the limit is ${maxAttachedBytes}` };
  if (local + 30 > buffer.length || buffer.readUInt32LE(local) !== 0x04034b50) return { missing: "is damaged" };
  const start = local + 30 + buffer.readUInt16LE(local + 26) + buffer.readUInt16LE(local + 28);
  const stored = buffer.subarray(start, start + packed);
  try {
    const bytes = method === 0 ? stored : inflateRawSync(stored, { maxOutputLength: maxAttachedBytes });
    if (bytes.length !== size || crc32(bytes) !== sum)
      return { missing: "is damaged: its length or checksum is wrong" };
    return { bytes: new Uint8Array(bytes) };
  } catch {
    return { missing: "is damaged: it cannot be unpacked" };
  }
}
