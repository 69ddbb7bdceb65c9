import { z } from "zod";
import { isJsonObject, type JsonObject } from "../../chat/json.js";

/** Where arguments break a schema: the place as a JSONPath, and what is wrong there. */
export interface SchemaBreach {
  readonly cause: "required-missing" | "wrong-type" | "not-in-enum" | "unknown-member" | "out-of-bounds";
  readonly where: string;
  readonly message: string;
}

/**
 * What breaks a tool's JSON Schema, in the schema's order; `[]` when nothing does.
 * `format` is an annotation (JSON Schema 2020-12, validation §7.2.1) and is not held against a model. A schema that the
 * library cannot read (a remote `$ref`, `if`/`then`) says nothing: `[]`.
 */
export function againstSchema(args: JsonObject, schema: JsonObject | null): readonly SchemaBreach[] {
  if (schema === null) return [];
  const read = readers.get(schema) ?? readerOf(schema);
  readers.set(schema, read);
  if (read === "unreadable") return [];
  const parsed = read.safeParse(args);
  return parsed.success ? [] : parsed.error.issues.map((issue) => breachOf(issue, args));
}

const readers = new WeakMap<JsonObject, z.ZodType | "unreadable">();

function readerOf(schema: JsonObject): z.ZodType | "unreadable" {
  try {
    return z.fromJSONSchema(withoutFormats(schema) as z.core.JSONSchema.JSONSchema);
  } catch {
    return "unreadable";
  }
}

/** A member named `format` among `properties` is a schema, not text, and stays. */
function withoutFormats(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutFormats);
  if (!isJsonObject(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key, value]) => key !== "format" || typeof value !== "string")
      .map(([key, value]) => [key, withoutFormats(value)]),
  );
}

function breachOf(issue: z.core.$ZodIssue, args: JsonObject): SchemaBreach {
  const where = issue.path.reduce<string>(
    (path, key) => (typeof key === "number" ? `${path}[${key}]` : `${path}.${String(key)}`),
    "$",
  );
  return { cause: causeOf(issue, args), where, message: issue.message };
}

function causeOf(issue: z.core.$ZodIssue, args: JsonObject): SchemaBreach["cause"] {
  switch (issue.code) {
    case "invalid_type":
      return has(args, issue.path) ? "wrong-type" : "required-missing";
    case "invalid_value":
      return has(args, issue.path) ? "not-in-enum" : "required-missing";
    case "unrecognized_keys":
      return "unknown-member";
    case "invalid_union":
      return "wrong-type";
    default:
      return "out-of-bounds";
  }
}

function has(value: unknown, path: readonly PropertyKey[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return true;
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? has((value as Record<PropertyKey, unknown>)[key], rest)
    : false;
}
