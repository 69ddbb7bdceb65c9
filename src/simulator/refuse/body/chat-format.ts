import { isJsonObject, type JsonValue } from "../../../chat/json.js";
import { memberOf } from "../../request/members.js";
import { typeWord } from "./number-mistake.js";

const formats = ["text", "json_object", "json_schema"];

/** What is wrong with a `response_format`, in OpenAI's words; null: nothing. */
export function chatFormatMistake(format: JsonValue | undefined): string | null {
  if (format === undefined || format === null) return null;
  if (!isJsonObject(format)) {
    return `Invalid type for 'response_format': expected an object, but got ${typeWord(format)} instead.`;
  }
  const { type } = format;
  if (typeof type !== "string" || !formats.includes(type)) {
    return `Invalid value: '${String(type)}'. Supported values are: 'json_object', 'json_schema', and 'text'. (response_format.type)`;
  }
  return type === "json_schema" ? schemaMistake(format["json_schema"]) : null;
}

function schemaMistake(described: JsonValue | undefined): string | null {
  const where = "response_format.json_schema";
  if (!isJsonObject(described)) return `Missing required parameter: '${where}'.`;
  if (typeof described["name"] !== "string") return `Missing required parameter: '${where}.name'.`;
  const schema = memberOf(described, "schema");
  if (schema === undefined) return `Missing required parameter: '${where}.schema'.`;
  if (!isJsonObject(schema)) {
    return `Invalid type for '${where}.schema': expected an object, but got ${typeWord(schema)} instead.`;
  }
  const type = schema["type"];
  if (type !== undefined && type !== "object") {
    return `Invalid schema for response_format: schema must be a JSON Schema of 'type: "object"', got 'type: "${String(type)}"'. (${where}.schema)`;
  }
  const strict = described["strict"];
  if (strict === undefined || strict === null || typeof strict === "boolean") return null;
  return `Invalid type for '${where}.strict': expected a boolean, but got ${typeWord(strict)} instead.`;
}
