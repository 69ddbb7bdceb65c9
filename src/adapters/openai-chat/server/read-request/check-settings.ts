import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import {
  boolean,
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
import { demand, RequestRefusal, shown } from "./refusal.js";

/** Refuses settings whose type is not the API's. Null counts as absent, and ranges are left to the repair. */
export function checkSettings(body: JsonObject): void {
  for (const name of Object.keys(body)) {
    const rule = rules.get(name);
    const value = body[name];
    if (rule !== undefined && value !== undefined && value !== null) demand(rule.holds(value), name, rule.must);
  }
  checkCount(body["n"]);
  checkStreamOptions(body["stream_options"]);
  for (const name of legacyNames) refuseLegacy(body, name, name);
}

/** The members of legacy function calling. */
export const legacyNames: readonly string[] = ["functions", "function_call"];

/** True for a member whose null counts as absent and is not sent to an upstream. */
export function isSetting(name: string): boolean {
  return rules.has(name);
}

/** Refuses legacy function calling. It is not translated: the reply would have `tool_calls`, which its clients do not read. */
export function refuseLegacy(object: JsonObject, name: string, param: string): void {
  if (object[name] === undefined || object[name] === null) return;
  const message = `'${param}' is the legacy form of tool calling, which is not supported: send 'tools' and 'tool_choice', and read 'tool_calls'.`;
  throw new RequestRefusal(param, message, "unsupported_parameter");
}

const rules: ReadonlyMap<string, Rule> = new Map([
  ["model", modelName],
  ["temperature", number],
  ["top_p", number],
  ["top_k", integer],
  ["seed", integer],
  ["presence_penalty", number],
  ["frequency_penalty", number],
  ["max_tokens", limit],
  ["max_completion_tokens", limit],
  ["stop", { must: "a string or a list of strings", holds: isStop }],
  ["stream", boolean],
  ["stream_options", object],
  ["parallel_tool_calls", boolean],
  ["tools", list],
  ["tool_choice", { must: '"auto", "none", "required" or an object that names a function', holds: isText }],
  ["logprobs", boolean],
  ["top_logprobs", integer],
  ["response_format", object],
  ["reasoning", object],
  ["thinking", object],
  ["reasoning_effort", text],
]);

function isText(value: JsonValue): boolean {
  return typeof value === "string" || isJsonObject(value);
}

function isStop(value: JsonValue): boolean {
  return typeof value === "string" || texts.holds(value);
}

function checkStreamOptions(value: JsonValue | undefined): void {
  const usage = isJsonObject(value) ? value["include_usage"] : undefined;
  if (usage !== undefined && usage !== null) demand(boolean.holds(usage), "stream_options.include_usage", boolean.must);
}

function checkCount(value: JsonValue | undefined): void {
  if (value === undefined || value === null || value === 1) return;
  const message = `'n' must be 1, not ${shown(value)}: the router returns one choice. Send the request again for another.`;
  throw new RequestRefusal("n", message, "unsupported_value");
}
