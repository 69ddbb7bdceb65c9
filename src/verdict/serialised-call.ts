import { isJsonObject, type JsonObject, type JsonValue } from "../chat/json.js";
import { quote } from "./compare-text.js";

/**
 * A tool call found in text. `dialect` is a chat template's way to write calls, or `bare-json`.
 * `name` and `arguments` are null where the text does not have them whole. `seen`: the quoted text.
 */
export type SerialisedCall = {
  readonly dialect: string;
  readonly name: string | null;
  readonly arguments: JsonObject | null;
  readonly seen: string;
};

/** Markup that a chat template writes around calls, which a reader must never see, each with its model family. */
const dialects: readonly (readonly [dialect: string, mark: RegExp])[] = [
  ["kimi", /<\|tool_calls?_(?:section_)?(?:begin|end|argument_begin)\|>/],
  ["function-tag", /<function=[\w.-]+>/],
  ["invoke-tag", /<invoke name=/],
  ["minimax", /<\/?minimax:tool_call>/],
  ["harmony", /<\|channel\|>|assistantcommentary to=functions\./],
  ["python-tag", /<\|python_tag\|>/],
  ["hermes", /<\/?tool_call>/],
  ["mistral", /\[TOOL_CALLS\]/],
  ["deepseek", /<｜tool▁calls?▁(?:begin|end)｜>/],
];

/** Calls written in a chat template's markup, whichever tools are declared. */
export function markedCallsIn(text: string): readonly SerialisedCall[] {
  const found = dialects.flatMap(([dialect, mark]) => {
    const offset = text.search(mark);
    return offset === -1 ? [] : [{ dialect, offset }];
  });
  const first = found.sort((a, b) => a.offset - b.offset)[0];
  if (first === undefined) return [];
  const parsed = [...kimiCalls(text), ...functionTagCalls(text), ...invokeTagCalls(text)];
  const seen = quote(text.slice(Math.max(0, first.offset - 20)));
  if (parsed.length === 0) return [{ dialect: first.dialect, name: null, arguments: null, seen }];
  return parsed.map((call) => ({ dialect: first.dialect, ...call, seen }));
}

/** Calls written as bare JSON (`{"name", "arguments" | "parameters"}`) that name a declared tool, also in a code fence. */
export function bareJsonCallsIn(text: string, tools: readonly string[]): readonly SerialisedCall[] {
  return jsonObjectsIn(text).flatMap(({ value, source }) => {
    const call = callOf(value);
    return call === null || !tools.includes(call.name) ? [] : [{ dialect: "bare-json", ...call, seen: quote(source) }];
  });
}

/** Every complete JSON object in `text`, in order; of nested objects only the outermost. */
export function jsonObjectsIn(text: string): readonly { readonly value: JsonObject; readonly source: string }[] {
  const found: { value: JsonObject; source: string }[] = [];
  for (let start = text.indexOf("{"); start !== -1; ) {
    const source = balancedFrom(text, start);
    const value = source === null ? null : parseObject(source);
    if (source !== null && value !== null) found.push({ value, source });
    start = text.indexOf("{", start + (source === null || value === null ? 1 : source.length));
  }
  return found;
}

type ParsedCall = { readonly name: string; readonly arguments: JsonObject | null };

function kimiCalls(text: string): readonly ParsedCall[] {
  const grammar =
    /<\|tool_call_begin\|>\s*(?:functions\.)?([\w.-]+?):\d+\s*<\|tool_call_argument_begin\|>([\s\S]*?)<\|tool_call_end\|>/g;
  return [...text.matchAll(grammar)].map(([, name = "", json = ""]) => ({ name, arguments: parseObject(json) }));
}

function functionTagCalls(text: string): readonly ParsedCall[] {
  return [...text.matchAll(/<function=([\w.-]+)>([\s\S]*?)<\/function>/g)].map(([, name = "", body = ""]) => ({
    name,
    arguments: parseObject(body) ?? tagged(body, /<parameter=([\w.-]+)>([\s\S]*?)<\/parameter>/g),
  }));
}

function invokeTagCalls(text: string): readonly ParsedCall[] {
  return [...text.matchAll(/<invoke name="?([\w.-]+)"?>([\s\S]*?)<\/invoke>/g)].map(([, name = "", body = ""]) => ({
    name,
    arguments: tagged(body, /<parameter name="?([\w.-]+)"?>([\s\S]*?)<\/parameter>/g),
  }));
}

function tagged(body: string, grammar: RegExp): JsonObject {
  return Object.fromEntries([...body.matchAll(grammar)].map(([, name = "", value = ""]) => [name, value.trim()]));
}

/** `{name, arguments}`, Llama's `{name, parameters}`, and OpenAI's `{type: "function", function: {…}}`. */
function callOf(value: JsonObject): ParsedCall | null {
  const inner = value["function"];
  const call = isJsonObject(inner) ? inner : value;
  const name = call["name"];
  const given = call["arguments"] ?? call["parameters"];
  if (typeof name !== "string" || given === undefined) return null;
  return { name: name.replace(/^functions\./, "").replace(/:\d+$/, ""), arguments: objectOf(given) };
}

function objectOf(given: JsonValue): JsonObject | null {
  if (typeof given === "string") return parseObject(given);
  return isJsonObject(given) ? given : null;
}

/** The JSON object that is the whole of `text`; null when it is not one. */
export function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** The text from the brace at `start` to its closing brace, null without one. Braces in strings do not count. */
function balancedFrom(text: string, start: number): string | null {
  let depth = 0;
  let inString = false;
  for (let offset = start; offset < text.length; offset += 1) {
    const character = text[offset];
    if (inString) {
      if (character === "\\") offset += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{") depth += 1;
    else if (character === "}") {
      depth -= 1;
      if (depth === 0) return text.slice(start, offset + 1);
    }
  }
  return null;
}
