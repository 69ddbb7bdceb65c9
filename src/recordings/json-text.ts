import { listOf, objectOf } from "./members.js";

/**
 * Serialises a value read from YAML as JSON text. Whole numbers keep all their digits. `NaN` and `Infinity` are written as
 * in Python: that is not JSON, but it was not JSON on the wire either. Throws TypeError for bytes.
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
  throw new TypeError("bytes cannot be written as JSON");
}
