import { isJsonObject } from "../../chat/json.js";

/**
 * The differences of two JSON values, one line for each place: `messages[2].toolUseId: "a" ≠ recorded "b"`. Long values
 * are cut around the first difference. At most `limit` lines; default 1000.
 */
export function jsonDifferences(sent: unknown, recorded: unknown, limit = 1000): readonly string[] {
  const lines: string[] = [];
  compare({ path: "", sent, recorded }, lines, limit);
  return lines;
}

type Pair = { readonly path: string; readonly sent: unknown; readonly recorded: unknown };

function compare({ path, sent, recorded }: Pair, lines: string[], limit: number): void {
  if (lines.length >= limit || sent === recorded) return;
  if (Array.isArray(sent) && Array.isArray(recorded)) {
    for (let index = 0; index < Math.max(sent.length, recorded.length); index += 1) {
      compare({ path: `${path}[${index}]`, sent: sent[index], recorded: recorded[index] }, lines, limit);
    }
    return;
  }
  if (isJsonObject(sent) && isJsonObject(recorded)) {
    for (const key of new Set([...Object.keys(sent), ...Object.keys(recorded)])) {
      compare({ path: memberPath(path, key), sent: sent[key], recorded: recorded[key] }, lines, limit);
    }
    return;
  }
  const [left, right] = cutPair(sent, recorded);
  lines.push(`${path === "" ? "body" : path}: ${left} ≠ recorded ${right}`);
}

function memberPath(path: string, key: string): string {
  if (!/^[\w$-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

const maxShown = 80;

function cutPair(sent: unknown, recorded: unknown): readonly [string, string] {
  const [left, right] = [textOf(sent), textOf(recorded)];
  let same = 0;
  while (same < left.length && left[same] === right[same]) same += 1;
  const start = Math.max(left.length, right.length) > maxShown && same > 30 ? same - 20 : 0;
  return [cut(left, start), cut(right, start)];
}

/** `undefined` represents an absent member, because JSON has no such value. */
function textOf(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}

function cut(text: string, start: number): string {
  const from = text.length > start ? start : 0;
  const end = from + maxShown;
  return `${from > 0 ? "…" : ""}${text.slice(from, end)}${end < text.length ? "…" : ""}`;
}
