import { wholeOf } from "../../../../chat/api.js";
import { isJsonObject, type JsonValue } from "../../../../chat/json.js";
import type { ToolMessage, ToolResultPart } from "../../../../chat/message.js";
import { bodyShapeOf } from "../body-shape.js";
import { callingTurns, callsOf, resultsOf, withMessages, withResults } from "../edit-messages.js";
import { type Flip, level, unasked } from "../flip.js";

/** How the results of tools are written. Only Converse has JSON; elsewhere an adapter writes it as text. */
export const resultForm: Flip = {
  id: "result-form",
  name: "the form of the tool results",
  after: ["result-length"],
  pointers: {
    converse: ["/messages/*/content/*/toolResult/content/**"],
    chat: ["/messages/*/content/**"],
    messages: ["/messages/*/content/*/content/**"],
  },
  source: {
    source: "https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolResultContentBlock.html",
    date: "2026-11-29",
  },
  offer: ({ request, target }) => {
    const parts = resultsOf(request).flatMap((result) => result.parts);
    const isConverse = wholeOf(target.api) === "converse";
    const hasJson = parts.some(({ kind }) => kind === "json");
    const hasText = parts.some((part) => part.kind === "text" && jsonOf(part.text) !== undefined);
    if (!hasJson && !hasText) return [];
    const json = isConverse ? level("json", "as JSON") : unasked("json", "only Converse has JSON in a tool result");
    return [
      ...(hasJson && isConverse ? [level("json-text", "as text that is JSON")] : []),
      ...(hasText ? [json] : []),
      level("lines", "as lines of text, one a member"),
    ];
  },
  apply: (request, id) =>
    withResults(request, (result) => ({ ...result, parts: result.parts.map((part) => written(part, id)) })),
};

function written(part: ToolResultPart, id: string): ToolResultPart {
  if (part.kind !== "json" && part.kind !== "text") return part;
  const value = part.kind === "json" ? part.value : jsonOf(part.text);
  if (value === undefined) return part;
  if (id === "json") return { kind: "json", value };
  if (id === "json-text") return part.kind === "text" ? part : { kind: "text", text: JSON.stringify(value) };
  return { kind: "text", text: linesOf(value) };
}

/** Objects and lists only: a bare word or number reads the same either way. */
function jsonOf(text: string): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function linesOf(value: JsonValue): string {
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map((one) => `- ${inline(one)}`).join("\n");
  if (!isJsonObject(value)) return String(value);
  const members = Object.entries(value).map(([name, one]) => `${name}: ${inline(one)}`);
  return members.length === 0 ? "none" : members.join("\n");
}

function inline(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The status of the results, which only Converse sends. */
export const toolStatus: Flip = {
  id: "tool-status",
  name: "the status of the tool results",
  pointers: {
    converse: ["/messages/*/content/*/toolResult/status"],
    chat: [],
    messages: ["/messages/*/content/*/is_error"],
  },
  source: {
    source: "https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolResultBlock.html",
    date: "2026-11-29",
  },
  offer: ({ request, target }) => {
    const results = resultsOf(request);
    if (results.length === 0) return [];
    if (bodyShapeOf(target) === "messages" && results.some(({ status }) => status === "error"))
      return [level("absent", "no status")];
    if (wholeOf(target.api) !== "converse") return [unasked("success", "only Converse has a status in a tool result")];
    if (results.some(({ status }) => status !== null)) return [level("absent", "no status")];
    const why = "the reference has the status for Amazon Nova and Anthropic Claude 3 and 4 alone";
    return [
      target.quirks.toolResultStatus === false ? unasked("success", why) : level("success", "the status success"),
    ];
  },
  apply: (request, id) => withResults(request, (result) => ({ ...result, status: id === "success" ? id : null })),
};

/** The name of the tool beside its result, which OpenAI's reference does not have and some services want. */
export const resultName: Flip = {
  id: "result-name",
  name: "the tool's name in the tool results",
  pointers: { converse: [], chat: ["/messages/*/name"], messages: [] },
  source: { source: "diegosouzapw/OmniRoute#9005 (Kimi K3 wants the name)", date: "2026-07-30" },
  offer: ({ request, target }) => {
    const results = resultsOf(request);
    if (results.length === 0 || bodyShapeOf(target) !== "chat") return [];
    if (results.some(({ toolName }) => toolName !== null)) return [level("absent", "no name")];
    const names = callingTurns(request).flatMap((turn) => callsOf(turn).flatMap(({ name }) => name ?? []));
    return names.length === 0 ? [] : [level("present", "the name of the tool", 2 * results.length)];
  },
  apply: (request, id) => {
    const names = new Map<string, string | null>();
    const named = (result: ToolMessage) => result.toolName ?? names.get(result.toolCallId ?? "") ?? null;
    return withMessages(request, (message) => {
      if (message.role === "tool") return { ...message, toolName: id === "absent" ? null : named(message) };
      if (message.role !== "assistant") return message;
      for (const call of callsOf(message)) if (call.id !== null) names.set(call.id, call.name);
      return message;
    });
  },
};
