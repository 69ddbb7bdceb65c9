import { type Document, isAlias, isCollection, isMap, isScalar, isSeq, type Pair } from "yaml";
import { YamlFault } from "./fault.js";
import { maxYamlDepth } from "./lexemes.js";
import { setMember } from "./set-member.js";

/** The maximum size that aliases may add to a file's values, in nodes and characters of text. */
const maxAliased = 16 * 1024 * 1024;

/**
 * The value of a document as numbers (bigints where a number is not exact), texts, booleans, null, bytes, lists and objects.
 * An alias has the value of its anchor. Throws {@link YamlFault} for an alias without an anchor or inside its own anchor, for
 * aliases that make the value too deep or too large, and for a key that is a list or an object.
 */
export function valueOfDocument(document: Document): unknown {
  return new Reader().read(document.contents, 0).value;
}

/** The value of a node; `weight` in nodes and characters, `depth` in levels below it. */
type Measured = { readonly value: unknown; readonly weight: number; readonly depth: number };

type Members = { [name: string]: unknown };

class Reader {
  /** null: started, but not yet complete. */
  private readonly anchors = new Map<string, Measured | null>();
  private aliased = 0;

  read(node: unknown, level: number): Measured {
    if (level > maxYamlDepth) throw new YamlFault(`nested deeper than ${maxYamlDepth}`, offsetOf(node));
    if (isAlias(node)) return this.readAlias(node.source, level, offsetOf(node));
    const anchor = isScalar(node) || isCollection(node) ? node.anchor : undefined;
    if (anchor !== undefined) this.anchors.set(anchor, null);
    const measured = this.readPlain(node, level);
    if (anchor !== undefined) this.anchors.set(anchor, measured);
    return measured;
  }

  private readAlias(name: string, level: number, offset: number | null): Measured {
    const found = this.anchors.get(name);
    if (found === undefined) throw new YamlFault(`there is no anchor &${name} before the alias`, offset);
    if (found === null) throw new YamlFault(`the alias *${name} is inside its own anchor`, offset);
    if (level + found.depth > maxYamlDepth) throw new YamlFault(`nested deeper than ${maxYamlDepth}`, offset);
    this.aliased += found.weight;
    if (this.aliased > maxAliased) throw new YamlFault("its aliases make it too large", offset);
    return found;
  }

  private readPlain(node: unknown, level: number): Measured {
    if (isSeq(node)) return this.readList(node.items, level);
    if (isMap(node)) return this.readObject(node.items, level);
    const value = isScalar(node) ? node.value : null;
    const size = typeof value === "string" || value instanceof Uint8Array ? value.length : 0;
    return { value, weight: 1 + size, depth: 0 };
  }

  private readList(items: readonly unknown[], level: number): Measured {
    const value: unknown[] = [];
    let [weight, depth] = [1, 0];
    for (const item of items) {
      const read = this.read(item, level + 1);
      value.push(read.value);
      weight += read.weight;
      depth = Math.max(depth, read.depth);
    }
    return { value, weight, depth: depth + 1 };
  }

  /** If a key is repeated, the last one counts, as in PyYAML and Psych. */
  private readObject(pairs: readonly Pair[], level: number): Measured {
    const value: Members = {};
    let [weight, depth] = [1, 0];
    for (const pair of pairs) {
      const name = this.readKey(pair.key);
      const read = this.read(pair.value, level + 1);
      setMember(value, name, read.value);
      weight += name.length + read.weight;
      depth = Math.max(depth, read.depth);
    }
    return { value, weight, depth: depth + 1 };
  }

  /** A key is the text as written. A list of one text is one too: PyYAML writes a subclass of `str` as its arguments. */
  private readKey(key: unknown): string {
    const only = isSeq(key) && key.items.length === 1 ? key.items[0] : key;
    if (isAlias(only)) {
      const { value } = this.readAlias(only.source, 0, offsetOf(only));
      if (typeof value === "string") return value;
    } else if (isScalar(only)) {
      if (only.anchor !== undefined) this.read(only, 0);
      return typeof only.value === "string" ? only.value : (only.source ?? "");
    } else if (only === null) return "";
    throw new YamlFault("a key is not text", offsetOf(key));
  }
}

function offsetOf(node: unknown): number | null {
  const hasRange = isAlias(node) || isScalar(node) || isCollection(node);
  return hasRange ? (node.range?.[0] ?? null) : null;
}
