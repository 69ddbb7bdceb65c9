import { listOf, objectOf } from "./members.js";

/**
 * A value read from YAML as JSON text: whole numbers with all their digits, and `NaN` and `Infinity` as Python writes them,
 * which is no JSON, as it was none on the wire. Throws TypeError for bytes, which have no form in JSON.
 */
export function jsonTextOf(value: unknown): string {
  if (typeof value === "bigint" || typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  const list = listOf(value);
  if (list !== null) return `[${list.map(jsonTextOf).join(",")}]`;
  const object = objectOf(value);
  if (object !== null) {
    return `{${Object.entries(object)
      .map(([name, one]) => `${JSON.stringify(name)}:${jsonTextOf(one)}`)
      .join(",")}}`;
  }
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  throw new TypeError("bytes have no form in JSON");
}
