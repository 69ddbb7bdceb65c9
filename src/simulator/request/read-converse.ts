import type { JsonObject, JsonValue } from "../../chat/json.js";
import { listAt, memberOf, objectAt, textAt } from "./members.js";
import type { RequestContent, RequestTurn } from "./model-request.js";
import { choiceOf, offeredTool } from "./offered-tools.js";
import { contentText } from "./read-openai.js";

/** Reads a Converse body; Nova's InvokeModel body has the same shape. */
export function readConverse(body: JsonObject): RequestContent {
  const toolConfig = objectAt(body, "toolConfig") ?? {};
  const system = listAt(body, "system").flatMap((block) => textAt(block, "text") ?? []);
  return {
    system: system.length === 0 ? null : system.join("\n"),
    turns: listAt(body, "messages").flatMap(turnsOf),
    tools: listAt(toolConfig, "tools").flatMap((tool) => {
      const spec = objectAt(tool, "toolSpec") ?? {};
      return offeredTool({ name: spec["name"] ?? null, json: objectAt(spec, "inputSchema")?.["json"] ?? null }, "json");
    }),
    toolChoice: choiceOf(memberOf(toolConfig, "toolChoice")),
    prompt: null,
  };
}

/** A message may hold tool results and user text: results become separate turns, before the text. */
function turnsOf(message: JsonValue): readonly RequestTurn[] {
  const blocks = listAt(message, "content");
  const text = contentText(blocks);
  if (textAt(message, "role") === "assistant") return [{ role: "assistant", text, calls: blocks.flatMap(callsOf) }];
  const results = blocks.flatMap(resultsOf);
  const hasText = blocks.some((block) => textAt(block, "text") !== null);
  return results.length > 0 && !hasText ? results : [...results, { role: "user", text }];
}

function callsOf(block: JsonValue) {
  const use = objectAt(block, "toolUse");
  if (use === null) return [];
  const argumentsText = JSON.stringify(memberOf(use, "input") ?? {});
  return [{ id: textAt(use, "toolUseId"), name: textAt(use, "name") ?? "", argumentsText }];
}

function resultsOf(block: JsonValue): readonly RequestTurn[] {
  const result = objectAt(block, "toolResult");
  if (result === null) return [];
  const content = listAt(result, "content").map((part) => textAt(part, "text") ?? JSON.stringify(part));
  return [{ role: "tool", toolCallId: textAt(result, "toolUseId"), text: content.join("") }];
}
