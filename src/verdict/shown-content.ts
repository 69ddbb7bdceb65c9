import { isJsonObject, type JsonValue } from "../chat/json.js";
import type { AssistantPart } from "../chat/message.js";

/**
 * The kinds of content beside text and calls that a user sees, or that a client or service acts on, by the member that holds them
 * or by their `type`. OpenAI (`audio`, `custom` calls, `function_call`), OpenRouter (`images`), Converse (`image`, `document`,
 * `video`, `audio`, `citationsContent`, and `toolUse` and `toolResult` of tools that run at the service), Anthropic (blocks of
 * server tools), Responses (items of custom and hosted tools, `custom_tool_call`, `web_search_call`, `mcp_approval_request`, …); each
 * API's reference, read 2026-11-28.
 */
const members: ReadonlySet<string> = new Set([
  "audio",
  "images",
  "image",
  "video",
  "document",
  "file",
  "citationsContent",
  "function_call",
  "toolUse",
  "toolResult",
]);

const types =
  /^(?:(?:input_|output_)?(?:image|audio|video|file|document)(?:_url)?|custom|server_tool_use|[a-z_]*tool_result|mcp_tool_use|container_upload|[a-z_]+_call(?:_output)?|mcp_approval_request|tool_search_output|program(?:_output)?)$/;

/** True for a part that this program has no type for and that shows the user something. A part of an unknown kind shows nothing. */
export function isShownContent(part: AssistantPart): boolean {
  return part.kind === "other" && shows(part.raw);
}

/** True for a part of an unknown kind that is not empty: it may hold the answer, which this program cannot read. */
export function isUnknownContent(part: AssistantPart): boolean {
  return part.kind === "other" && holdsSomething(part.raw) && !shows(part.raw) && !isAnnotation(part.raw);
}

/** Streams of Converse keep such a block as the list of its pieces: `{ start: … }`, `{ delta: … }`. */
function shows(raw: JsonValue): boolean {
  if (Array.isArray(raw)) return raw.some((piece: JsonValue) => shows(innerOf(piece)));
  if (!isJsonObject(raw)) return false;
  const { type } = raw;
  if (typeof type === "string") return types.test(type) && hasContent(raw);
  return Object.keys(raw).some((name) => members.has(name) && !isEmpty(raw[name] ?? null));
}

function innerOf(piece: JsonValue): JsonValue {
  return isJsonObject(piece) ? (piece["start"] ?? piece["delta"] ?? piece) : piece;
}

function holdsSomething(raw: JsonValue): boolean {
  return isJsonObject(raw) ? hasContent(raw) : !isEmpty(raw);
}

function hasContent(raw: { readonly [name: string]: JsonValue }): boolean {
  return Object.entries(raw).some(([name, value]) => name !== "type" && !isEmpty(value));
}

/** Notes about the text, which show nothing without it. */
function isAnnotation(raw: JsonValue): boolean {
  return isJsonObject(raw) && raw["annotations"] !== undefined;
}

function isEmpty(value: JsonValue): boolean {
  if (value === null || (typeof value === "string" && value.trim() === "")) return true;
  return typeof value === "object" && Object.values(value).every(isEmpty);
}
