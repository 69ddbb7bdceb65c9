import type { JsonObject } from "../../../../chat/json.js";
import { isNothing } from "../../../openai-chat/server/read-request/kept-members.js";
import { demand } from "../../../openai-chat/server/read-request/refusal.js";
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
  texts,
} from "../../../server/setting-rules.js";

/**
 * Refuses settings whose type is not the API's. Null counts as absent, and ranges are left to the repair. `needsLimit`: `max_tokens` is
 * required, as it is of a call and not of a count.
 */
export function checkSettings(body: JsonObject, { needsLimit }: { readonly needsLimit: boolean }): void {
  checkRules(body, rules);
  if (needsLimit) demand(!isNothing(body["max_tokens"]), "max_tokens", `set: ${limit.must}`);
}

const rules: ReadonlyMap<string, Rule> = new Map([
  ["model", modelName],
  ["max_tokens", limit],
  ["temperature", number],
  ["top_p", number],
  ["top_k", integer],
  ["stop_sequences", texts],
  ["stream", boolean],
  ["tools", list],
  ["tool_choice", object],
  ["thinking", object],
  ["output_config", object],
  ["output_format", object],
  ["metadata", object],
  ["context_management", object],
  ["cache_control", object],
]);
