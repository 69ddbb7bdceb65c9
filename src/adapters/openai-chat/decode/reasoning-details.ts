import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";

/**
 * Joins the `reasoning_details` of a stream's chunks into the list of a whole reply, so that it can be replayed
 * unmodified. Pieces with the same `index` and `type` are one detail: its `text`, `summary` and `data` are concatenated,
 * and of its other members the last value that is not null counts. A piece without an index is a detail of its own.
 */
export function joinDetails(before: readonly JsonValue[], pieces: readonly JsonValue[]): readonly JsonValue[] {
  const joined = [...before];
  for (const piece of pieces) {
    const index = joined.findLastIndex((detail) => isSameDetail(detail, piece));
    const known = joined[index];
    if (isJsonObject(known) && isJsonObject(piece)) joined[index] = grow(known, piece);
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
