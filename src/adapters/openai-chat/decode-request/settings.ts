import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { ReasoningSetting, ResponseFormat, Tool, ToolChoice } from "../../../chat/request.js";
import { asBoolean, asNumber, type Settings, settingsOf } from "../../openai/take-settings.js";
import { booleanAt, numberAt, objectAt, textAt } from "../../openai/wire-members.js";

/** Decodes the settings that the chat vocabulary has; `read` holds the names of the members that they came from. */
export function decodeSettings(body: JsonObject): { readonly settings: Settings; readonly read: ReadonlySet<string> } {
  const { settings, read, take } = settingsOf(body);
  take("tools", "tools", decodeTools);
  take("tool_choice", "toolChoice", decodeChoice);
  take("parallel_tool_calls", "parallelToolCalls", asBoolean);
  take("max_completion_tokens", "maxOutputTokens", asNumber);
  if (settings.maxOutputTokens === undefined) take("max_tokens", "maxOutputTokens", asNumber);
  take("temperature", "temperature", asNumber);
  take("top_p", "topP", asNumber);
  take("top_k", "topK", asNumber);
  take("seed", "seed", asNumber);
  take("presence_penalty", "presencePenalty", asNumber);
  take("frequency_penalty", "frequencyPenalty", asNumber);
  take("stop", "stopSequences", decodeStop);
  take("response_format", "responseFormat", decodeFormat);
  take("reasoning", "reasoning", decodeOpenRouterReasoning);
  if (settings.reasoning === undefined) take("thinking", "reasoning", decodeThinking);
  if (settings.reasoning === undefined) take("reasoning_effort", "reasoning", decodeEffort);
  return { settings, read };
}

function decodeStop(value: JsonValue): readonly string[] | null {
  if (typeof value === "string") return [value];
  return Array.isArray(value) && value.every((one) => typeof one === "string") ? value : null;
}

/** All tools or none: a list that has a tool of another kind, or a tool with unknown members, goes to `extra` whole. */
function decodeTools(value: JsonValue): readonly Tool[] | null {
  if (!Array.isArray(value)) return null;
  const tools = value.map(decodeTool);
  return tools.every((tool) => tool !== null) ? tools : null;
}

function decodeTool(value: JsonValue): Tool | null {
  const called = isJsonObject(value) && value["type"] === "function" ? objectAt(value, "function") : null;
  if (called === null || !isJsonObject(value) || !only(value, ["type", "function"])) return null;
  const name = textAt(called, "name");
  if (name === null || !only(called, ["name", "description", "parameters", "strict"])) return null;
  return {
    name,
    description: textAt(called, "description"),
    parameters: objectAt(called, "parameters"),
    strict: booleanAt(called, "strict"),
  };
}

function decodeChoice(value: JsonValue): ToolChoice | null {
  if (value === "auto" || value === "none" || value === "required") return { kind: value };
  const called = isJsonObject(value) && value["type"] === "function" ? objectAt(value, "function") : null;
  const name = called === null ? null : textAt(called, "name");
  return name === null ? null : { kind: "tool", name };
}

function decodeFormat(value: JsonValue): ResponseFormat | null {
  if (!isJsonObject(value)) return null;
  if (value["type"] === "text" && only(value, ["type"])) return { kind: "text" };
  if (value["type"] === "json_object" && only(value, ["type"])) return { kind: "json-object" };
  const format = value["type"] === "json_schema" ? objectAt(value, "json_schema") : null;
  if (format === null || !only(format, ["name", "schema", "strict"])) return null;
  const name = textAt(format, "name");
  const schema = objectAt(format, "schema");
  return name === null || schema === null
    ? null
    : { kind: "json-schema", name, schema, strict: booleanAt(format, "strict") };
}

function decodeOpenRouterReasoning(value: JsonValue): ReasoningSetting | null {
  if (!isJsonObject(value) || !only(value, ["enabled", "effort", "max_tokens"])) return null;
  if (value["enabled"] === false) {
    return only(value, ["enabled"]) ? { mode: "off", effort: null, budgetTokens: null } : null;
  }
  return { mode: "on", effort: textAt(value, "effort"), budgetTokens: numberAt(value, "max_tokens") };
}

function decodeThinking(value: JsonValue): ReasoningSetting | null {
  if (!isJsonObject(value) || !only(value, ["type"])) return null;
  if (value["type"] === "disabled") return { mode: "off", effort: null, budgetTokens: null };
  return value["type"] === "enabled" ? { mode: "on", effort: null, budgetTokens: null } : null;
}

function decodeEffort(value: JsonValue): ReasoningSetting | null {
  return typeof value === "string" ? { mode: "on", effort: value, budgetTokens: null } : null;
}

function only(value: JsonObject, names: readonly string[]): boolean {
  return Object.keys(value).every((name) => names.includes(name));
}
