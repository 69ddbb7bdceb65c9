import { type OutputUnit, type Schema, Validator } from "@cfworker/json-schema";
import { isJsonObject, type JsonObject, type JsonValue } from "./json.js";

/** Where a value breaks a schema: the keyword, the place as a JSONPath, and what is wrong. */
export type SchemaError = { readonly keyword: string; readonly where: string; readonly message: string };

/** What breaks a schema; `[]`: nothing does. */
export type SchemaReader = (value: JsonValue) => readonly SchemaError[];

/**
 * Reads a JSON Schema of 2020-12, of which `format` is an annotation (validation §7.2.1). Nothing breaks a schema that is none, or that
 * refers outside of itself.
 */
export function schemaReader(schema: JsonObject): SchemaReader {
  const validator = validatorOf(schema);
  return (value) => {
    try {
      return validator?.validate(value).errors.map(errorOf) ?? [];
    } catch {
      return [];
    }
  };
}

function errorOf({ keyword, instanceLocation, error }: OutputUnit): SchemaError {
  const where = instanceLocation
    .replace(/^#/, "$")
    .replace(/\/(\d+)(?=\/|$)/g, "[$1]")
    .replaceAll("/", ".");
  return { keyword, where, message: error };
}

function validatorOf(schema: JsonObject): Validator | null {
  try {
    return new Validator(withNames(withoutFormats(schema)) as Schema, "2020-12", false);
  } catch {
    return null;
  }
}

/** Removes what is no name from lists of required members: tools that people declare have such, and services take them. */
function withNames(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withNames);
  if (!isJsonObject(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      key === "required" && Array.isArray(value) ? value.filter((name) => typeof name === "string") : withNames(value),
    ]),
  );
}

/** Removes the annotation `format`. A member of that name among `properties` is a schema, not text, and is kept. */
export function withoutFormats(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutFormats);
  if (!isJsonObject(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key, value]) => key !== "format" || typeof value !== "string")
      .map(([key, value]) => [key, withoutFormats(value)]),
  );
}
