import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import { objectAt } from "../../openai/wire-members.js";
import { decodeSettings as decodeAsChat } from "../../openai-chat/decode-request/settings.js";

/** Cohere's name for a setting → the name in chat completions. The others have the same names. */
const names: { readonly [name: string]: string } = { p: "top_p", k: "top_k", stop_sequences: "stop" };

/** Decodes the settings, under the names and in the forms of chat completions; `read` holds the names of their members. */
export function decodeSettings(body: JsonObject): ReturnType<typeof decodeAsChat> {
  const renamed = Object.entries(body).map(([name, value]): readonly [string, JsonValue, string] => [
    names[name] ?? name,
    asChat(name, value),
    name,
  ]);
  const { settings, read } = decodeAsChat(Object.fromEntries(renamed));
  return { settings, read: new Set(renamed.flatMap(([chat, , own]) => (read.has(chat) ? [own] : []))) };
}

function asChat(name: string, value: JsonValue): JsonValue {
  if (name === "tool_choice" && typeof value === "string") return value.toLowerCase();
  if (name === "response_format" && isJsonObject(value)) return formatOf(value);
  return value;
}

/** A schema stands in `json_schema`, or in `schema` as in version 1, under the type `json_object`. */
function formatOf(value: JsonObject): JsonObject {
  const schema = objectAt(value, "json_schema") ?? objectAt(value, "schema");
  if (schema === null) return value;
  return { type: "json_schema", json_schema: { name: "response", schema } };
}
