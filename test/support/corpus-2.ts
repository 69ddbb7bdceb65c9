import { isStreaming } from "../../src/chat/api.js";
import { isJsonObject } from "../../src/chat/json.js";
import { textOf, toolCallsOf } from "../../src/chat/read-reply.js";
import type { Reply, Usage } from "../../src/chat/reply.js";
import { hasToolResult } from "../../src/chat/tool-results.js";
import type { Observation } from "../../src/recordings/observe.js";
import { corpusAt, type IndexRow, rowKey } from "./corpus-at.js";
import { type IndexedApi, indexedApis } from "./indexed-apis.js";

/** More recordings of other projects: Responses, Messages, Gemini and Cohere. */
export const secondCorpus = corpusAt("corpus-2");

/** What both readers say of every interaction, and what they say of a chat beside it. */
const everywhere = ["provider", "API", "model", "http_status"] as const;
const ofChats = [
  "streaming",
  "has_tools",
  "has_tool_result",
  "finish",
  "in_tokens",
  "out_tokens",
  "text_chars",
  "n_tool_calls",
  "has_reasoning",
  "complete",
  "stop_sequence",
  "cache_read",
  "cache_write",
  "reasoning_tokens",
  "response_model",
  "response_id",
] as const;

/** `index`: the word of the index. */
export type Difference = {
  readonly key: string;
  readonly column: string;
  readonly index: string;
  readonly ours: string;
};

/** What the index does not read of an API: Cohere has `usage.cached_tokens`. */
const silent: ReadonlySet<string> = new Set(["cohere-chat cache_read"]);

/** Calls beside a chat that the index calls `other`. */
const finer: ReadonlySet<string> = new Set(["files", "vector-stores", "conversations", "traces"]);

export function keyOf(row: IndexRow): string {
  return rowKey(row["path"] ?? "", row["interaction"] ?? "");
}

/** The interactions that a row stands for: of a file with several streams the index describes the last one alone. */
export function described(row: IndexRow, observed: ReadonlyMap<string, Observation>): readonly string[] {
  const key = keyOf(row);
  if (row["features"]?.includes("CONCATENATED") !== true) return [key];
  return [...observed.keys()].filter((one) => one.replace(/#\d+$/, "#0") === key);
}

/** Where the index says something else than we; a row that was not read differs as a whole. */
export function differencesOf(row: IndexRow, observed: ReadonlyMap<string, Observation>): readonly Difference[] {
  const key = keyOf(row);
  const found = observed.get(described(row, observed).at(-1) ?? key);
  if (found === undefined) return [{ key, column: "interaction", index: "read", ours: "not read" }];
  // Without its status, an error body is not judged: it may have been a refusal.
  const isJudged = found.kind !== "skipped" || found.reason !== "no-status";
  const api = isJudged ? indexedApis.find(({ name }) => name === row["API"]) : undefined;
  const ours = { ...identified(found), ...(api === undefined ? {} : chat(found, api)) };
  return [...everywhere, ...(api === undefined ? [] : ofChats)].flatMap((column) => {
    // A cell of the index has a space for a line end.
    const [index, own] = [row[column] ?? "", (ours[column] ?? "").replace(/[\t\r\n]/g, " ")];
    const isSilent = index === "" && silent.has(`${row["API"]} ${column}`);
    return index === own || isSilent ? [] : [{ key, column, index, ours: own }];
  });
}

function identified({ identity, interaction }: Observation): IndexRow {
  return {
    provider: identity.provider ?? "",
    API: finer.has(identity.api) ? "other" : identity.api.replace(/-stream$/, ""),
    model: identity.model ?? "",
    http_status: String(interaction.response?.status ?? "-"),
    streaming: yes(identity.api.endsWith("-stream")),
  };
}

function chat(observation: Observation, api: IndexedApi): IndexRow {
  if (observation.kind === "skipped") return {};
  const { transcript, toolsOffered } = observation.exchange;
  const [turn] = transcript.turns;
  if (turn === undefined) throw new Error("an exchange has one turn");
  const { request, reply } = turn;
  return {
    streaming: yes(isStreaming(transcript.cell.api)),
    has_tools: yes(toolsOffered === true),
    has_tool_result: yes(hasToolResult(request.messages)),
    finish: api.finish(reply) ?? "",
    text_chars: String(charactersOf(reply)),
    n_tool_calls: String(toolCallsOf(reply).length + customCalls(reply)),
    has_reasoning: yes(reply.parts.some(({ kind }) => kind === "reasoning")),
    complete: reply.failure?.phase === "refused" ? "-" : yes(isWhole(reply)),
    stop_sequence: reply.finish?.stopSequence ?? "",
    response_model: reply.model ?? "",
    response_id: reply.id ?? "",
    ...counts(reply.usage, api),
  };
}

function counts(usage: Usage | null, api: IndexedApi): IndexRow {
  if (usage === null) return {};
  return {
    in_tokens: String(api.inputTokens(usage) ?? ""),
    out_tokens: String(api.outputTokens(usage) ?? ""),
    cache_read: String(usage.cacheReadTokens ?? ""),
    cache_write: String(usage.cacheWriteTokens ?? ""),
    reasoning_tokens: String(usage.reasoningTokens ?? ""),
  };
}

/** Code points of what the user sees: text and refusals. */
function charactersOf(reply: Reply): number {
  const refused = reply.parts.flatMap((part) => (part.kind === "refusal" ? [part.text] : []));
  return [...textOf(reply), ...refused.join("")].length;
}

/** A terminal event came, if only to say that the reply failed. */
function isWhole({ completeness, failure }: Reply): boolean {
  return completeness === "complete" || (completeness === "failed" && failure?.kind !== "protocol");
}

/** Calls of tools that the client runs, in a form that the vocabulary has no type for. */
function customCalls({ parts }: Reply): number {
  return parts.filter(
    (part) => part.kind === "other" && isJsonObject(part.raw) && part.raw["type"] === "custom_tool_call",
  ).length;
}

function yes(value: boolean): string {
  return value ? "y" : "n";
}
