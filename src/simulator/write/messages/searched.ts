import type { JsonObject } from "../../../chat/json.js";
import type { Answer, AnswerPart } from "../../answer/answer.js";
import { alphanumerics, type Random } from "../../random.js";

/** A search that the service makes itself, or what it found: two blocks with one id. */
export type SearchPart =
  | { readonly kind: "search"; readonly id: string; readonly query: string }
  | { readonly kind: "found"; readonly id: string };

/** What a reply of Messages is made of. */
export type MessagesPart = AnswerPart | SearchPart;

/** The parts of an answer, with a search and its results before all but the reasoning where the service searched. */
export function partsWithSearch({ parts, oddities }: Answer, random: Random): readonly MessagesPart[] {
  const query = oddities.searched;
  if (query === null) return parts;
  const id = `srvtoolu_01${random.letters(22, alphanumerics)}`;
  const first = parts.findIndex(({ kind }) => kind !== "reasoning");
  const at = first === -1 ? parts.length : first;
  return [...parts.slice(0, at), { kind: "search", id, query }, { kind: "found", id }, ...parts.slice(at)];
}

/** The block of a search, or of what it found, as Anthropic sends them (vercel/ai, anthropic-web-search-tool.1, 2025-09-26). */
export function searchBlock(part: SearchPart): JsonObject {
  const { id } = part;
  if (part.kind === "search") return { type: "server_tool_use", id, name: "web_search", input: { query: part.query } };
  const page = { title: "A simulated page", url: "https://example.com/page" };
  const result = { type: "web_search_result", ...page, encrypted_content: "RW5jcnlwdGVk", page_age: null };
  return { type: "web_search_tool_result", tool_use_id: id, content: [result] };
}

/** How many searches the service made, as usage says it where there was one. */
export function searchCount({ oddities }: Answer): JsonObject {
  return oddities.searched === null ? {} : { server_tool_use: { web_search_requests: 1, web_fetch_requests: 0 } };
}
