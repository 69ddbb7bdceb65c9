import { isJsonObject, type JsonObject } from "../../../chat/json.js";
import type { ReasoningSetting, ResponseFormat } from "../../../chat/request.js";
import { numberIn, objectIn, stringIn } from "../../draft/read-json.js";
import type { ReadSettings } from "./read-settings.js";

/**
 * Decodes thinking, effort and the format of the output. `output_format` is the format's older place (beta structured-outputs-2025-11-13).
 * A member that says more than the settings do stays in `extra` whole, so that it can be sent again unchanged.
 */
export function readOutput(body: JsonObject): ReadSettings {
  const config = objectIn(body, "output_config");
  const effort = config === null ? null : stringIn(config, "effort");
  const format = formatOf((config === null ? null : objectIn(config, "format")) ?? objectIn(body, "output_format"));
  const thinking = objectIn(body, "thinking");
  return {
    settings: {
      ...(thinking === null && effort === null ? {} : { reasoning: reasoningOf(thinking, effort) }),
      ...(format === null ? {} : { responseFormat: format }),
    },
    read: new Set([
      ...(thinking !== null && isPlain(thinking) ? ["thinking"] : []),
      ...(config !== null && saysWhole(config) ? ["output_config"] : []),
      ...(config === null && format !== null ? ["output_format"] : []),
    ]),
  };
}

/** Effort without thinking says nothing of whether the model reasons. */
function reasoningOf(thinking: JsonObject | null, effort: string | null): ReasoningSetting {
  if (thinking === null) return { mode: "default", effort, budgetTokens: null };
  const mode = stringIn(thinking, "type") === "disabled" ? "off" : "on";
  return { mode, effort, budgetTokens: numberIn(thinking, "budget_tokens") };
}

/** True for thinking that is off, or on with a budget. `adaptive` and `display` are no setting of ours. */
function isPlain(thinking: JsonObject): boolean {
  const type = stringIn(thinking, "type");
  const names = Object.keys(thinking);
  if (type === "disabled") return names.length === 1;
  return type === "enabled" && names.length === 2 && numberIn(thinking, "budget_tokens") !== null;
}

function saysWhole(config: JsonObject): boolean {
  return Object.entries(config).every(([name, value]) => {
    if (name === "effort") return typeof value === "string";
    return name === "format" && isJsonObject(value) && formatOf(value) !== null;
  });
}

/** The API has no name for a schema; others demand one. */
function formatOf(format: JsonObject | null): ResponseFormat | null {
  if (format === null || stringIn(format, "type") !== "json_schema") return null;
  const schema = objectIn(format, "schema");
  if (schema === null || Object.keys(format).length !== 2) return null;
  return { kind: "json-schema", name: "output", schema, strict: null };
}
