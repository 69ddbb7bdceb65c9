import { z } from "zod";
import type { JsonObject } from "../../chat/json.js";
import { type SchemaReader, schemaReader, withoutFormats } from "../../chat/json-schema.js";
import { remember } from "../remember.js";

/** A place where arguments break a schema, as a JSONPath, and what is wrong there. */
export interface SchemaBreach {
  readonly cause: "required-missing" | "wrong-type" | "not-in-enum" | "unknown-member" | "out-of-bounds";
  readonly where: string;
  readonly message: string;
}

/**
 * The breaches of a tool's JSON Schema, in the schema's order; `[]` when there are none.
 * `format` is an annotation (JSON Schema 2020-12, validation §7.2.1), so a value that breaks it is not a breach. Two libraries
 * read the schema: the first names breaches best, the second knows every keyword. One that neither can read (a remote `$ref`) is not
 * checked: `[]`.
 */
export function schemaBreaches(args: JsonObject, schema: JsonObject | null): readonly SchemaBreach[] {
  if (schema === null) return [];
  const validator = validators.get(schema) ?? validatorOfText(JSON.stringify(schema));
  validators.set(schema, validator);
  const parsed = validator.first?.safeParse(args);
  if (parsed?.success === false) return parsed.error.issues.map((issue) => breachOf(issue, args));
  return furtherBreaches(args, validator.second);
}

/** `first` null: that library cannot read the schema. */
type Validator = { readonly first: z.ZodType | null; readonly second: SchemaReader };

const validators = new WeakMap<JsonObject, Validator>();

/** Recordings declare the same tools over and over: equal schemas share a validator. */
const validatorOfText = remember(500, (text) => validatorOf(JSON.parse(text) as JsonObject));

function validatorOf(schema: JsonObject): Validator {
  return { first: firstOf(schema), second: schemaReader(schema) };
}

function firstOf(schema: JsonObject): z.ZodType | null {
  try {
    return z.fromJSONSchema(withoutFormats(schema) as z.core.JSONSchema.JSONSchema);
  } catch {
    return null;
  }
}

/**
 * What the first library passes over: combinations with `allOf`, `not`, `if`, dependencies, keywords beside a `$ref`, what is not evaluated.
 * The deepest place says most.
 */
function furtherBreaches(args: JsonObject, read: SchemaReader): readonly SchemaBreach[] {
  const [deepest] = read(args).toSorted((a, b) => b.where.length - a.where.length);
  if (deepest === undefined) return [];
  return [{ cause: causes[deepest.keyword] ?? "out-of-bounds", where: deepest.where, message: deepest.message }];
}

const causes: { readonly [keyword: string]: SchemaBreach["cause"] } = {
  required: "required-missing",
  dependentRequired: "required-missing",
  type: "wrong-type",
  enum: "not-in-enum",
  const: "not-in-enum",
  additionalProperties: "unknown-member",
  unevaluatedProperties: "unknown-member",
  false: "unknown-member",
};

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
