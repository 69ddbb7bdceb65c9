import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";

/** The SSE events in a piece of the router's stream, each as its text. */
export function eventsIn(piece: string): readonly string[] {
  return piece.split(/(?<=\n\n)/);
}

/** The text that a chunk adds; "" for a chunk without text. */
export function textIn({ choices }: JsonObject): string {
  const choice = Array.isArray(choices) ? choices[0] : null;
  const delta = isJsonObject(choice) ? choice["delta"] : null;
  const content = isJsonObject(delta) ? delta["content"] : null;
  return typeof content === "string" ? content : "";
}

/** The chunks in a piece of the router's stream, without comments and the closing `[DONE]`. */
export function chunksIn(piece: string): readonly JsonObject[] {
  return eventsIn(piece).flatMap((event) => {
    const data = /^data: (.*)\n\n$/s.exec(event)?.[1] ?? "[DONE]";
    if (data === "[DONE]") return [];
    const value: JsonValue = JSON.parse(data);
    return isJsonObject(value) ? [value] : [];
  });
}
