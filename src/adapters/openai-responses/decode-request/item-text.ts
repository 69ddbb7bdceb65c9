import { isJsonObject, type JsonObject } from "../../../chat/json.js";
import { listAt, textAt } from "../../openai/wire-members.js";

/** The text of a reasoning item as a reply's decoder joins it: of its content, else of its summary; null: it shows none. */
export function reasoningText(item: JsonObject): string | null {
  const texts = ["content", "summary"].map((list) =>
    (listAt(item, list) ?? []).flatMap((part) => (isJsonObject(part) ? (textAt(part, "text") ?? []) : [])),
  );
  const shown = texts.find((list) => list.some((text) => text !== ""));
  return shown === undefined ? null : shown.filter((text) => text !== "").join("\n\n");
}
