import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import type { Warning } from "../../../../chat/reply.js";
import { isName, isNothing } from "../../../openai-chat/server/read-request/kept-members.js";
import { demand, RequestRefusal } from "../../../openai-chat/server/read-request/refusal.js";
import { checkSource } from "./check-source.js";

/** A path in the request, and the list that collects what is changed there. */
export type BlockPlace = { readonly at: string; readonly warnings: Warning[] };

/**
 * Checks a block of the system prompt, or of a system message between the turns. There a client may say that a tool is in use from now
 * on, or no longer (beta mid-conversation-tool-changes); models of other APIs read it in a text.
 */
export function checkSystemBlock(block: JsonObject, place: BlockPlace): JsonObject {
  switch (block["type"]) {
    case "text":
      return checkText(block, place);
    case "tool_addition":
    case "tool_removal":
      return asText(block, place);
    default:
      throw notTaken(block, place.at, "a system text has text, tool_addition and tool_removal");
  }
}

/** Checks a block of a user's message. One that models take as text alone is changed into text, with a warning. */
export function checkUserBlock(block: JsonObject, place: BlockPlace): JsonObject {
  if (block["type"] === "tool_result") return checkResult(block, place);
  return checkShown(
    block,
    place,
    "a message of the user can have text, image, document, search_result and tool_result",
  );
}

/** Checks a text block. */
export function checkText(block: JsonObject, { at }: BlockPlace): JsonObject {
  demand(typeof block["text"] === "string", `${at}.text`, "a string");
  return block;
}

function checkResult(block: JsonObject, { at, warnings }: BlockPlace): JsonObject {
  const { content, is_error: failed } = block;
  demand(isName(block["tool_use_id"]), `${at}.tool_use_id`, "the id of a tool call");
  demand(isNothing(failed) || typeof failed === "boolean", `${at}.is_error`, "true or false");
  if (isNothing(content) || typeof content === "string") return block;
  const path = `${at}.content`;
  demand(Array.isArray(content), path, "a string or a list of blocks");
  const checked = content.map((inner: JsonValue, index) => {
    const place = { at: `${path}[${index}]`, warnings };
    demand(isJsonObject(inner), place.at, "an object");
    return checkShown(inner, place, "a tool result can have text, image, document, search_result and tool_reference");
  });
  return { ...block, content: checked };
}

function checkShown(block: JsonObject, place: BlockPlace, rule: string): JsonObject {
  switch (block["type"]) {
    case "text":
      return checkText(block, place);
    case "image":
    case "document":
      return checkSource(block, place.at);
    case "search_result":
    case "tool_reference":
      return asText(block, place);
    default:
      throw notTaken(block, place.at, rule);
  }
}

/** The whole block as JSON text: what it says reaches every model, and no other API has such a block. */
function asText({ cache_control: control, ...block }: JsonObject, { at, warnings }: BlockPlace): JsonObject {
  const message = `a ${String(block["type"])} block is sent as its JSON text`;
  warnings.push({ id: "block-as-text", field: at, message });
  const text = { type: "text", text: JSON.stringify(block) };
  return control === undefined ? text : { ...text, cache_control: control };
}

function notTaken({ type }: JsonObject, at: string, rule: string): RequestRefusal {
  const message = `'${at}.type' is ${JSON.stringify(type)}: ${rule}.`;
  return new RequestRefusal(`${at}.type`, message, "unsupported_value");
}
