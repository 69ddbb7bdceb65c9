import type { JsonObject } from "../../../../chat/json.js";
import type { Warning } from "../../../../chat/reply.js";
import { readConversation } from "../../../anthropic/decode-request/conversation.js";
import { readParallel, readToolChoice, readTools } from "../../../anthropic/decode-request/tools.js";
import { numberIn, objectIn, stringIn } from "../../../draft/read-json.js";
import { decodedBody, namesOf, readSettings, type SettingNames } from "../../decode-request/decoded-body.js";
import type { DecodedBody } from "../family.js";

const names: SettingNames = {
  maxOutputTokens: ["max_tokens", "max_tokens_to_sample"],
  temperature: ["temperature"],
  topP: ["top_p"],
  topK: ["top_k"],
  stopSequences: ["stop_sequences"],
};

/** Decodes a Messages body, or the prompt body of Claude 2. */
export function decodeAnthropic(body: JsonObject): DecodedBody {
  const warnings: Warning[] = [];
  const choice = objectIn(body, "tool_choice") ?? {};
  return decodedBody(body, {
    messages: readConversation(body, warnings),
    settings: {
      ...readSettings(body, names),
      tools: readTools(body, warnings),
      toolChoice: readToolChoice(choice),
      parallelToolCalls: readParallel(choice),
      reasoning: readThinking(body),
    },
    members: [
      ...namesOf(names),
      "anthropic_version",
      "system",
      "messages",
      "prompt",
      "tools",
      "tool_choice",
      "thinking",
    ],
    warnings,
  });
}

function readThinking(body: JsonObject) {
  const thinking = objectIn(body, "thinking");
  if (thinking === null) return null;
  const mode = stringIn(thinking, "type") === "disabled" ? "off" : "on";
  return { mode, effort: null, budgetTokens: numberIn(thinking, "budget_tokens") } as const;
}
