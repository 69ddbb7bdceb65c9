import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Pair, type Scalar, type YAMLMap } from "yaml";
import { placeAt } from "./place.js";
import type { SourcePath } from "./source-document.js";
import { SourceError } from "./source-error.js";
import { maxDepth } from "./yaml-guard.js";

/** How many values a file may contain after its aliases are expanded. */
const maxValues = 100_000;

/** How many aliases a file may use. An alias inside an alias's target counts again at each expansion. */
const maxAliases = 100;

/** Keys that have a meaning in JavaScript. */
const reservedKeys = new Set(["__proto__", "constructor", "prototype"]);

type Reading = {
  readonly file: string;
  readonly text: string;
  /** The last node so far with each anchor. */
  readonly anchors: Map<string, unknown>;
  /**
   * The target of each alias at its own place. A later node may reuse the anchor before another alias reads it again.
   */
  readonly targets: Map<Alias, unknown>;
  /** How many aliases are being expanded around the current value. */
  expanding: number;
  values: number;
  aliases: number;
};

/** The JSON value of a document. Throws {@link SourceError} for everything that `parseYaml` refuses. */
export function readNode(document: Document, source: { readonly file: string; readonly text: string }): unknown {
  const reading: Reading = { ...source, anchors: new Map(), targets: new Map(), expanding: 0, values: 0, aliases: 0 };
  return readValue(reading, document.contents, { offset: 0, depth: 0 });
}

/**
 * The offset of the value at `path`, or of its key. If the path does not exist, the offset of its last step that does.
 */
export function locateNode(document: Document, path: SourcePath, of: "key" | "value"): number {
  let node: unknown = document.contents;
  let offset = offsetOf(node, 0);
  for (const [index, step] of path.entries()) {
    const target = isAlias(node) ? node.resolve(document) : node;
    if (isSeq(target) && typeof step === "number") {
      if (target.items[step] === undefined) return offset;
      node = target.items[step];
    } else if (isMap(target)) {
      const pair: Pair | undefined = target.items.find((item) => keyOf(item) === String(step));
      if (pair === undefined) return offset;
      const keyOffset = offsetOf(pair.key, offset);
      if (of === "key" && index === path.length - 1) return keyOffset;
      offset = keyOffset;
      node = pair.value;
    } else return offset;
    offset = offsetOf(node, offset);
  }
  return offset;
}

/** The offset of a node that has none of its own, and how deeply it is nested. */
type Position = { readonly offset: number; readonly depth: number };

function readValue(reading: Reading, node: unknown, { offset, depth }: Position): unknown {
  const here = offsetOf(node, offset);
  if (++reading.values > maxValues)
    refuse(reading, here, { message: "the file has too many values", hint: "split it, or use fewer aliases" });
  if (depth > maxDepth)
    refuse(reading, here, {
      message: `nested more than ${maxDepth} levels deep`,
      hint: "flatten it; does an alias contain itself?",
    });
  if (isAlias(node)) return readAlias(reading, node, { offset: here, depth });
  remember(reading, node);
  if (isMap(node)) return readMap(reading, node, { offset: here, depth });
  if (isSeq(node)) return node.items.map((item) => readValue(reading, item, { offset: here, depth: depth + 1 }));
  if (isScalar(node)) return readScalar(reading, node, here);
  return null;
}

function readAlias(reading: Reading, alias: Alias, { offset, depth }: Position): unknown {
  if (++reading.aliases > maxAliases)
    refuse(reading, offset, { message: "too many aliases (*name)", hint: "write out the values" });
  if (reading.expanding === 0) reading.targets.set(alias, reading.anchors.get(alias.source));
  const target = reading.targets.get(alias);
  if (target === undefined)
    return refuse(reading, offset, { message: "this alias has no anchor before it", hint: "write out the value" });
  reading.expanding += 1;
  const value = readValue(reading, target, { offset, depth: depth + 1 });
  reading.expanding -= 1;
  return value;
}

/** Remembers a node that has an anchor. Nodes inside an expanded alias were remembered at their own place. */
function remember(reading: Reading, node: unknown): void {
  if (reading.expanding > 0 || typeof node !== "object" || node === null) return;
  if ("anchor" in node && typeof node.anchor === "string") reading.anchors.set(node.anchor, node);
}

function readMap(reading: Reading, map: YAMLMap, { offset, depth }: Position): unknown {
  const value: { [key: string]: unknown } = {};
  for (const pair of map.items) {
    const keyOffset = offsetOf(pair.key, offset);
    const key = keyOf(pair);
    remember(reading, pair.key);
    if (key === null)
      return refuse(reading, keyOffset, { message: "a key must be text", hint: "put the key in quotes" });
    if (key === "<<")
      refuse(reading, keyOffset, { message: "merge keys (<<) are not allowed", hint: "write out the entries" });
    if (reservedKeys.has(key))
      refuse(reading, keyOffset, { message: `the key "${key}" is not allowed`, hint: "use another name" });
    if (Object.hasOwn(value, key))
      refuse(reading, keyOffset, { message: `the key "${key}" appears twice`, hint: "remove one of the two" });
    value[key] = readValue(reading, pair.value, { offset: keyOffset, depth: depth + 1 });
  }
  return value;
}

function readScalar(reading: Reading, scalar: Scalar, offset: number): unknown {
  const { value, source } = scalar;
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "number") return readNumber(reading, { value, source: source ?? "" }, offset);
  if (typeof value !== "string")
    return refuse(reading, offset, {
      message: "this value is not a JSON value",
      hint: "put it in quotes if it is text",
    });
  if (value.includes("\0")) refuse(reading, offset, { message: "the text contains U+0000", hint: "remove it" });
  if (/[\ud800-\udfff]/u.test(value))
    refuse(reading, offset, { message: "the text contains half a surrogate pair", hint: "write the whole character" });
  return value;
}

type Numeral = { readonly value: number; readonly source: string };

function readNumber(reading: Reading, { value, source }: Numeral, offset: number): number {
  const quote = "put it in quotes if it is text";
  if (!Number.isFinite(value)) refuse(reading, offset, { message: `${source} is not a finite number`, hint: quote });
  if (/^[-+]?0\d/.test(source))
    refuse(reading, offset, { message: `${source} begins with a zero, which would be lost`, hint: quote });
  if (/^[-+]?(\d+|0x[\da-fA-F]+|0o[0-7]+)$/.test(source) && !Number.isSafeInteger(value)) {
    refuse(reading, offset, { message: `${source} is larger than 2^53, and would lose digits`, hint: quote });
  }
  return value;
}

function keyOf(pair: Pair): string | null {
  return isScalar(pair.key) && typeof pair.key.value === "string" ? pair.key.value : null;
}

function offsetOf(node: unknown, otherwise: number): number {
  const range = typeof node === "object" && node !== null && "range" in node ? node.range : null;
  return Array.isArray(range) && typeof range[0] === "number" ? range[0] : otherwise;
}

type Refused = { readonly message: string; readonly hint: string };

function refuse(reading: Reading, offset: number, refused: Refused): never {
  throw new SourceError({ file: reading.file, ...placeAt(reading.text, offset), ...refused });
}
