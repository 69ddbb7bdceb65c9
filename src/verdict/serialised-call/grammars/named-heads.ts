import type { JsonObject } from "../../../chat/json.js";
import { looseObjectAt } from "../loose-value.js";
import { matchesOf } from "../matches.js";
import type { Grammar, ReadCall } from "../serialised-call.js";

/**
 * How the name stands before the arguments. `head`: what stands directly before them, its first group the name; where the name
 * stands before the head instead, `before` ends with it, in its first group that matches, and is tried on the 120 characters
 * before the head.
 * `needsObject`: without whole arguments there is no call.
 */
type Heads = { readonly head: RegExp; readonly before?: RegExp; readonly needsObject?: boolean };

/** Calls written as a name and then an object, such as `get_tide[ARGS]{…}`. Every pattern is global, and repeats a bounded number of times. */
export function namedHeads({ head, before, needsObject = false }: Heads): Grammar {
  return (text) => {
    const calls: ReadCall[] = [];
    const work = { left: 8 * text.length + 100_000 };
    for (const match of matchesOf(text, head)) {
      const named = before === undefined ? { name: match[1], at: match.index } : nameBefore(text, match.index, before);
      if (named?.name === undefined) continue;
      const start = match.index + match[0].length;
      const { value, end } = objectAt(text, start, work);
      if (value === undefined && needsObject) continue;
      calls.push({ name: named.name, arguments: value ?? null, at: named.at, end: value === undefined ? start : end });
    }
    return calls;
  };
}

function nameBefore(
  text: string,
  head: number,
  before: RegExp,
): { readonly name?: string; readonly at: number } | null {
  const start = Math.max(0, head - 120);
  const match = before.exec(text.slice(start, head));
  const name = match?.slice(1).find((group) => group !== undefined);
  return match === null || name === undefined ? null : { name, at: start + match.index };
}

function objectAt(
  text: string,
  start: number,
  work: { left: number },
): { readonly value: JsonObject | undefined; readonly end: number } {
  if (work.left <= 0) return { value: undefined, end: start };
  const read = looseObjectAt(text, start);
  work.left -= read.end - start;
  return read;
}
