import type { JsonObject, JsonValue } from "../../chat/json.js";
import { listAt, memberOf, textAt } from "./members.js";
import type { RequestContent, RequestTurn } from "./model-request.js";
import { choiceOf, offeredTool } from "./offered-tools.js";
import { contentText } from "./read-openai.js";

/** Reads an Anthropic Messages body, as InvokeModel accepts it. */
export function readAnthropic(body: JsonObject): RequestContent {
  const system = memberOf(body, "system");
  return {
    system: system === undefined ? null : contentText(system),
    turns: listAt(body, "messages").flatMap(turnsOf),
    tools: listAt(body, "tools").flatMap((tool) => offeredTool(tool, "input_schema")),
    toolChoice: choiceOf(memberOf(body, "tool_choice")),
    prompt: null,
  };
}

function turnsOf(message: JsonValue): readonly RequestTurn[] {
  const blocks = listAt(message, "content");
  const text = contentText(memberOf(message, "content"));
  if (textAt(message, "role") === "assistant") return [{ role: "assistant", text, calls: blocks.flatMap(callsOf) }];
  const results = blocks.filter((block) => textAt(block, "type") === "tool_result").map(resultOf);
  const hasOnlyResults = blocks.length > 0 && blocks.length === results.length;
  return hasOnlyResults ? results : [...results, { role: "user", text }];
}

function callsOf(block: JsonValue) {
  if (textAt(block, "type") !== "tool_use") return [];
  const argumentsText = JSON.stringify(memberOf(block, "input") ?? {});
  return [{ id: textAt(block, "id"), name: textAt(block, "name") ?? "", argumentsText }];
}

function resultOf(block: JsonValue): RequestTurn {
  return {
    role: "tool",
    toolCallId: textAt(block, "tool_use_id"),
    text: contentText(memberOf(block, "content")),
  };
}
