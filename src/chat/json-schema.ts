import { type Schema, Validator } from "@cfworker/json-schema";
import { isJsonObject, type JsonObject, type JsonValue } from "./json.js";

/** Where a value breaks a schema: the keyword, the place as a JSONPath, and what is wrong. */
export type SchemaError = { readonly keyword: string; readonly where: string; readonly message: string };

/**
 * What breaks a JSON Schema of 2020-12; `[]`: nothing does. `formats`: `format` is an annotation by default (validation §7.2.1). A
 * schema that refers outside of itself, or that is none, says nothing: `[]`.
 */
export function schemaErrors(
  value: JsonValue,
  schema: JsonObject,
  formats: "annotations" | "assertions" = "annotations",
): readonly SchemaError[] {
  const known = validators[formats].get(schema);
  const validator =
    known === undefined ? validatorOf(formats === "annotations" ? withoutFormats(schema) : schema) : known;
  validators[formats].set(schema, validator);
  if (validator === null) return [];
  try {
    return validator.validate(value).errors.map(({ keyword, instanceLocation, error }) => ({
      keyword,
      where: instanceLocation
        .replace(/^#/, "$")
        .replace(/\/(\d+)(?=\/|$)/g, "[$1]")
        .replaceAll("/", "."),
      message: error,
    }));
  } catch {
    return [];
  }
}

const validators = {
  annotations: new WeakMap<JsonObject, Validator | null>(),
  assertions: new WeakMap<JsonObject, Validator | null>(),
};

function validatorOf(schema: unknown): Validator | null {
  try {
    return new Validator(withNames(schema) as Schema, "2020-12", false);
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
