import { parseJson } from "../../../wire/json.js";
import { listOf, type Members, memberOf, objectOf, textOf } from "../../members.js";

/** The attributes of a span: OTLP's list of keys and typed values, or the object that other exporters write. */
export function attributesOf(span: unknown): Members {
  const written = memberOf(span, "attributes");
  const list = listOf(written);
  if (list === null) return objectOf(written) ?? {};
  return Object.fromEntries(
    list.map((one) => [textOf(memberOf(one, "key")) ?? "", anyValue(memberOf(one, "value"), 0)]),
  );
}

const maxDepth = 32;

/** OTLP's `AnyValue` (opentelemetry-proto common.proto, JSON mapping; from memory, 2026-11-28). */
function anyValue(value: unknown, depth: number): unknown {
  if (depth > maxDepth) return null;
  const object = objectOf(value);
  if (object === null) return value;
  for (const name of ["stringValue", "boolValue", "doubleValue"]) if (name in object) return object[name];
  if ("intValue" in object) return Number(object["intValue"]);
  const items = listOf(memberOf(object["arrayValue"], "values"));
  if (items !== null) return items.map((one) => anyValue(one, depth + 1));
  const pairs = listOf(memberOf(object["kvlistValue"], "values"));
  if (pairs === null) return value;
  return Object.fromEntries(
    pairs.map((one) => [textOf(memberOf(one, "key")) ?? "", anyValue(memberOf(one, "value"), depth + 1)]),
  );
}

/** An attribute that holds JSON, as most libraries write it, or the value itself. */
export function jsonAttribute(attributes: Members, name: string): unknown {
  const value = attributes[name];
  const parsed = typeof value === "string" ? parseJson(value) : null;
  return parsed?.ok === true ? parsed.value : value;
}

/** The spans in one value of an export: OTLP's resource and scope spans, a list under `spans`, or a span alone. */
export function spansIn(row: unknown): readonly unknown[] {
  const resources = listOf(memberOf(row, "resourceSpans")) ?? listOf(memberOf(row, "resource_spans"));
  if (resources === null) return listOf(memberOf(row, "spans")) ?? [row];
  return resources
    .flatMap((one) => listOf(memberOf(one, "scopeSpans")) ?? listOf(memberOf(one, "scope_spans")) ?? [])
    .flatMap((one) => listOf(memberOf(one, "spans")) ?? []);
}
