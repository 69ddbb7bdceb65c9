import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import type { Warning } from "../../../../chat/reply.js";
import { maxMessages } from "../../../openai-chat/server/read-request/check-messages.js";
import { isNothing, keepNamed } from "../../../openai-chat/server/read-request/kept-members.js";
import { demand, RequestRefusal, shown } from "../../../openai-chat/server/read-request/refusal.js";
import { checkAssistantBlock } from "./check-assistant-block.js";
import { type BlockPlace, checkSystemBlock, checkUserBlock } from "./check-blocks.js";

/** Refuses messages that would not reach the provider whole; a refusal names the path of the member. */
export function checkMessages(messages: JsonValue | undefined, warnings: Warning[]): readonly JsonObject[] {
  demand(Array.isArray(messages), "messages", "a list of messages");
  demand(messages.length > 0, "messages", "a list of at least one message");
  demand(messages.length <= maxMessages, "messages", `a list of at most ${maxMessages} messages`);
  return messages.map((message: JsonValue, index) => {
    const at = `messages[${index}]`;
    demand(isJsonObject(message), at, "an object");
    return checkMessage(message, at, warnings);
  });
}

/** Checks the system prompt, which is a text or text blocks. */
export function checkSystem(system: JsonValue, warnings: Warning[]): JsonValue {
  return checkContent(system, { at: "system", warnings }, { check: checkSystemBlock, required: false });
}

type CheckBlock = (block: JsonObject, place: BlockPlace) => JsonObject;

const roles: ReadonlyMap<JsonValue | undefined, { readonly check: CheckBlock; readonly required: boolean }> = new Map([
  ["user", { check: checkUserBlock, required: true }],
  ["assistant", { check: checkAssistantBlock, required: false }],
  // Claude Code sends it between the turns (2.1.332, run 2026-11-28).
  ["system", { check: checkSystemBlock, required: true }],
]);

function checkMessage(message: JsonObject, at: string, warnings: Warning[]): JsonObject {
  const role = roles.get(message["role"]);
  if (role === undefined) {
    const text = `'${at}.role' must be user, assistant or system, not ${shown(message["role"])}.`;
    throw new RequestRefusal(`${at}.role`, text);
  }
  const content = checkContent(message["content"], { at: `${at}.content`, warnings }, role);
  return { ...keepNamed(message, ["role"], { at, warnings, besides: "content" }), content };
}

type Rule = { readonly check: CheckBlock; readonly required: boolean };

function checkContent(content: JsonValue | undefined, { at, warnings }: BlockPlace, rule: Rule): JsonValue {
  if (typeof content === "string") return content;
  demand(Array.isArray(content), at, "a string or a list of blocks");
  if (rule.required) demand(content.length > 0, at, "a string or a list of at least one block");
  return content.map((block: JsonValue, index) => {
    const place = { at: `${at}[${index}]`, warnings };
    demand(isJsonObject(block), place.at, "an object");
    demand(typeof block["type"] === "string", `${place.at}.type`, "a name");
    const control = block["cache_control"];
    if (!isNothing(control)) demand(isJsonObject(control), `${place.at}.cache_control`, "an object");
    return rule.check(block, place);
  });
}
