import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";

/** A detail of reasoning as an item of the Responses API; null: it is of another API. */
export function reasoningItem(value: JsonValue): JsonObject | null {
  return isJsonObject(value) && value["type"] === "reasoning" ? value : null;
}
