import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";

/**
 * Converts a wire body for the SDK: base64 text becomes bytes where Converse has bytes (`source.bytes` of media,
 * `redactedContent` of reasoning). Free JSON (tool input, results, schemas, additional fields) is unchanged.
 */
export function toSdk(wire: JsonObject): JsonObject {
  return convertMembers(wire) as JsonObject;
}

/**
 * Converts a value of the SDK to wire JSON: bytes become base64 text, `$unknown` union members get their own name back,
 * and `$metadata` and absent (`undefined`) members are left out.
 */
export function toWire(value: unknown): JsonValue {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(toWire);
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "object") return value as JsonValue;
  if (value === null) return null;
  if (isBigDecimal(value)) return Number(value.string);
  const members = Object.entries(value).flatMap(([name, member]): [string, JsonValue][] => {
    if (member === undefined || name === "$metadata") return [];
    if (name === "$unknown" && Array.isArray(member)) return [[String(member[0]), toWire(member[1])]];
    return [[name, toWire(member)]];
  });
  return Object.fromEntries(members);
}

/** Members whose value is the caller's own JSON. */
const freeJson: ReadonlySet<string> = new Set([
  "input",
  "json",
  "additionalModelRequestFields",
  "requestMetadata",
  "promptVariables",
]);

const byteMembers: ReadonlySet<string> = new Set(["bytes", "redactedContent"]);

function convertMembers(value: JsonValue): unknown {
  if (Array.isArray(value)) return value.map(convertMembers);
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).map(([name, member]): [string, unknown] => {
    if (byteMembers.has(name) && typeof member === "string") return [name, Buffer.from(member, "base64")];
    return [name, freeJson.has(name) ? member : convertMembers(member)];
  });
  return Object.fromEntries(members);
}

/** True for the SDK's form of a number that a double cannot hold; our own client rounds it, as JSON.parse does. */
function isBigDecimal(value: object): value is { readonly string: string } {
  return "type" in value && value.type === "bigDecimal" && "string" in value && typeof value.string === "string";
}
