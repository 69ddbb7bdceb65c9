import type { Tool } from "../../chat/request.js";
import { quote } from "../compare-text.js";
import { shapedCalls, typedBy } from "./call-shape.js";
import { dialects } from "./dialects/dialects.js";
import { jsonObjectsIn } from "./json-objects.js";
import { matchesOf } from "./matches.js";
import type { Dialect, ReadCall, SerialisedCall } from "./serialised-call.js";
import { namedTagsIn, wholeCallsIn } from "./tool-calls-in.js";

/** True when a declared name is the whole first line, as it is where all marks are stripped. */
function isNamedFirst(text: string, tools: readonly Tool[]): boolean {
  const start = text.slice(0, 200).trimStart();
  return tools.some(({ name }) => start.startsWith(name) && /^\s*\n/.test(start.slice(name.length)));
}

/** A text with more calls is read as if it ended after them. */
const maxCalls = 200;

type Found = Omit<SerialisedCall, "seen">;
type Mark = { readonly dialect: Dialect; readonly at: number; readonly end: number };

/**
 * Everything in `text` that has the form of a tool call, in order: in the markup of a chat template, as JSON, or as code; and
 * the first mark of a template where it has no call that can be read. Whether such a text is a call is not decided here. JSON with
 * the members of a call is found whatever its tool; forms without such members only for declared `tools`.
 */
export function callsIn(text: string, tools: readonly Tool[]): readonly SerialisedCall[] {
  if (!/[<{[(✿]|to=functions\.|call tool="|_function=/.test(text) && !isNamedFirst(text, tools)) return [];
  const rows = dialects.filter(({ signs }) => signs.some((sign) => text.includes(sign)));
  const marks = rows.flatMap((dialect) => marksOf(dialect, text)).sort((a, b) => a.at - b.at);
  const parts = withoutOverlaps(
    [
      ...rows.flatMap((dialect) => read(dialect, text)),
      ...namedTagsIn(text, tools).map((call) => plain(call, "tool-tag")),
      ...jsonCalls(text, tools, marks),
    ],
    text,
  );
  const found = parts.length > 0 ? parts : wholeCallsIn(text, tools).map((call) => plain(call, call.dialect));
  const first = marks.slice(0, 1);
  const isMarked = found.some((call) => call.strength !== "plain" || call.dialect === first[0]?.dialect.id);
  const all = isMarked ? found : [...first.map(markAlone), ...found].sort((a, b) => a.at - b.at);
  return all.slice(0, maxCalls).map((call) => ({
    ...call,
    arguments: typedBy(
      tools.find(({ name }) => name === call.name),
      call.arguments,
    ),
    seen: quote(seenOf(call, text, marks)),
  }));
}

function plain({ name, arguments: given, at, end }: ReadCall, dialect: string): Found {
  return { dialect, strength: "plain", name, arguments: given, at, end, isLoose: true };
}

function read({ id, strength, grammars }: Dialect, text: string): readonly Found[] {
  return grammars.flatMap((grammar) =>
    grammar(text).map((call) => ({ ...call, dialect: id, strength, isLoose: strength === "plain" })),
  );
}

function marksOf(dialect: Dialect, text: string): readonly Mark[] {
  if (dialect.mark === null) return [];
  const every = new RegExp(dialect.mark.source, "g");
  return matchesOf(text, every).map((match) => ({ dialect, at: match.index, end: match.index + match[0].length }));
}

function markAlone({ dialect, at, end }: Mark): Found {
  return { dialect: dialect.id, strength: dialect.strength, name: null, arguments: null, at, end, isLoose: false };
}

/** The calls in JSON. One beside a template's mark, or behind another such call, is of that dialect. */
function jsonCalls(text: string, tools: readonly Tool[], marks: readonly Mark[]): readonly Found[] {
  let last: { readonly dialect: Dialect | null; readonly end: number } | null = null;
  let next = 0;
  const found: Found[] = [];
  for (const { value, at, end } of jsonObjectsIn(text)) {
    const calls = shapedCalls(value, tools);
    if (calls.length === 0) continue;
    while (next < marks.length && (marks[next]?.at ?? end) < at) next += 1;
    const before = marks[next - 1];
    const after = marks[next];
    const followed: Dialect | null = last !== null && isFiller(text, last.end, at) ? last.dialect : null;
    const opened = before !== undefined && isFiller(text, before.end, at) ? before.dialect : null;
    const closed = after !== undefined && isFiller(text, end, after.at) ? after.dialect : null;
    const dialect: Dialect | null = opened ?? followed ?? closed;
    last = { dialect, end };
    const shared = { dialect: dialect?.id ?? "bare-json", strength: dialect?.strength ?? "plain", at, end } as const;
    found.push(...calls.map((call) => ({ ...call, ...shared, isLoose: call.isLoose && dialect === null })));
  }
  return found;
}

function isFiller(text: string, from: number, to: number): boolean {
  return to - from <= 60 && /^[\s[\](),;:`]*(?:json)?[\s[\](),;:`]*$/.test(text.slice(from, to));
}

/** Of calls that overlap, the one that begins first, and of those the one that stands first in the list. One object may have several. */
function withoutOverlaps(calls: readonly Found[], text: string): readonly Found[] {
  const kept: Found[] = [];
  for (const call of [...calls].sort((a, b) => a.at - b.at)) {
    const last = kept.at(-1);
    const isListed = last?.at === call.at && text[call.at] === "{" && !isSame(last, call);
    if (last === undefined || call.at >= last.end || isListed) kept.push(call);
  }
  return kept;
}

function isSame(a: Found, b: Found): boolean {
  return a.name === b.name && JSON.stringify(a.arguments) === JSON.stringify(b.arguments);
}

/** Marked calls are quoted from twenty characters before the first mark, others as they stand; a quote has 160 characters. */
function seenOf(call: Found, text: string, marks: readonly Mark[]): string {
  const isPlain = call.strength === "plain" || text[call.at] === "{";
  const start = isPlain ? call.at : Math.max(0, Math.min(call.at, marks[0]?.at ?? call.at) - 20);
  return text.slice(start, Math.min(isPlain ? call.end : text.length, start + 1000));
}
