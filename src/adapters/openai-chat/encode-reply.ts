import type { JsonObject, JsonValue } from "../../chat/json.js";
import type { ReasoningPart, ToolCallPart } from "../../chat/message.js";
import { reasoningTextOf, textOf, toolCallsOf } from "../../chat/read-reply.js";
import type { Reply, Warning } from "../../chat/reply.js";
import { encodeFinish } from "./encode-finish.js";
import { encodeUsage } from "./encode-usage.js";

/** What the server says of its own answer. `created`: seconds since 1970. */
export type ReplyNames = { readonly id: string; readonly created: number; readonly model: string };

/** A whole reply as a chat completion, and what of it the form cannot say. */
export function encodeReply(
  reply: Reply,
  { id, created, model }: ReplyNames,
): { readonly body: JsonObject; readonly warnings: readonly Warning[] } {
  const calls = toolCallsOf(reply);
  const usage = encodeUsage(reply.usage);
  const choice = {
    index: 0,
    message: messageOf(reply, calls),
    logprobs: null,
    ...encodeFinish(reply.finish, calls.length > 0),
  };
  return {
    body: {
      ...{ id, object: "chat.completion", created, model },
      choices: [choice],
      ...(usage === null ? {} : { usage }),
    },
    warnings: [...calls.flatMap(callWarnings), ...otherParts(reply)],
  };
}

/** `content` is null where there is no text part, and `""` where there was a blank one. */
function messageOf(reply: Reply, calls: readonly ToolCallPart[]): JsonObject {
  const hasText = reply.parts.some(({ kind }) => kind === "text");
  const refusal = reply.parts.flatMap((part) => (part.kind === "refusal" ? [part.text] : [])).join("");
  const isBlankBesideCalls = calls.length > 0 && textOf(reply).trim() === "";
  return {
    role: "assistant",
    content: hasText && !isBlankBesideCalls ? textOf(reply) : null,
    refusal: refusal === "" ? null : refusal,
    ...reasoningMembers(reply),
    ...(calls.length === 0 ? {} : { tool_calls: calls.map(encodeCall) }),
  };
}

/** Moonshot, DeepSeek and vLLM clients read `reasoning_content`, OpenRouter's `reasoning` and `reasoning_details`. */
function reasoningMembers(reply: Reply): JsonObject {
  const text = reasoningTextOf(reply);
  const details = reply.parts.flatMap((part) => (part.kind === "reasoning" ? reasoningDetails(part) : []));
  return {
    ...(text === null ? {} : { reasoning_content: text, reasoning: text }),
    ...(details.length === 0 ? {} : { reasoning_details: details }),
  };
}

/** What must come back unchanged in the next request: the provider's own structure, or a signature or redacted block. */
export function reasoningDetails(part: ReasoningPart): readonly JsonValue[] {
  if (part.details !== null) return part.details;
  if (part.redacted !== null) return [{ type: "reasoning.encrypted", data: part.redacted }];
  if (part.signature === null) return [];
  return [{ type: "reasoning.text", text: part.text ?? "", signature: part.signature }];
}

/** A call without an id cannot be answered: it gets one from its place, which is told as a warning. */
export function encodeCall(call: ToolCallPart, index: number): JsonObject {
  const args = call.argumentsText ?? "";
  const id = call.id === null || call.id === "" ? standInId(index) : call.id;
  return { id, type: "function", function: { name: call.name ?? "", arguments: args === "" ? "{}" : args } };
}

export function standInId(index: number): string {
  return `call_${index}`;
}

function callWarnings(call: ToolCallPart, index: number): readonly Warning[] {
  if (call.id !== null && call.id !== "") return [];
  const message = `the provider sent no id for the call of ${call.name ?? "?"}; ${standInId(index)} stands in for it`;
  return [{ id: "call-id-missing", field: `choices[0].message.tool_calls[${index}].id`, message }];
}

function otherParts(reply: Reply): readonly Warning[] {
  return reply.parts.flatMap((part, index) =>
    part.kind === "other"
      ? [
          {
            id: "part-left-out",
            field: `parts[${index}]`,
            message: "a part of the reply has no place in a chat completion",
          },
        ]
      : [],
  );
}
