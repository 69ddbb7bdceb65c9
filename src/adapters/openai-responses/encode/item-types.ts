import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";

/**
 * The types of input items beside messages and `function_call` (openai 6.49, ResponseInputItem; x_search_call: recordings of
 * xAI, 2026; context_compaction and agent_message: OpenRouterTeam/typescript-sdk, InputsUnion, 2026-11).
 */
const types: ReadonlySet<string> = new Set([
  "additional_tools",
  "agent_message",
  "apply_patch_call",
  "code_interpreter_call",
  "compaction_trigger",
  "computer_call",
  "context_compaction",
  "custom_tool_call",
  "file_search_call",
  "function_call",
  "image_generation_call",
  "item_reference",
  "local_shell_call",
  "mcp_approval_request",
  "mcp_approval_response",
  "mcp_call",
  "mcp_list_tools",
  "message",
  "program",
  "program_output",
  "reasoning",
  "shell_call",
  "tool_search_call",
  "tool_search_output",
  "web_search_call",
  "x_search_call",
]);

/** How later items are named: after the tool, or with the slug of their vendor (openresponses/openresponses, specification). */
const typeForms = /^(?:[a-z0-9_]+_call(?:_output)?|[a-z0-9-]+:[a-z0-9_]+)$/;

/** A part of an unknown kind as an item of this API; null: it came from another one. */
export function responsesItem(raw: JsonValue): JsonObject | null {
  if (!isJsonObject(raw)) return null;
  const { type, role } = raw;
  // A message of a role that we do not know has no type either.
  if (type === undefined && typeof role === "string") return raw;
  if (typeof type !== "string") return null;
  // Anthropic's block of this name has its summary as `content`.
  if (type === "compaction") return typeof raw["encrypted_content"] === "string" ? raw : null;
  return types.has(type) || typeForms.test(type) ? raw : null;
}

/** A part of an unknown kind as content of a message of this API; null: it is none. */
export function responsesPart(raw: JsonValue): JsonObject | null {
  return isJsonObject(raw) && typeof raw["type"] === "string" && partForms.test(raw["type"]) ? raw : null;
}

const partForms = /^(?:input|output)_[a-z]+$/;
