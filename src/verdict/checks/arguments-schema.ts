import { z } from "zod";
import { isJsonObject, type JsonObject } from "../../chat/json.js";
import { remember } from "../remember.js";

/** A place where arguments break a schema, as a JSONPath, and what is wrong there. */
export interface SchemaBreach {
  readonly cause: "required-missing" | "wrong-type" | "not-in-enum" | "unknown-member" | "out-of-bounds";
  readonly where: string;
  readonly message: string;
}

/**
 * The breaches of a tool's JSON Schema, in the schema's order; `[]` when there are none.
 * `format` is an annotation (JSON Schema 2020-12, validation §7.2.1), so a value that breaks it is not a breach. A schema that
 * the library cannot read (a remote `$ref`, `if`/`then`) is not checked: `[]`.
 */
export function schemaBreaches(args: JsonObject, schema: JsonObject | null): readonly SchemaBreach[] {
  if (schema === null) return [];
  const validator = validators.get(schema) ?? validatorOfText(JSON.stringify(schema));
  validators.set(schema, validator);
  if (validator === "unreadable") return [];
  const parsed = validator.safeParse(args);
  return parsed.success ? [] : parsed.error.issues.map((issue) => breachOf(issue, args));
}

type Validator = z.ZodType | "unreadable";

const validators = new WeakMap<JsonObject, Validator>();

/** Recordings declare the same tools over and over: equal schemas share a validator. */
const validatorOfText = remember(500, (text) => validatorOf(JSON.parse(text) as JsonObject));

function validatorOf(schema: JsonObject): Validator {
  try {
    return z.fromJSONSchema(withoutFormats(schema) as z.core.JSONSchema.JSONSchema);
  } catch {
    return "unreadable";
  }
}

/** Removes the annotation `format`. A member of that name among `properties` is a schema, not text, and is kept. */
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
      return hasMember(args, issue.path) ? "wrong-type" : "required-missing";
    case "invalid_value":
      return hasMember(args, issue.path) ? "not-in-enum" : "required-missing";
    case "unrecognized_keys":
      return "unknown-member";
    case "invalid_union":
      return "wrong-type";
    default:
      return "out-of-bounds";
  }
}

function hasMember(value: unknown, path: readonly PropertyKey[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return true;
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? hasMember((value as Record<PropertyKey, unknown>)[key], rest)
    : false;
}
