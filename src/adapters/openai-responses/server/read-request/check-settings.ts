import type { JsonObject } from "../../../../chat/json.js";
import {
  boolean,
  checkRules,
  integer,
  limit,
  list,
  modelName,
  number,
  object,
  type Rule,
  text,
  texts,
} from "../../../server/setting-rules.js";

/** Refuses settings whose type is not the API's. Null counts as absent, and ranges are left to the repair. */
export function checkSettings(body: JsonObject): void {
  checkRules(body, rules);
}

const rules: ReadonlyMap<string, Rule> = new Map([
  ["model", modelName],
  ["instructions", text],
  ["max_output_tokens", limit],
  ["max_tool_calls", limit],
  ["temperature", number],
  ["top_p", number],
  ["top_k", integer],
  ["top_logprobs", integer],
  ["presence_penalty", number],
  ["frequency_penalty", number],
  ["stream", boolean],
  ["stream_options", object],
  ["store", boolean],
  ["background", boolean],
  ["parallel_tool_calls", boolean],
  ["include", texts],
  ["truncation", { must: '"auto" or "disabled"', holds: (value) => value === "auto" || value === "disabled" }],
  ["metadata", object],
  ["tools", list],
  ["text", object],
  ["reasoning", object],
]);
