import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import { isName, isNothing } from "../../../openai-chat/server/read-request/kept-members.js";
import { demand } from "../../../openai-chat/server/read-request/refusal.js";
import { type BlockPlace, checkText } from "./check-blocks.js";

/**
 * Checks a block of the model's own message. One that is not text, thinking or a call says what the service's tools did, and goes on
 * unchanged: an upstream of this API takes it back, and any other leaves it out with a warning.
 */
export function checkAssistantBlock(block: JsonObject, place: BlockPlace): JsonObject {
  const { at } = place;
  switch (block["type"]) {
    case "text":
      return checkText(block, place);
    case "tool_use":
      demand(isName(block["id"]), `${at}.id`, "an id");
      demand(isName(block["name"]), `${at}.name`, "a name");
      demand(isJsonObject(block["input"]), `${at}.input`, "an object");
      return block;
    case "thinking":
      demand(typeof block["thinking"] === "string", `${at}.thinking`, "a string");
      demand(isTextOrNothing(block["signature"]), `${at}.signature`, "a string");
      return block;
    case "redacted_thinking":
      demand(typeof block["data"] === "string", `${at}.data`, "a string");
      return block;
    default:
      return block;
  }
}

function isTextOrNothing(value: JsonValue | undefined): boolean {
  return isNothing(value) || typeof value === "string";
}
