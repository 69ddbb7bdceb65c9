import type { SpokenApi } from "../../adapters/spoken-api.js";
import { isJsonObject, type JsonObject } from "../../chat/json.js";
import { payloadApi } from "../identify/response-shape.js";
import { jsonObjectIn } from "../members.js";

/** The members under which recorders put the payload of an event, beside its name or its time. */
const carriers = ["data", "payload", "chunk", "event"] as const;

/**
 * The payload that an item of a list of events holds: the item itself, a member of it, or the data of one SSE event as text. A
 * payload may be the text of its JSON. `end`: the item is the end mark. null: it holds none.
 */
export function listedPayload(item: unknown, spoken: readonly SpokenApi[]): JsonObject | "end" | null {
  if (typeof item === "string") return payloadOfText(item);
  if (!isJsonObject(item)) return null;
  if (payloadApi(item, spoken) !== null) return item;
  for (const name of carriers) {
    const inner = item[name];
    if (isJsonObject(inner)) return inner;
    const payload = typeof inner === "string" ? payloadOfText(inner) : null;
    if (payload !== null) return payload;
  }
  return item;
}

/** The text of a payload, alone or as the one event of an SSE stream. */
function payloadOfText(text: string): JsonObject | "end" | null {
  const data = text.trim().replace(/^(?:event:[^\n]*\n)?data: ?/, "");
  return data === "[DONE]" ? "end" : jsonObjectIn(data);
}
