import type { JsonObject, JsonValue } from "../../../chat/json.js";
import { parseObject } from "../json-objects.js";
import { looseObjectAt } from "../loose-value.js";
import { matchesOf } from "../matches.js";
import type { Grammar, ReadCall } from "../serialised-call.js";

/**
 * How a call stands between tags. `open`: the opening tag, global, its first group the name. `close`: the closing tag, global.
 * `parameter`: the same for one argument. Its group `type` says how the value is written: `true` or `string` is text, another
 * word is JSON; without the group the value is text.
 */
type Blocks = {
  readonly open: RegExp;
  readonly close: RegExp;
  readonly parameter: { readonly open: RegExp; readonly close: RegExp } | null;
};

/** Calls written between tags, with their arguments in tags, as JSON, or in tags that are named after them. */
export function tagBlocks({ open, close, parameter }: Blocks): Grammar {
  return (text) =>
    blocksIn(text, open, close).map(({ head, body, isClosed, end }): ReadCall => {
      const given = parameter === null ? null : parametersIn(body, parameter);
      return {
        name: head[1] ?? null,
        arguments: isClosed ? argumentsIn(body, given) : (given ?? parseObject(body.trim())),
        at: head.index,
        end,
      };
    });
}

type Block = {
  readonly head: RegExpExecArray;
  readonly body: string;
  readonly isClosed: boolean;
  readonly end: number;
};

/** The text between each opening tag and its closing tag, or the next opening tag, whichever comes first. One pass. */
export function blocksIn(text: string, open: RegExp, close: RegExp): readonly Block[] {
  const heads = matchesOf(text, open);
  if (heads.length === 0) return [];
  const closings = matchesOf(text, close, 10_000);
  let next = 0;
  return heads.map((head, index) => {
    const start = head.index + head[0].length;
    const limit = heads[index + 1]?.index ?? text.length;
    while (next < closings.length && (closings[next]?.index ?? limit) < start) next += 1;
    const closing = closings[next];
    const isClosed = closing !== undefined && closing.index <= limit;
    const stop = isClosed ? closing.index : limit;
    return { head, body: text.slice(start, stop), isClosed, end: isClosed ? stop + closing[0].length : stop };
  });
}

/** The arguments in parameter tags; null without a closed one. */
function parametersIn(body: string, { open, close }: NonNullable<Blocks["parameter"]>): JsonObject | null {
  const blocks = blocksIn(body, open, close).filter(({ isClosed }) => isClosed);
  if (blocks.length === 0) return null;
  return Object.fromEntries(
    blocks.map(({ head, body: value }) => [head[1] ?? "", typed(value.trim(), head.groups?.["type"])]),
  );
}

function argumentsIn(body: string, given: JsonObject | null): JsonObject | null {
  if (given !== null) return given;
  const inner = unwrapped(body.trim());
  if (inner === "") return {};
  return (
    parseObject(inner) ?? childTags(inner) ?? (inner.startsWith("{") ? (looseObjectAt(inner, 0).value ?? null) : null)
  );
}

/** Without the tag around all arguments, `<parameters>…</parameters>`, and without a code fence. */
function unwrapped(body: string): string {
  const tagged = body
    .replace(/^<(?:parameters|arguments|args|input|tool_input)>/, "")
    .replace(/<\/(?:parameters|arguments|args|input|tool_input)>$/, "");
  return (/^```(?:json)?([\s\S]*)```$/.exec(tagged.trim())?.[1] ?? tagged).trim();
}

/** `<harbour>Whitby</harbour>…` as an object of texts; null when the text has more than such tags. */
export function childTags(body: string): JsonObject | null {
  const members: (readonly [string, string])[] = [];
  let at = 0;
  while (at < body.length) {
    const tag = /\s*<\s?([A-Za-z_][\w.-]{0,63})\s?>/y;
    tag.lastIndex = at;
    const open = tag.exec(body);
    if (open === null) return body.slice(at).trim() === "" && members.length > 0 ? Object.fromEntries(members) : null;
    const start = at + open[0].length;
    const close = new RegExp(`</\\s?${open[1]}\\s?>`, "g");
    close.lastIndex = start;
    const end = close.exec(body);
    if (end === null) return null;
    members.push([open[1] ?? "", body.slice(start, end.index).trim()]);
    at = end.index + end[0].length;
  }
  return members.length > 0 ? Object.fromEntries(members) : null;
}

/** An argument's text as its value. `type` undefined or `string`: text; `true` and `false` say whether it is text. */
export function typed(value: string, type: string | undefined): JsonValue {
  if (type === undefined || type === "string" || type === "true") return value;
  try {
    const parsed: JsonValue = JSON.parse(value);
    return parsed;
  } catch {
    return value;
  }
}
