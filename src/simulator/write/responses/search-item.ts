import type { JsonObject } from "../../../chat/json.js";

/** A search of the web that the service makes itself. */
export type SearchItem = { readonly kind: "search"; readonly id: string; readonly query: string };

/** The item of a search, as OpenAI sends it: what was searched for is in the last one (vercel/ai, openai-web-search-tool.1, 2025-12-05). */
export function searchBody({ id, query }: SearchItem, isDone: boolean): JsonObject {
  const begun = { id, type: "web_search_call", status: isDone ? "completed" : "in_progress" };
  return isDone ? { ...begun, action: { type: "search", query } } : begun;
}

/** The types of its events between the first and the last. */
export const searchEventTypes = ["in_progress", "searching", "completed"].map(
  (phase) => `response.web_search_call.${phase}`,
);
