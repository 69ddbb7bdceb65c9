import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import { listAt, memberOf, numberAt, textAt } from "../../request/members.js";
import { anthropicBodyMistake } from "./anthropic-body.js";
import { firstMistake } from "./number-mistake.js";

/**
 * The reason why Messages refuses a body, in Anthropic's words; null: it is accepted. Recorded: the range of temperature (rig, 2026-07).
 * Reported: the prefill, smallmain/vscode-unify-chat-provider#249 (2026-07-07); results first and results missing,
 * anthropics/claude-code#5060 (2025-08-03), #5989; a member that is not known, #14135, #31033. Results doubled: from memory of the
 * service. What InvokeModel refuses too is in [anthropic-body](./anthropic-body.ts).
 */
export function messagesMistake(body: JsonObject, rules: MessagesRules): string | null {
  const messages = listAt(body, "messages");
  const spoken = messages.filter((message) => textAt(message, "role") !== "system");
  return (
    requiredMistake(body) ??
    unknownMember(body) ??
    temperatureMistake(body) ??
    anthropicBodyMistake(Array.isArray(body["messages"]) ? { ...body, messages: spoken } : body) ??
    firstMistake(spoken, (message, at) => turnMistake(message, spoken[at + 1], { ...rules, at })) ??
    (rules.noPrefill && textAt(spoken.at(-1), "role") === "assistant" ? prefill : null)
  );
}

/** What the service holds a history to. `signed`: reasoning must have its signature. `plainIds`: ids of calls have no other signs than Anthropic's. */
export type MessagesRules = { readonly noPrefill: boolean; readonly signed: boolean; readonly plainIds: boolean };

const prefill = "This model does not support assistant message prefill. The conversation must end with a user message.";

function requiredMistake(body: JsonObject): string | null {
  const missing = ["max_tokens", "messages"].find((name) => (memberOf(body, name) ?? null) === null);
  return missing === undefined ? null : `${missing}: Field required`;
}

/** The members of a request (facts of 2026-11; Claude Code 2.1 sends `context_management` and `output_config`), and OpenRouter's. */
const members: ReadonlySet<string> = new Set([
  ...[
    "model",
    "max_tokens",
    "messages",
    "system",
    "stop_sequences",
    "temperature",
    "top_p",
    "top_k",
    "stream",
    "tools",
  ],
  ...["tool_choice", "thinking", "output_config", "output_format", "metadata", "service_tier", "container"],
  ...["context_management", "mcp_servers", "cache_control", "inference_geo", "speed"],
  ...["provider", "plugins", "models", "route", "session_id", "user", "trace", "usage"],
]);

function unknownMember(body: JsonObject): string | null {
  const unknown = Object.keys(body).find((name) => !members.has(name));
  return unknown === undefined ? null : `${unknown}: Extra inputs are not permitted`;
}

function temperatureMistake(body: JsonObject): string | null {
  const value = numberAt(body, "temperature");
  return value === null || (value >= 0 && value <= 1) ? null : "temperature: range: 0..1";
}

type Turn = MessagesRules & { readonly at: number };

function turnMistake(message: JsonValue, next: JsonValue | undefined, turn: Turn): string | null {
  const { at } = turn;
  const blocks = listAt(message, "content");
  return (
    firstMistake(blocks, (block, inner) => blockMistake(block, `messages.${at}.content.${inner}`, turn)) ??
    orderMistake(blocks, at) ??
    doubledMistake(blocks, at) ??
    unansweredMistake(blocks, next, at)
  );
}

function blockMistake(block: JsonValue, where: string, { signed, plainIds }: MessagesRules): string | null {
  switch (textAt(block, "type")) {
    case "text":
      return textAt(block, "text") === "" ? "messages: text content blocks must be non-empty" : null;
    case "thinking":
      return signed && textAt(block, "signature") === null ? `${where}.thinking.signature: Field required` : null;
    case "tool_use": {
      if (plainIds && !/^[a-zA-Z0-9_-]+$/.test(textAt(block, "id") ?? "")) {
        return `${where}.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'`;
      }
      return isJsonObject(memberOf(block, "input"))
        ? null
        : `${where}.tool_use.input: Input should be a valid dictionary`;
    }
    case null:
      return `${where}.type: Field required`;
    default:
      return null;
  }
}

function isResult(block: JsonValue): boolean {
  return textAt(block, "type") === "tool_result";
}

/** The results of a turn come before anything else that the user says. */
function orderMistake(blocks: readonly JsonValue[], at: number): string | null {
  const lastResult = blocks.findLastIndex(isResult);
  const other = blocks.findIndex((block) => !isResult(block));
  if (lastResult === -1 || other === -1 || other > lastResult) return null;
  const ids = blocks
    .slice(other)
    .filter(isResult)
    .map((block) => textAt(block, "tool_use_id"));
  return `messages.${Math.max(0, at - 1)}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${ids.join(", ")}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`;
}

function doubledMistake(blocks: readonly JsonValue[], at: number): string | null {
  const ids = blocks.filter(isResult).map((block) => textAt(block, "tool_use_id"));
  const twice = ids.findIndex((id, index) => ids.indexOf(id) < index);
  if (twice === -1) return null;
  return `messages.${at}.content.${twice}: each tool_use must have a single result. Found multiple \`tool_result\` blocks with id: ${ids[twice] ?? ""}`;
}

function unansweredMistake(blocks: readonly JsonValue[], next: JsonValue | undefined, at: number): string | null {
  const used = blocks.flatMap((block) => (textAt(block, "type") === "tool_use" ? [textAt(block, "id") ?? ""] : []));
  const answered = listAt(next, "content").map((block) => textAt(block, "tool_use_id"));
  const open = used.filter((id) => !answered.includes(id));
  if (open.length === 0) return null;
  return `messages.${at}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${open.join(", ")}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`;
}
