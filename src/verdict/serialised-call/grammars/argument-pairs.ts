import type { JsonValue } from "../../../chat/json.js";
import { matchesOf } from "../matches.js";
import type { Grammar, ReadCall } from "../serialised-call.js";
import { tag } from "../token.js";
import { blocksIn, typed } from "./tag-blocks.js";

type Pair = { readonly key: string; readonly value: JsonValue; readonly at: number; readonly end: number };

const key = pairOf("arg_key");
const value = pairOf("arg_value");
const nameBefore = /(?:^|[>\s])(\w[\w.-]{0,63})\s{0,9}(?:<tool_sep>\s{0,9})?$/;
const withoutArguments =
  /<(?:longcat_)?tool_call>\s{0,9}([A-Za-z_][\w.-]{0,63})\s{0,9}(?:<tool_sep>\s{0,9})?<\/(?:longcat_)?tool_call>/g;

function pairOf(name: string): { readonly open: RegExp; readonly close: RegExp } {
  const named = (slash: string) => new RegExp(tag(`${slash}(?:longcat_)?${name}`), "g");
  return { open: named(""), close: named("/[ \\t]{0,2}") };
}

/** GLM's calls: a name, then keys and values in tags. A value is JSON unless it is text: `2` is a number, `Whitby` a text. */
export const argumentPairs: Grammar = (text) => [
  ...groupsOf(pairsIn(text), text).flatMap((group) => namedGroup(group, text)),
  ...matchesOf(text, withoutArguments).map(({ 0: whole, 1: name = "", index }): ReadCall => {
    return { name, arguments: {}, at: index, end: index + whole.length };
  }),
];

function pairsIn(text: string): readonly Pair[] {
  const values = blocksIn(text, value.open, value.close);
  let next = 0;
  return blocksIn(text, key.open, key.close).flatMap(({ head, body, end }) => {
    while (next < values.length && (values[next]?.head.index ?? end) < end) next += 1;
    const one = values[next];
    if (one === undefined || !one.isClosed || text.slice(end, one.head.index).trim() !== "") return [];
    return [{ key: body.trim(), value: jsonOrText(one.body.trim()), at: head.index, end: one.end }];
  });
}

function jsonOrText(source: string): JsonValue {
  const parsed = typed(source, "json");
  return typeof parsed === "string" ? source : parsed;
}

/** Pairs with nothing between them belong to one call. */
function groupsOf(pairs: readonly Pair[], text: string): readonly (readonly Pair[])[] {
  const groups: Pair[][] = [];
  for (const pair of pairs) {
    const last = groups.at(-1)?.at(-1);
    if (last !== undefined && text.slice(last.end, pair.at).trim() === "") groups.at(-1)?.push(pair);
    else groups.push([pair]);
  }
  return groups;
}

function namedGroup(group: readonly Pair[], text: string): readonly ReadCall[] {
  const first = group[0];
  const last = group.at(-1);
  if (first === undefined || last === undefined) return [];
  const start = Math.max(0, first.at - 120);
  const named = nameBefore.exec(text.slice(start, first.at));
  if (named === null) return [];
  const given = Object.fromEntries(group.map((pair) => [pair.key, pair.value]));
  return [{ name: named[1] ?? null, arguments: given, at: start + named.index, end: last.end }];
}
