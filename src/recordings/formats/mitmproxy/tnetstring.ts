/** A value of mitmproxy's tnetstrings. Texts are strings; bytes, which it writes for what was on the wire, are bytes. */
export type NetValue =
  | string
  | Uint8Array
  | number
  | boolean
  | null
  | readonly NetValue[]
  | { readonly [name: string]: NetValue };

/** One value and where it ended; `fault`: why there is none. */
type Popped = { readonly value: NetValue; readonly end: number } | { readonly fault: string };

/** How deep lists and mappings may be nested. A flow has some ten levels. */
const maxDepth = 64;

/**
 * Reads the tnetstring at an offset: its length in decimal, a colon, that many bytes, and a letter for its type
 * (mitmproxy/mitmproxy mitmproxy/io/tnetstring.py, read 2026-11-28). Never throws.
 */
export function readNetstring(bytes: Buffer, at: number, depth = 0): Popped {
  const head = /^(0|[1-9]\d{0,9}):/.exec(bytes.toString("latin1", at, at + 12))?.[1];
  if (head === undefined) return { fault: "a value does not begin with its length and a colon" };
  const start = at + head.length + 1;
  const end = start + Number(head);
  if (end >= bytes.length) return { fault: "the file ends within it: it was cut off" };
  if (depth > maxDepth) return { fault: `nested deeper than ${maxDepth} levels` };
  const type = String.fromCharCode(bytes[end] ?? 0);
  const content = bytes.subarray(start, end);
  if (type === "]") return listIn(content, end + 1, depth);
  if (type === "}") return mappingIn(content, end + 1, depth);
  const value = plainValue(type, content);
  return value === undefined
    ? { fault: "a value does not end with a known type, or is none of its type" }
    : { value, end: end + 1 };
}

function plainValue(type: string, content: Buffer): NetValue | undefined {
  const text = () => content.toString("utf8");
  if (type === ",") return new Uint8Array(content);
  if (type === ";") return text();
  if (type === "~") return content.length === 0 ? null : undefined;
  if (type === "!") return text() === "true" ? true : text() === "false" ? false : undefined;
  if (type !== "#" && type !== "^") return undefined;
  const number = /^[+-]?\d/.test(text()) ? Number(text()) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

function listIn(content: Buffer, end: number, depth: number): Popped {
  const items: NetValue[] = [];
  for (let at = 0; at < content.length; ) {
    const item = readNetstring(content, at, depth + 1);
    if ("fault" in item) return item;
    items.push(item.value);
    at = item.end;
  }
  return { value: items, end };
}

function mappingIn(content: Buffer, end: number, depth: number): Popped {
  const members: [string, NetValue][] = [];
  for (let at = 0; at < content.length; ) {
    const key = readNetstring(content, at, depth + 1);
    if ("fault" in key) return key;
    const value = readNetstring(content, key.end, depth + 1);
    if ("fault" in value) return value;
    // Older versions write names as bytes.
    const name = key.value instanceof Uint8Array ? Buffer.from(key.value).toString("latin1") : String(key.value);
    members.push([name, value.value]);
    at = value.end;
  }
  return { value: Object.fromEntries(members), end };
}
