import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import { isNothing } from "../../../openai-chat/server/read-request/kept-members.js";
import { demand } from "../../../openai-chat/server/read-request/refusal.js";

/** Refuses settings whose type is not the API's. Null counts as absent, and ranges are left to the repair. */
export function checkSettings(body: JsonObject): void {
  for (const [name, { must, holds }] of rules) {
    const value = body[name];
    if (!isNothing(value)) demand(holds(value), name, must);
  }
}

type Rule = { readonly must: string; readonly holds: (value: JsonValue) => boolean };

const number: Rule = { must: "a number", holds: (value) => Number.isFinite(value) };
const limit: Rule = {
  must: "a whole number of at least 1",
  holds: (value) => Number.isSafeInteger(value) && Number(value) >= 1,
};
const count: Rule = { must: "a whole number", holds: (value) => Number.isSafeInteger(value) };
const boolean: Rule = { must: "true or false", holds: (value) => typeof value === "boolean" };
const text: Rule = { must: "a string", holds: (value) => typeof value === "string" };
const object: Rule = { must: "an object", holds: isJsonObject };

const rules: ReadonlyMap<string, Rule> = new Map([
  ["model", { must: "a name of 1 to 256 characters", holds: isModelName }],
  ["instructions", text],
  ["max_output_tokens", limit],
  ["max_tool_calls", limit],
  ["temperature", number],
  ["top_p", number],
  ["top_k", count],
  ["top_logprobs", count],
  ["presence_penalty", number],
  ["frequency_penalty", number],
  ["stream", boolean],
  ["stream_options", object],
  ["store", boolean],
  ["background", boolean],
  ["parallel_tool_calls", boolean],
  ["include", { must: "a list of strings", holds: areTexts }],
  ["truncation", { must: '"auto" or "disabled"', holds: (value) => value === "auto" || value === "disabled" }],
  ["metadata", object],
  ["tools", { must: "a list", holds: Array.isArray }],
  ["text", object],
  ["reasoning", object],
]);

function isModelName(value: JsonValue): boolean {
  return typeof value === "string" && value.trim() !== "" && value.length <= 256 && !/\p{Cc}/u.test(value);
}

function areTexts(value: JsonValue): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}
