import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";

/**
 * Joins the `reasoning_details` of a stream's chunks into the list that a whole reply carries, so that it can be
 * replayed unmodified: pieces of one `index` and `type` are one detail, whose `text`, `summary` and `data` grow and
 * whose other members are the last that was not null. A piece without an index stands alone.
 */
export function joinDetails(before: readonly JsonValue[], pieces: readonly JsonValue[]): readonly JsonValue[] {
  const joined = [...before];
  for (const piece of pieces) {
    const at = joined.findLastIndex((detail) => isSameDetail(detail, piece));
    const known = joined[at];
    if (isJsonObject(known) && isJsonObject(piece)) joined[at] = grow(known, piece);
    else joined.push(piece);
  }
  return joined;
}

const growing: ReadonlySet<string> = new Set(["text", "summary", "data"]);

function isSameDetail(detail: JsonValue, piece: JsonValue): boolean {
  if (!isJsonObject(detail) || !isJsonObject(piece)) return false;
  if (typeof piece["index"] !== "number") return false;
  return detail["index"] === piece["index"] && detail["type"] === piece["type"];
}

function grow(detail: JsonObject, piece: JsonObject): JsonObject {
  const grown: { [name: string]: JsonValue } = { ...detail };
  for (const [name, value] of Object.entries(piece)) {
    const known = grown[name];
    if (growing.has(name) && typeof known === "string" && typeof value === "string") grown[name] = known + value;
    else if (value !== null || known === undefined) grown[name] = value;
  }
  return grown;
}
