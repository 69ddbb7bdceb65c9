import { crc32, deflateRawSync } from "node:zlib";

/** A file of an archive. `packed`: deflated; default: stored. `more`: other values of its entry in the directory. */
type ZipFile = {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly packed?: boolean;
  readonly more?: { readonly flags?: number; readonly method?: number; readonly size?: number; readonly crc?: number };
};

/** A zip archive of these files, as common tools write it. */
export function zipArchive(files: readonly ZipFile[]): Uint8Array {
  const heads: Buffer[] = [];
  const entries: Buffer[] = [];
  for (const { name, bytes, packed = false, more = {} } of files) {
    const data = packed ? deflateRawSync(bytes) : Buffer.from(bytes);
    const at = heads.reduce((sum, one) => sum + one.length, 0);
    const { flags = 0, method = packed ? 8 : 0, size = bytes.length, crc = crc32(bytes) } = more;
    const fields = (words: readonly (readonly [bytes: number, value: number])[]) =>
      Buffer.concat(
        words.map(([width, value]) => {
          const field = Buffer.alloc(width);
          field.writeUIntLE(value, 0, width);
          return field;
        }),
      );
    const common = [
      [2, 20],
      [2, flags],
      [2, method],
      [4, 0],
      [4, crc],
      [4, data.length],
      [4, size],
      [2, name.length],
      [2, 0],
    ] as const;
    heads.push(Buffer.concat([fields([[4, 0x04034b50], ...common]), Buffer.from(name), data]));
    entries.push(
      Buffer.concat([
        fields([[4, 0x02014b50], [2, 20], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]]),
        Buffer.from(name),
      ]),
    );
  }
  const start = heads.reduce((sum, one) => sum + one.length, 0);
  const length = entries.reduce((sum, one) => sum + one.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(length, 12);
  end.writeUInt32LE(start, 16);
  return new Uint8Array(Buffer.concat([...heads, ...entries, end]));
}
