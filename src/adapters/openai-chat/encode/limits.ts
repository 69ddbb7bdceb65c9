import type { Message } from "../../../chat/message.js";
import type { Warning } from "../../../chat/reply.js";
import type { ChatRequest } from "../../../chat/request.js";
import type { Target } from "../../../chat/target.js";

/** The tool names that OpenAI's API accepts (API reference, function name, read 2026-08). */
export const toolNamePattern = /^[a-zA-Z0-9_-]{1,64}$/;

/** The pattern of a target's tool-call ids, which the whole id must match; null: any id. */
export function toolCallIdPattern(target: Target): RegExp | null {
  const pattern = target.quirks.toolCallIdPattern;
  return pattern === null ? null : new RegExp(`^(?:${pattern})$`);
}

/** A warning for each documented limit that a request breaks. It is sent unchanged, and the refusal is the evidence. */
export function brokenLimits(request: ChatRequest, target: Target): readonly Warning[] {
  return [...settingLimits(request, target), ...toolLimits(request), ...idLimits(request.messages, target)];
}

function settingLimits(request: ChatRequest, target: Target): readonly Warning[] {
  const { temperature, topP, stopSequences } = request;
  const broken: Warning[] = [];
  const report = (field: string, message: string) => broken.push({ id: "limit-broken", field, message });
  if (temperature !== null && (temperature < 0 || temperature > 2))
    report("temperature", `${temperature} is not between 0 and 2`);
  if (topP !== null && (topP < 0 || topP > 1)) report("topP", `${topP} is not between 0 and 1`);
  if (target.quirks.temperatureOrTopP === true && temperature !== null && topP !== null) {
    report("topP", "this service refuses temperature and topP together");
  }
  if (stopSequences !== null && stopSequences.length > 4) report("stopSequences", "more than 4 stop sequences");
  return broken;
}

function toolLimits({ tools, toolChoice }: ChatRequest): readonly Warning[] {
  const broken: Warning[] = [];
  if (tools?.length === 0) broken.push({ id: "limit-broken", field: "tools", message: "an empty list of tools" });
  if (toolChoice !== null && (tools === null || tools.length === 0)) {
    broken.push({ id: "limit-broken", field: "toolChoice", message: "a tool choice without tools" });
  }
  for (const [index, { name }] of (tools ?? []).entries()) {
    if (toolNamePattern.test(name)) continue;
    broken.push({
      id: "limit-broken",
      field: `tools[${index}].name`,
      message: `the name ${JSON.stringify(name)} is not 1 to 64 of a-z A-Z 0-9 _ -`,
    });
  }
  return broken;
}

function idLimits(messages: readonly Message[], target: Target): readonly Warning[] {
  const pattern = toolCallIdPattern(target);
  if (pattern === null) return [];
  return idsIn(messages).flatMap(({ id, field }): readonly Warning[] =>
    pattern.test(id)
      ? []
      : [
          {
            id: "limit-broken",
            field,
            message: `the id ${JSON.stringify(id)} does not match ${target.quirks.toolCallIdPattern}`,
          },
        ],
  );
}

/** Every tool-call id of a conversation, with its path. */
export function idsIn(messages: readonly Message[]): readonly { readonly id: string; readonly field: string }[] {
  return messages.flatMap((message, index) => {
    const field = `messages[${index}]`;
    if (message.role === "tool")
      return message.toolCallId === null ? [] : [{ id: message.toolCallId, field: `${field}.toolCallId` }];
    if (message.role !== "assistant") return [];
    return message.parts.flatMap((part, partIndex) =>
      part.kind === "tool-call" && part.id !== null ? [{ id: part.id, field: `${field}.parts[${partIndex}].id` }] : [],
    );
  });
}
