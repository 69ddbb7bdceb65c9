/**
 * Where two JSON values differ, one line a place: `messages[2].toolUseId: "a" ≠ recorded "b"`. Long values are cut
 * around the first difference. At most `limit` lines.
 */
export function jsonDifferences(asked: unknown, recorded: unknown, limit = 1000): readonly string[] {
  const lines: string[] = [];
  compare({ path: "", asked, recorded }, lines, limit);
  return lines;
}

type Pair = { readonly path: string; readonly asked: unknown; readonly recorded: unknown };

function compare({ path, asked, recorded }: Pair, lines: string[], limit: number): void {
  if (lines.length >= limit || asked === recorded) return;
  if (Array.isArray(asked) && Array.isArray(recorded)) {
    for (let at = 0; at < Math.max(asked.length, recorded.length); at += 1) {
      compare({ path: `${path}[${at}]`, asked: asked[at], recorded: recorded[at] }, lines, limit);
    }
    return;
  }
  if (isObject(asked) && isObject(recorded)) {
    for (const key of new Set([...Object.keys(asked), ...Object.keys(recorded)])) {
      compare({ path: joined(path, key), asked: asked[key], recorded: recorded[key] }, lines, limit);
    }
    return;
  }
  const [left, right] = cutPair(asked, recorded);
  lines.push(`${path === "" ? "body" : path}: ${left} ≠ recorded ${right}`);
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function joined(path: string, key: string): string {
  if (!/^[\w$-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

const maxShown = 80;

function cutPair(asked: unknown, recorded: unknown): readonly [string, string] {
  const [left, right] = [written(asked), written(recorded)];
  let same = 0;
  while (same < left.length && left[same] === right[same]) same += 1;
  const start = Math.max(left.length, right.length) > maxShown && same > 30 ? same - 20 : 0;
  return [cut(left, start), cut(right, start)];
}

/** `undefined` stands for a member that is not there: JSON has no such value. */
function written(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}

function cut(text: string, start: number): string {
  const from = text.length > start ? start : 0;
  const end = from + maxShown;
  return `${from > 0 ? "…" : ""}${text.slice(from, end)}${end < text.length ? "…" : ""}`;
}
