import { expect, test } from "vitest";
import type { ChatFailure } from "../../../../chat/failure.js";
import { paramOf } from "./param.js";

const failure = (message: string, phase: ChatFailure["phase"] = "local"): ChatFailure => ({
  ...{ kind: "invalid-request", phase, message, hint: "", code: null, status: null, requestId: null },
  ...{ retryAfterMs: null, raw: null, afterFinish: false },
});

test.each([
  ["maxOutputTokens: x", "max_tokens"],
  ["stopSequences: x", "stop"],
  ["stopSequences[0]: x", "stop[0]"],
  ["topP: x", "top_p"],
  ["topK: x", "top_k"],
  ["toolChoice: x", "tool_choice"],
  ["parallelToolCalls: x", "parallel_tool_calls"],
  ["responseFormat.schema: x", "response_format.schema"],
  ["presencePenalty: x", "presence_penalty"],
  ["frequencyPenalty: x", "frequency_penalty"],
  ["tools[12].name: x", "tools[12].function.name"],
  ["tools[0].description: x", "tools[0].function.description"],
  ["tools[0].parameters.properties: x", "tools[0].function.parameters.properties"],
  ["tools[0].strict: x", "tools[0].function.strict"],
  ["tools[0].other: x", "tools[0].other"],
  ["messages[12].toolCallId: x", "messages[12].tool_call_id"],
  ["messages[0].toolName: x", "messages[0].name"],
  ["messages[10].parts[10].text: x", "messages[10]"],
  ["messages[0].role: x", "messages[0].role"],
  ["temperature: x", "temperature"],
  ["extra.topP: x", "topP"],
  ["extra.toolChoice.topK: x", "toolChoice.topK"],
  ["extra.maxOutputTokens: x", "maxOutputTokens"],
  ["extra.stopSequences: x", "stopSequences"],
  ["extra.parallelToolCalls: x", "parallelToolCalls"],
  ["extra.responseFormat: x", "responseFormat"],
  ["extra.presencePenalty: x", "presencePenalty"],
  ["extra.frequencyPenalty: x", "frequencyPenalty"],
  ["extra.tools[0].name: x", "tools[0].name"],
  ["extra.messages[0].parts: x", "messages[0].parts"],
  ["extra.messages[0].toolName: x", "messages[0].toolName"],
  ["extra.messages[0].toolCallId: x", "messages[0].toolCallId"],
  ["topPlus: x", "topPlus"],
  ["Model: x", null],
  ["no member at all", null],
  ["two words: x", null],
  ["topP:x", null],
  [" topP: x", null],
])("%j is about %s", (message, param) => {
  expect(paramOf(failure(message))).toBe(param);
});

test.each(["connect", "refused", "body"] as const)("what is not ours names no member: %s", (phase) => {
  expect(paramOf(failure("topP: x", phase))).toBeNull();
});
