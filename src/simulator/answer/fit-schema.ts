import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import { schemaReader } from "../../chat/json-schema.js";
import { isList, listAt, memberOf, numberAt, objectAt, textAt } from "../request/members.js";

/** True if a value fits a JSON Schema, `format` aside. A schema that cannot be read, or none (null), says nothing: true. */
export function fits(value: JsonValue, schema: JsonObject | null): boolean {
  return schema === null || schemaReader(schema)(value).length === 0;
}

/**
 * Arguments for a tool: its required members, and those of `wanted` that it has, where they fit. Texts that the schema leaves
 * free are taken from `wanted`. The same input gives the same arguments. They may break a schema with a pattern or with
 * conditions: {@link fits} says so.
 */
export function argumentsFor(schema: JsonObject | null, wanted: JsonObject): JsonObject {
  if (schema === null) return {};
  const texts = Object.values(wanted).filter((value) => typeof value === "string");
  const value = valueFor(schema, { root: schema, wanted, text: texts[0] ?? "example", depth: 0 });
  return isJsonObject(value) ? value : {};
}

type Making = {
  readonly root: JsonObject;
  /** Values by the name of their member; empty below the first level. */
  readonly wanted: JsonObject;
  readonly text: string;
  readonly depth: number;
};

/** Schemas may refer to themselves. */
const deepest = 12;

function valueFor(written: JsonValue | undefined, making: Making): JsonValue {
  if (!isJsonObject(written) || making.depth > deepest) return making.text;
  const schema = plain(written, making);
  const given = firstOf(schema, "enum") ?? firstOf(schema, "examples") ?? memberOf(schema, "default");
  if (schema["const"] !== undefined) return schema["const"];
  if (given !== undefined) return given;
  switch (typeOf(schema)) {
    case "object":
      return objectFor(schema, making);
    case "array": {
      const item = valueFor(memberOf(schema, "items"), deeper(making));
      return Array.from({ length: numberAt(schema, "minItems") ?? 0 }, () => item);
    }
    case "integer":
    case "number":
      return numberFor(schema);
    case "boolean":
      return true;
    case "null":
      return null;
    default:
      return textFor(schema, making.text);
  }
}

/** A schema with what it refers to, combines, and offers first put into it. */
function plain(schema: JsonObject, making: Making): JsonObject {
  const { $ref, anyOf, oneOf, allOf, ...own } = schema;
  const options = [anyOf, oneOf].flatMap((list) => (isList(list) ? [list.find(isNotNull) ?? {}] : []));
  const combined = isList(allOf) ? allOf : [];
  const parts = [...(typeof $ref === "string" ? [referred($ref, making.root)] : []), ...combined, ...options];
  return parts.reduce<JsonObject>((whole, part) => {
    if (!isJsonObject(part) || making.depth > deepest) return whole;
    return merged(whole, plain(part, deeper(making)));
  }, own);
}

function isNotNull(option: JsonValue): boolean {
  return textAt(option, "type") !== "null";
}

function merged(one: JsonObject, other: JsonObject): JsonObject {
  const required = [...listAt(one, "required"), ...listAt(other, "required")];
  const properties = { ...objectAt(one, "properties"), ...objectAt(other, "properties") };
  return {
    ...one,
    ...other,
    ...(required.length === 0 ? {} : { required }),
    ...(isEmpty(properties) ? {} : { properties }),
  };
}

/** A reference inside the same schema (`#/$defs/place`); an empty schema for any other. */
function referred(reference: string, root: JsonObject): JsonValue {
  if (!reference.startsWith("#")) return {};
  const names = reference.split("/").slice(1);
  const place = names.map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
  return place.reduce<JsonValue | undefined>((at, name) => memberOf(at, name), root) ?? {};
}

function typeOf(schema: JsonObject): string | null {
  const { type } = schema;
  if (typeof type === "string") return type;
  if (isList(type)) return type.map(String).find((name) => name !== "null") ?? null;
  return schema["properties"] === undefined ? null : "object";
}

function objectFor(schema: JsonObject, making: Making): JsonObject {
  const properties = objectAt(schema, "properties") ?? {};
  const required = listAt(schema, "required").map(String);
  const made: { [name: string]: JsonValue } = {};
  for (const name of new Set([...Object.keys(properties), ...required])) {
    const wanted = making.wanted[name];
    const property = objectAt(properties, name);
    if (wanted !== undefined && property !== null && fits(wanted, property)) made[name] = wanted;
    else if (required.includes(name)) made[name] = valueFor(property ?? {}, deeper(making));
  }
  return made;
}

function deeper(making: Making): Making {
  return { ...making, wanted: {}, depth: making.depth + 1 };
}

function numberFor(schema: JsonObject): number {
  const above = numberAt(schema, "exclusiveMinimum");
  const least = numberAt(schema, "minimum") ?? (above === null ? null : above + 1);
  const below = numberAt(schema, "exclusiveMaximum");
  const most = numberAt(schema, "maximum") ?? (below === null ? null : below - 1);
  const step = numberAt(schema, "multipleOf");
  const start = least ?? (most === null ? 1 : Math.min(1, most));
  return step === null || step === 0 ? start : Math.ceil(start / step) * step;
}

const formats: { readonly [format: string]: string } = {
  date: "2026-02-10",
  "date-time": "2026-02-10T12:00:00Z",
  time: "12:00:00Z",
  email: "someone@example.com",
  uri: "https://example.com/",
  url: "https://example.com/",
  uuid: "00000000-0000-4000-8000-000000000000",
  ipv4: "192.0.2.1",
};

function textFor(schema: JsonObject, text: string): string {
  const formatted = formats[textAt(schema, "format") ?? ""];
  const pattern = textAt(schema, "pattern");
  const candidates = [formatted ?? text, text, ...Object.values(formats), "a", "A", "1", "example"];
  const chosen = candidates.find((candidate) => matches(candidate, pattern)) ?? text;
  const least = numberAt(schema, "minLength") ?? 0;
  const most = numberAt(schema, "maxLength") ?? Number.POSITIVE_INFINITY;
  return chosen.padEnd(least, "x").slice(0, most);
}

function matches(text: string, pattern: string | null): boolean {
  if (pattern === null) return true;
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    return true;
  }
}

function firstOf(schema: JsonObject, name: string): JsonValue | undefined {
  return listAt(schema, name)[0];
}

function isEmpty(value: JsonObject): boolean {
  return Object.keys(value).length === 0;
}
