import type { JsonObject } from "../../../chat/json.js";
import { isList, memberOf, textAt } from "../../request/members.js";
import { inputItems } from "../../request/read-responses.js";
import { brokenBy, type SettingRule } from "./number-mistake.js";
import { itemsMistake } from "./responses-items.js";
import { first, missing, mistake, type ResponsesMistake, wrongType } from "./responses-mistake.js";
import { toolsMistake } from "./responses-tools.js";

/**
 * The first mistake of a body of Responses, in OpenAI's words; null: it is accepted. Recorded: the reasoning item without its following one
 * (pydantic-ai, 2025-09-12) and the previous response (rig, 2026-07). Tool outputs: microsoft/vscode#320060 (2026-06-05),
 * router-for-me/CLIProxyAPI#2368 (2026-03-27). Settings and types: as in chat ([chat-body](./chat-body.ts)). An unknown member:
 * openai/codex and portkey.ai/error-library ("Unknown parameter: '…'."). `queues`: a reply may be asked for in the background.
 */
export function responsesMistake(body: JsonObject, queues = false): ResponsesMistake | null {
  const items = inputItems(body);
  return (
    unknownMember(body) ??
    inputMistake(body) ??
    first(settings, (rule) => settingMistake(body, rule)) ??
    toolsMistake(body) ??
    stateMistake(body, queues) ??
    itemsMistake(items)
  );
}

/** The members of a request (Open Responses `CreateResponseBody`, llamastack/llama-stack d1b663; OpenAI's reference, 2026-11), and OpenRouter's and Codex's. */
const members: ReadonlySet<string> = new Set([
  ...["model", "input", "instructions", "tools", "tool_choice", "parallel_tool_calls", "max_output_tokens"],
  ...["max_tool_calls", "temperature", "top_p", "presence_penalty", "frequency_penalty", "top_logprobs", "text"],
  ...["reasoning", "include", "store", "previous_response_id", "conversation", "background", "stream"],
  ...["stream_options", "truncation", "metadata", "service_tier", "safety_identifier", "prompt_cache_key"],
  ...["prompt_cache_retention", "prompt", "context_management", "user", "client_metadata", "moderation"],
  ...["provider", "plugins", "models", "route", "session_id", "modalities", "image_config", "top_k", "usage"],
]);

function unknownMember(body: JsonObject): ResponsesMistake | null {
  const unknown = Object.keys(body).find((name) => !members.has(name));
  return unknown === undefined ? null : mistake(`Unknown parameter: '${unknown}'.`, unknown, "unknown_parameter");
}

function inputMistake(body: JsonObject): ResponsesMistake | null {
  const input = memberOf(body, "input");
  if (input === undefined || input === null) return missing("input");
  if (isList(input) && input.length === 0) {
    const message =
      "Invalid 'input': empty array. Expected an array with minimum length 1, but got an empty array instead.";
    return mistake(message, "input", "empty_array");
  }
  if (typeof input === "string" || isList(input)) return null;
  return wrongType("input", "one of an array of objects or string", input);
}

const settings: readonly SettingRule[] = [
  { name: "temperature", type: "number", least: 0, most: 2 },
  { name: "top_p", type: "number", least: 0, most: 1 },
  { name: "presence_penalty", type: "number", least: -2, most: 2 },
  { name: "frequency_penalty", type: "number", least: -2, most: 2 },
  // OpenAI's least is 16 (openai-node threads, 2025); services behind the same form take 1.
  { name: "max_output_tokens", type: "integer", least: 1 },
  { name: "top_logprobs", type: "integer", least: 0, most: 20 },
  { name: "parallel_tool_calls", type: "boolean" },
  { name: "store", type: "boolean" },
];

const words = { number: "a decimal", integer: "an integer", boolean: "a boolean" } as const;

function settingMistake(body: JsonObject, rule: SettingRule): ResponsesMistake | null {
  const value = memberOf(body, rule.name);
  const broken = brokenBy(value, rule);
  if (broken === null || value === undefined) return null;
  if (broken === "type") return wrongType(rule.name, words[rule.type], value);
  const kind = rule.type === "integer" ? "integer" : "decimal";
  const [bound, sign] = broken === "below" ? ["minimum", `>= ${rule.least}`] : ["maximum", `<= ${rule.most}`];
  return mistake(
    `Invalid '${rule.name}': ${kind} ${broken} ${bound} value. Expected a value ${sign}, but got ${String(value)} instead.`,
    rule.name,
    `${kind}_${broken}_${broken === "below" ? "min" : "max"}_value`,
  );
}

/** The simulator keeps no reply, and says so as a service does that has not kept this one. */
function stateMistake(body: JsonObject, queues: boolean): ResponsesMistake | null {
  const previous = textAt(body, "previous_response_id");
  if (previous !== null) {
    return mistake(
      `Previous response with id '${previous}' not found.`,
      "previous_response_id",
      "previous_response_not_found",
    );
  }
  const kept = ["conversation", "prompt"].find((name) => (memberOf(body, name) ?? null) !== null);
  if (kept !== undefined)
    return mistake(`Unsupported parameter: '${kept}': the simulator keeps nothing.`, kept, "unsupported_parameter");
  if (body["background"] !== true || queues) return null;
  return mistake(
    "Unsupported parameter: 'background': the simulator keeps nothing.",
    "background",
    "unsupported_parameter",
  );
}
