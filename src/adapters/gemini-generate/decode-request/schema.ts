import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import { enumWord, schemaTypes } from "../wire.js";

/**
 * Google's `Schema` as JSON Schema. It is OpenAPI 3.0's, as protobuf: the type is a word in capitals or a number, `nullable` is a
 * member, bounds of 64 bits are strings, names may be those of protobuf (`min_items`), and `propertyOrdering` is Google's own
 * (ai.google.dev/api/caching#Schema, read 2026-11-30; recordings of 2025 and 2026). A keyword that is not named here stays as it is.
 */
export function decodeSchema(schema: JsonObject): JsonObject {
  const decoded: { [keyword: string]: JsonValue } = {};
  for (const [name, value] of Object.entries(schema)) {
    const keyword = camelCase(name);
    if (!left.has(keyword)) decoded[keyword] = decodeKeyword(keyword, value);
  }
  const type = decodeType(schema["type"]);
  if (type !== null) decoded["type"] = type;
  return schema["nullable"] === true ? withNull(decoded) : decoded;
}

/** `type` and `nullable` are read apart. */
const left: ReadonlySet<string> = new Set(["type", "nullable", "propertyOrdering"]);

const bounds: ReadonlySet<string> = new Set([
  ...["minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties"],
]);

function decodeKeyword(keyword: string, value: JsonValue): JsonValue {
  switch (keyword) {
    case "properties":
    case "$defs":
    case "defs":
      return isJsonObject(value) ? decodeEach(value) : value;
    case "items":
    case "additionalProperties":
      return isJsonObject(value) ? decodeSchema(value) : value;
    case "anyOf":
      return Array.isArray(value) ? value.map((one) => (isJsonObject(one) ? decodeSchema(one) : one)) : value;
    default:
      return bounds.has(keyword) && typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  }
}

/** Names of properties are no keywords, and are kept as they are. */
function decodeEach(schemas: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, isJsonObject(schema) ? decodeSchema(schema) : schema]),
  );
}

/** A list of types is JSON Schema's own form, which clients send too. */
function decodeType(type: JsonValue | undefined): JsonValue | null {
  if (Array.isArray(type)) return type.map((one) => decodeType(one) ?? one);
  const word = enumWord(type, schemaTypes);
  return word === null || word === "TYPE_UNSPECIFIED" ? null : word.toLowerCase();
}

/** What may be null: by its type, its list of values, or one more alternative. */
function withNull(schema: JsonObject): JsonObject {
  const { type, enum: values, anyOf } = schema;
  return {
    ...schema,
    ...(typeof type === "string" ? { type: [type, "null"] } : {}),
    ...(Array.isArray(values) && !values.includes(null) ? { enum: [...values, null] } : {}),
    ...(Array.isArray(anyOf) ? { anyOf: [...anyOf, { type: "null" }] } : {}),
  };
}

function camelCase(name: string): string {
  return name.replace(/(?<=[a-z])_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
