/** Zstd data written by hand after RFC 8878: Node 20 has no encoder. Each text is a block that is stored as it is. */
export function zstdOf(...texts: readonly string[]): Buffer {
  const blocks = texts.map((text, index) => {
    const bytes = Buffer.from(text);
    return Buffer.concat([blockHeader({ type: 0, size: bytes.length, isLast: index === texts.length - 1 }), bytes]);
  });
  return Buffer.concat([frameHeader, ...blocks]);
}

/** A frame of runs of zeros: 4 bytes for each. */
export function runFrame(sizeBytes: number, runs: number): Buffer {
  const size = Math.min(Math.floor(sizeBytes / runs), 2 ** 21 - 1);
  const blocks = Array.from({ length: runs }, (_, index) =>
    Buffer.concat([blockHeader({ type: 1, size, isLast: index === runs - 1 }), Buffer.from([0])]),
  );
  return Buffer.concat([frameHeader, ...blocks]);
}

/** The magic number, no flags, and a window of 2 MiB: 2 to the power of 10 + 11. */
const frameHeader = Buffer.from("28b52ffd0058", "hex");

function blockHeader(block: { readonly type: number; readonly size: number; readonly isLast: boolean }): Buffer {
  const header = Buffer.alloc(3);
  header.writeUIntLE((block.size << 3) | (block.type << 1) | (block.isLast ? 1 : 0), 0, 3);
  return header;
}
