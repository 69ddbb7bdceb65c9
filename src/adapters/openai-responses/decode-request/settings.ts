import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { ReasoningSetting, ResponseFormat, Tool, ToolChoice } from "../../../chat/request.js";
import { asBoolean, asNumber, type Settings, settingsOf } from "../../openai/take-settings.js";
import { booleanAt, listAt, objectAt, textAt } from "../../openai/wire-members.js";
import { logprobsIncluded } from "../encode/include.js";
import type { Warn } from "./place.js";

/**
 * Decodes the settings that the chat vocabulary has. `read`: the names of the members that it has in full; one that it has in part,
 * such as a `text` with a verbosity, stays in `extra` too.
 */
export function decodeSettings(
  body: JsonObject,
  warn: Warn,
): { readonly settings: Settings; readonly read: ReadonlySet<string> } {
  const { settings, read, take } = settingsOf(body);
  take("tools", "tools", (value) => decodeTools(value, warn));
  take("tool_choice", "toolChoice", decodeChoice);
  take("parallel_tool_calls", "parallelToolCalls", asBoolean);
  take("max_output_tokens", "maxOutputTokens", asNumber);
  take("temperature", "temperature", asNumber);
  take("top_p", "topP", asNumber);
  take("top_k", "topK", asNumber);
  take("presence_penalty", "presencePenalty", asNumber);
  take("frequency_penalty", "frequencyPenalty", asNumber);
  const alternatives = body["top_logprobs"] ?? 0;
  take("include", "logprobs", (value) => logprobsAsked(value, alternatives));
  if (settings.logprobs !== undefined && alternatives !== 0) read.add("top_logprobs");
  if ((listAt(body, "include")?.length ?? 0) > 1) read.delete("include");
  take("text", "responseFormat", decodeText);
  take("reasoning", "reasoning", decodeReasoning);
  for (const name of ["text", "reasoning", "tool_choice"]) if (!isReadWhole(name, body[name])) read.delete(name);
  if (listAt(body, "tools")?.every(isWholeTool) === false) read.delete("tools");
  if (settings.toolChoice !== undefined && !read.has("tool_choice"))
    warn("not-read", "tool_choice.tools", "the tools that are allowed are not read, only whether one must be called");
  return { settings, read };
}

/**
 * `include` asks for log probabilities; `top_logprobs` is how many alternatives each has, and asks for nothing by itself. A list with more
 * stays in `extra` too.
 */
function logprobsAsked(include: JsonValue, alternatives: JsonValue): number | null {
  if (!Array.isArray(include) || !include.includes(logprobsIncluded)) return null;
  return asNumber(alternatives);
}

/** The members of a setting that are read; any other keeps the whole of it in `extra`. */
const readMembers: { readonly [name: string]: readonly string[] } = {
  text: ["format"],
  reasoning: ["effort"],
  tool_choice: ["type", "name"],
};

function isReadWhole(name: string, value: JsonValue | undefined): boolean {
  return !isJsonObject(value) || only(value, readMembers[name] ?? []);
}

/**
 * The functions of the list. A list with anything that a tool of a chat request cannot hold stays in `extra` too. What a function nests,
 * as in Chat Completions, is not read by this API either: OpenAI takes it for a function without parameters (recordings of
 * neilberkman/req_llm, 2025).
 */
function decodeTools(value: JsonValue, warn: Warn): readonly Tool[] | null {
  if (!Array.isArray(value)) return null;
  return value.flatMap((tool, index): readonly Tool[] => {
    const name = isFunction(tool) ? textAt(tool, "name") : null;
    if (!isWholeTool(tool))
      warn("not-read", `tools[${index}]`, `${nameOfTool(tool)} is kept in extra, with the whole list`);
    if (!isJsonObject(tool) || name === null) return [];
    const description = textAt(tool, "description");
    return [{ name, description, parameters: objectAt(tool, "parameters"), strict: booleanAt(tool, "strict") }];
  });
}

function nameOfTool(tool: JsonValue): string {
  const type = isJsonObject(tool) ? textAt(tool, "type") : null;
  return type === "function" ? "a function with members that are not read" : `a tool of the type ${type ?? "(none)"}`;
}

function isWholeTool(tool: JsonValue): boolean {
  if (!isFunction(tool) || textAt(tool, "name") === null) return false;
  return only(tool, ["type", "name", "description", "parameters", "strict"]);
}

function isFunction(tool: JsonValue): tool is JsonObject {
  return isJsonObject(tool) && tool["type"] === "function";
}

function decodeChoice(value: JsonValue): ToolChoice | null {
  if (value === "auto" || value === "none" || value === "required") return { kind: value };
  if (!isJsonObject(value)) return null;
  const { mode } = value;
  if (value["type"] === "allowed_tools" && (mode === "auto" || mode === "required")) return { kind: mode };
  const name = value["type"] === "function" ? textAt(value, "name") : null;
  return name === null ? null : { kind: "tool", name };
}

/** Flat, not nested as in Chat Completions. */
function decodeText(value: JsonValue): ResponseFormat | null {
  const format = isJsonObject(value) ? objectAt(value, "format") : null;
  if (format === null) return null;
  if (format["type"] === "text" && only(format, ["type"])) return { kind: "text" };
  if (format["type"] === "json_object" && only(format, ["type"])) return { kind: "json-object" };
  const name = textAt(format, "name");
  const schema = objectAt(format, "schema");
  if (format["type"] !== "json_schema" || name === null || schema === null) return null;
  if (!only(format, ["type", "name", "schema", "strict"])) return null;
  return { kind: "json-schema", name, schema, strict: booleanAt(format, "strict") };
}

function decodeReasoning(value: JsonValue): ReasoningSetting | null {
  const effort = isJsonObject(value) ? textAt(value, "effort") : null;
  if (effort === null) return null;
  const isOff = effort === "none";
  return { mode: isOff ? "off" : "on", effort: isOff ? null : effort, budgetTokens: null };
}

/** True when an object has no other members that say something. */
function only(value: JsonObject, names: readonly string[]): boolean {
  return Object.entries(value).every(([name, member]) => names.includes(name) || member === null);
}
