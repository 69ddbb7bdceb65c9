import { crc32 } from "node:zlib";

const head = '{"crc32":"';
const middle = '","record":';
const digits = 8;
const start = head.length + digits + middle.length;
const closingBrace = 0x7d;

/** One line of a journal: `{"crc32":"<8 hexadecimal digits>","record":<json>}` and a line feed. `json`: without a line feed. */
export function encodeLine(json: string): Buffer {
  return Buffer.from(`${head}${checksumOf(Buffer.from(json))}${middle}${json}}\n`);
}

/** The JSON of a record; null for a line that is not whole: its frame is broken, or its bytes do not match their checksum. */
export function decodeLine(line: Buffer): string | null {
  if (line.length <= start || line[line.length - 1] !== closingBrace) return null;
  const frame = line.toString("latin1", 0, start);
  if (!frame.startsWith(head) || !frame.endsWith(middle)) return null;
  const json = line.subarray(start, -1);
  return frame.slice(head.length, head.length + digits) === checksumOf(json) ? json.toString() : null;
}

function checksumOf(bytes: Buffer): string {
  return crc32(bytes).toString(16).padStart(digits, "0");
}
