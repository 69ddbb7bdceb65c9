import { isJsonObject, type JsonObject } from "../../../../chat/json.js";
import type { Warning } from "../../../../chat/reply.js";
import { isName, isNothing, keepNamed } from "./kept-members.js";
import { demand } from "./refusal.js";

/**
 * Checks a response format and keeps what every route supports. `json_object` with a schema is read as `json_schema`, which
 * every route carries (Together, Fireworks and llama.cpp document the form); a type that is not OpenAI's goes on to
 * OpenAI-compatible upstreams with the members that such formats have.
 */
export function checkFormat(format: JsonObject, warnings: Warning[]): JsonObject {
  demand(typeof format["type"] === "string", "response_format.type", "a string");
  const at = "response_format";
  switch (format["type"]) {
    case "text":
      return keepNamed(format, ["type"], { at, warnings });
    case "json_object":
      return isJsonObject(format["schema"])
        ? asSchema(format["schema"], warnings)
        : keepNamed(format, ["type"], { at, warnings });
    case "json_schema":
      return checkSchema(format, warnings);
    default:
      return keepNamed(format, otherFormats, { at, warnings });
  }
}

/** The members of formats beyond OpenAI's: OpenRouter's `grammar`, vLLM's and SGLang's `structural_tag`, TGI's `regex`. */
const otherFormats = ["type", "schema", "grammar", "pattern", "value", "structures", "triggers", "format"];

function asSchema(schema: JsonObject, warnings: Warning[]): JsonObject {
  warnings.push({
    id: "response-format-read",
    field: "response_format",
    message: 'json_object with a schema is read as {"type": "json_schema"}',
  });
  return { type: "json_schema", json_schema: { name: "reply", schema } };
}

function checkSchema(format: JsonObject, warnings: Warning[]): JsonObject {
  const at = "response_format.json_schema";
  const schema = format["json_schema"];
  demand(isJsonObject(schema), at, "an object");
  demand(isName(schema["name"]), `${at}.name`, "a name");
  demand(isJsonObject(schema["schema"]), `${at}.schema`, "a JSON schema");
  demand(isNothing(schema["strict"]) || typeof schema["strict"] === "boolean", `${at}.strict`, "true or false");
  return { type: "json_schema", json_schema: keepNamed(schema, ["name", "schema", "strict"], { at, warnings }) };
}
