import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import { isNothing } from "../../../openai-chat/server/read-request/kept-members.js";
import { demand } from "../../../openai-chat/server/read-request/refusal.js";

/**
 * Refuses settings whose type is not the API's. Null counts as absent, and ranges are left to the repair. `needsLimit`: `max_tokens` is
 * required, as it is of a call and not of a count.
 */
export function checkSettings(body: JsonObject, { needsLimit }: { readonly needsLimit: boolean }): void {
  for (const [name, { must, holds }] of rules) {
    const value = body[name];
    if (!isNothing(value)) demand(holds(value), name, must);
  }
  if (needsLimit) demand(!isNothing(body["max_tokens"]), "max_tokens", `set: ${limit.must}`);
}

type Rule = { readonly must: string; readonly holds: (value: JsonValue) => boolean };

const number: Rule = { must: "a number", holds: (value) => Number.isFinite(value) };
const limit: Rule = {
  must: "a whole number of at least 1",
  holds: (value) => Number.isSafeInteger(value) && Number(value) >= 1,
};
const object: Rule = { must: "an object", holds: isJsonObject };

const rules: ReadonlyMap<string, Rule> = new Map([
  ["model", { must: "a name of 1 to 256 characters", holds: isModelName }],
  ["max_tokens", limit],
  ["temperature", number],
  ["top_p", number],
  ["top_k", { must: "a whole number", holds: (value) => Number.isSafeInteger(value) }],
  ["stop_sequences", { must: "a list of strings", holds: areTexts }],
  ["stream", { must: "true or false", holds: (value) => typeof value === "boolean" }],
  ["tools", { must: "a list", holds: Array.isArray }],
  ["tool_choice", object],
  ["thinking", object],
  ["output_config", object],
  ["output_format", object],
  ["metadata", object],
  ["context_management", object],
  ["cache_control", object],
]);

function isModelName(value: JsonValue): boolean {
  return typeof value === "string" && value.trim() !== "" && value.length <= 256 && !/\p{Cc}/u.test(value);
}

function areTexts(value: JsonValue): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}
