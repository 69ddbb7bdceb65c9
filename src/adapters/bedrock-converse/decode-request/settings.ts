import { isJsonObject, type JsonObject } from "../../../chat/json.js";
import type { ChatRequest, ResponseFormat } from "../../../chat/request.js";
import { parseJson } from "../../../wire/json.js";
import type { Warn } from "../../blocks/warning-log.js";
import { listOf, numberOf, objectOf, textOf, unknownMembers } from "../wire.js";

type Settings = Pick<ChatRequest, "maxOutputTokens" | "temperature" | "topP" | "stopSequences">;

const known: ReadonlySet<string> = new Set(["maxTokens", "temperature", "topP", "stopSequences"]);

/** Decodes `inferenceConfig`; each setting is null when absent, and an unknown member is a warning. */
export function decodeSettings(config: JsonObject | null, warn: Warn): Settings {
  const inference = config ?? {};
  for (const name of unknownMembers(inference, known)) {
    warn("unread-member", `inferenceConfig.${name}`, "a chat request has no such setting");
  }
  const stops = listOf(inference, "stopSequences");
  return {
    maxOutputTokens: numberOf(inference, "maxTokens"),
    temperature: numberOf(inference, "temperature"),
    topP: numberOf(inference, "topP"),
    stopSequences: stops === null ? null : stops.filter((stop) => typeof stop === "string"),
  };
}

/**
 * Decodes an `outputConfig` that holds a JSON schema format and nothing else; null for any other, which goes into
 * `extra`.
 */
export function decodeResponseFormat(outputConfig: JsonObject | null): ResponseFormat | null {
  if (outputConfig === null || Object.keys(outputConfig).join() !== "textFormat") return null;
  const format = objectOf(outputConfig, "textFormat");
  const structure = format === null ? null : objectOf(format, "structure");
  const definition = structure === null ? null : objectOf(structure, "jsonSchema");
  const text = definition === null ? null : textOf(definition, "schema");
  const name = definition === null ? null : textOf(definition, "name");
  if (definition === null || text === null || name === null || Object.keys(definition).length !== 2) return null;
  const schema = parseJson(text);
  if (!schema.ok || !isJsonObject(schema.value)) return null;
  return { kind: "json-schema", name, schema: schema.value, strict: null };
}
