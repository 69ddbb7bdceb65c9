import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";

/** Where a decoded message stands in the client's body, and where each of its parts does. */
export type MessagePlace = { readonly at: string; readonly parts: readonly string[] };

/**
 * The places of all decoded messages of a body, in the order of `readConversation`: the system prompt first, and the results of a
 * user's message each before the rest of it.
 */
export function messagePlaces(body: JsonObject): readonly MessagePlace[] {
  const system = partsOf(blockPlaces(body["system"], "system"));
  const messages = Array.isArray(body["messages"]) ? body["messages"] : [];
  const spoken = messages.flatMap((message: JsonValue, at) => turnPlaces(message, `messages[${at}]`));
  return system.length === 0 ? spoken : [{ at: "system", parts: system }, ...spoken];
}

function turnPlaces(message: JsonValue, at: string): readonly MessagePlace[] {
  if (!isJsonObject(message)) return [];
  const blocks = blockPlaces(message["content"], `${at}.content`);
  if (message["role"] !== "user") return [{ at, parts: partsOf(blocks) }];
  const results = blocks.filter(({ block }) => block["type"] === "tool_result");
  const rest = partsOf(blocks.filter(({ block }) => block["type"] !== "tool_result"));
  const places = results.map((result) => ({
    at: result.at,
    parts: [...partsOf(blockPlaces(result.block["content"], `${result.at}.content`)), ...partsOf([result]).slice(1)],
  }));
  if (rest.length === 0 && results.length > 0) return places;
  return [...places, { at, parts: rest }];
}

type BlockPlace = { readonly block: JsonObject; readonly at: string };

function blockPlaces(content: JsonValue | undefined, at: string): readonly BlockPlace[] {
  if (typeof content === "string") return [{ block: { type: "text" }, at }];
  if (!Array.isArray(content)) return [];
  return content.flatMap((block: JsonValue, index) => (isJsonObject(block) ? [{ block, at: `${at}[${index}]` }] : []));
}

/** A block that marks a cache boundary is two parts, except thinking and what is kept unchanged. */
function partsOf(blocks: readonly BlockPlace[]): readonly string[] {
  return blocks.flatMap(({ block, at }) =>
    isJsonObject(block["cache_control"]) && marking.has(block["type"]) ? [at, `${at}.cache_control`] : [at],
  );
}

const marking: ReadonlySet<JsonValue | undefined> = new Set([
  ...["text", "tool_use", "tool_result", "image", "document"],
  ...["search_result", "tool_reference", "tool_addition", "tool_removal"],
]);
