import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import type { Warning } from "../../../../chat/reply.js";
import { isName, isNothing } from "./kept-members.js";
import { RequestRefusal, shown } from "./refusal.js";

/** The members of a request that say which tool to call, in OpenAI's own form. */
type Read = {
  readonly tool_choice?: JsonValue;
  readonly tools?: readonly JsonObject[];
  readonly parallel_tool_calls?: false;
};

/**
 * Reads a tool choice in any form that clients send: OpenAI's words and object, the same words as `type` of an object (Cursor:
 * BerriAI/litellm#12098), `{}`, and the objects of OpenAI's Responses, of Anthropic's Messages and of Converse. Another form
 * than OpenAI's is a warning. Refuses a choice that requires a tool that the request does not declare.
 */
export function readToolChoice(choice: JsonValue, tools: readonly JsonObject[], warnings: Warning[]): Read {
  const read = choiceIn(choice);
  if (read === null) throw unreadable();
  const named = read.kind === "some" ? limitedTools(read.names, tools) : null;
  const sent = read.kind === "tool" ? called(read.name) : read.kind === "some" ? read.mode : read.kind;
  if (sent === "required" && tools.length === 0) {
    throw new RequestRefusal("tool_choice", "'tool_choice' requires a call, but there are no tools.");
  }
  if (read.kind === "tool") demandDeclared(read.name, tools);
  const isSerial = isJsonObject(choice) && choice["disable_parallel_tool_use"] === true;
  if (JSON.stringify(sent) !== JSON.stringify(choice)) {
    const limited = named === null ? "" : `, with ${named.length} of ${tools.length} tools`;
    const message = `${shown(choice)} is read as ${shown(sent)}${limited}`;
    warnings.push({ id: "tool-choice-read", field: "tool_choice", message });
  }
  return {
    tool_choice: sent,
    ...(named === null ? {} : { tools: named }),
    ...(isSerial ? { parallel_tool_calls: false } : {}),
  };
}

type Word = "auto" | "none" | "required";
type Choice =
  | { readonly kind: Word }
  | { readonly kind: "tool"; readonly name: string }
  /** One of the named tools, or also none of them. */
  | { readonly kind: "some"; readonly mode: "auto" | "required"; readonly names: readonly string[] };

/** `any` is what Anthropic, Mistral and Converse call `required`. */
const words: ReadonlyMap<JsonValue | undefined, Word> = new Map([
  ["auto", "auto"],
  ["none", "none"],
  ["required", "required"],
  ["any", "required"],
]);

function choiceIn(choice: JsonValue): Choice | null {
  const word = words.get(typeof choice === "string" ? choice.toLowerCase() : choice);
  if (word !== undefined) return { kind: word };
  return isJsonObject(choice) ? choiceInObject(choice) : null;
}

function choiceInObject(choice: JsonObject): Choice | null {
  const { type } = choice;
  if (Object.keys(choice).length === 0) return { kind: "auto" };
  if (type === "allowed_tools")
    return allowedTools(isJsonObject(choice["allowed_tools"]) ? choice["allowed_tools"] : choice);
  const word = words.get(typeof type === "string" ? type.toLowerCase() : type);
  if (word !== undefined) return { kind: word };
  if (isNothing(type)) return converseChoice(choice) ?? namedChoice(choice);
  if (type !== "function" && type !== "tool") return null;
  // A function that is not named is any function.
  return namedChoice(choice) ?? (nameMembers.some((name) => !isNothing(choice[name])) ? null : { kind: "required" });
}

const nameMembers = ["function", "tool", "name"];

/** The name in the object of Chat Completions (`function.name`), or of Responses and Messages (`name`). */
function namedChoice(choice: JsonObject): Choice | null {
  for (const member of nameMembers) {
    const inside = choice[member];
    const name = isJsonObject(inside) ? inside["name"] : inside;
    if (isName(name)) return { kind: "tool", name };
  }
  return null;
}

/** Converse: `{"auto": {}}`, `{"any": {}}`, `{"tool": {"name": …}}`. */
function converseChoice(choice: JsonObject): Choice | null {
  const [only, ...others] = Object.keys(choice);
  const word = others.length === 0 ? words.get(only) : undefined;
  return word === undefined ? null : { kind: word };
}

/** OpenAI's `allowed_tools`: a mode, and the tools that count for this turn (openai-node 6.49.0, 2026-11-28). */
function allowedTools({ mode, tools }: JsonObject): Choice | null {
  if ((mode !== "auto" && mode !== "required") || !Array.isArray(tools)) return null;
  const names = tools.map((tool) => (isJsonObject(tool) ? namedChoice(tool) : null));
  if (!names.every((one) => one?.kind === "tool")) return null;
  return { kind: "some", mode, names: names.map(({ name }) => name) };
}

function limitedTools(names: readonly string[], tools: readonly JsonObject[]): readonly JsonObject[] {
  for (const name of names) demandDeclared(name, tools);
  return tools.filter((tool) => names.includes(nameOf(tool) ?? ""));
}

function demandDeclared(name: string, tools: readonly JsonObject[]): void {
  if (tools.some((tool) => nameOf(tool) === name)) return;
  throw new RequestRefusal(
    "tool_choice",
    `'tool_choice' names the function ${shown(name)}, which 'tools' does not declare.`,
  );
}

function nameOf({ function: declared }: JsonObject): string | null {
  const name = isJsonObject(declared) ? declared["name"] : null;
  return typeof name === "string" ? name : null;
}

function called(name: string): JsonObject {
  return { type: "function", function: { name } };
}

function unreadable(): RequestRefusal {
  const forms = '"auto", "none", "required" or {"type": "function", "function": {"name": …}}';
  return new RequestRefusal("tool_choice", `'tool_choice' must be ${forms}.`);
}
