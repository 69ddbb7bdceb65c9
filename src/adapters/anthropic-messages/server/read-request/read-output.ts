import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import type { Warning } from "../../../../chat/reply.js";
import { isNothing } from "../../../openai-chat/server/read-request/kept-members.js";
import { demand, RequestRefusal, shown } from "../../../openai-chat/server/read-request/refusal.js";

/** `members`: thinking, effort and format as every model is asked for them. `own`: what only an upstream of this API understands. */
type Output = { readonly members: JsonObject; readonly own: JsonObject };

/** Checks `thinking`, `output_config` and the older `output_format`, and parts what other APIs have from what they have not. */
export function readOutput(body: JsonObject, warnings: Warning[]): Output {
  const thinking = readThinking(body["thinking"]);
  const config = readConfig(body["output_config"]);
  const format = body["output_format"];
  const members: { [name: string]: JsonValue } = { ...thinking.members, ...config.members };
  if (!isNothing(format)) {
    checkFormat(format, "output_format");
    const before = config.members["output_config"];
    members["output_config"] = { format, ...(isJsonObject(before) ? before : {}) };
    if (isJsonObject(before) && before["format"] !== undefined) {
      warnings.push({ id: "format-twice", field: "output_format", message: "output_config.format is used instead" });
    }
  }
  return { members, own: { ...thinking.own, ...config.own } };
}

const thinkingTypes: readonly (JsonValue | undefined)[] = ["enabled", "adaptive", "disabled"];

function readThinking(thinking: JsonValue | undefined): Output {
  if (isNothing(thinking) || !isJsonObject(thinking)) return nothing;
  const { type, budget_tokens: budget, ...rest } = thinking;
  demand(thinkingTypes.includes(type), "thinking.type", `enabled, adaptive or disabled, not ${shown(type)}`);
  const isBudget = Number.isSafeInteger(budget) && Number(budget) >= 1;
  if (type === "enabled") demand(isBudget, "thinking.budget_tokens", "a whole number of at least 1");
  const kept = type === "enabled" ? { type, budget_tokens: budget ?? null } : { type: type ?? null };
  return { members: { thinking: kept }, own: part("thinking", withoutNothing(rest)) };
}

function readConfig(config: JsonValue | undefined): Output {
  if (isNothing(config) || !isJsonObject(config)) return nothing;
  const { effort, format, ...rest } = config;
  if (!isNothing(effort)) demand(typeof effort === "string", "output_config.effort", "a string");
  if (!isNothing(format)) checkFormat(format, "output_config.format");
  const kept = withoutNothing({ effort: effort ?? null, format: format ?? null });
  return { members: part("output_config", kept), own: part("output_config", withoutNothing(rest)) };
}

/** A reply in another format than the one that was asked for is no answer, so that no member of a format is left out. */
function checkFormat(format: JsonValue, at: string): void {
  demand(isJsonObject(format), at, "an object");
  demand(format["type"] === "json_schema", `${at}.type`, '"json_schema"');
  demand(isJsonObject(format["schema"]), `${at}.schema`, "a JSON schema");
  const more = Object.keys(format).find((name) => name !== "type" && name !== "schema");
  if (more === undefined) return;
  const path = `${at}.${more.slice(0, 100)}`;
  throw new RequestRefusal(path, `'${path}' is not a member of a format: it has type and schema.`);
}

const nothing: Output = { members: {}, own: {} };

function part(name: string, members: JsonObject): JsonObject {
  return Object.keys(members).length === 0 ? {} : { [name]: members };
}

function withoutNothing(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => !isNothing(value)));
}
