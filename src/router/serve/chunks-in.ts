import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import { warnsMark } from "./answer-headers.js";

/** The SSE events in a piece of the router's stream, each as its text. */
export function eventsIn(piece: string): readonly string[] {
  return piece.split(/(?<=\n\n)/);
}

/** The data of an event of the router's stream, as text; none for comments and the closing `[DONE]`. */
export function dataIn(event: string): readonly string[] {
  const data = /^(?:event: .*\n)?data: (.*)\n\n$/s.exec(event)?.[1] ?? doneMark;
  return data === doneMark ? [] : [data];
}

const doneMark = "[DONE]";

/** What the comments of a piece warn of, as `x-llm-parity-warnings` says it, with the model that it is about. */
export function warningsIn(piece: string): readonly string[] {
  if (!piece.includes(warnsMark)) return [];
  return eventsIn(piece).flatMap((event) => {
    const said = /^: llm-parity (.*)\n\n$/s.exec(event)?.[1];
    return said?.includes(warnsMark) === true ? [said] : [];
  });
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
  return eventsIn(piece)
    .flatMap(dataIn)
    .flatMap((data) => {
      const value: JsonValue = JSON.parse(data);
      return isJsonObject(value) ? [value] : [];
    });
}
