import type { Message } from "../../chat/message.js";
import type { Warning } from "../../chat/reply.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";

/** The tool names that OpenAI's APIs accept (API reference, function name, read 2026-08). */
export const toolNamePattern = /^[a-zA-Z0-9_-]{1,64}$/;

/** A warning for each limit of sampling that a request breaks (OpenAI API reference, read 2026-08). */
export function samplingLimits({ temperature, topP }: ChatRequest, target: Target): readonly Warning[] {
  const broken: Warning[] = [];
  if (temperature !== null && (temperature < 0 || temperature > 2))
    broken.push(brokenLimit("temperature", `${temperature} is not between 0 and 2`));
  if (topP !== null && (topP < 0 || topP > 1)) broken.push(brokenLimit("topP", `${topP} is not between 0 and 1`));
  if (target.quirks.temperatureOrTopP === true && temperature !== null && topP !== null)
    broken.push(brokenLimit("topP", "this service refuses temperature and topP together"));
  return broken;
}

/** A warning for each limit of tools and their choice that a request breaks. */
export function toolLimits({ tools, toolChoice }: ChatRequest): readonly Warning[] {
  const broken: Warning[] = [];
  if (tools?.length === 0) broken.push(brokenLimit("tools", "an empty list of tools"));
  if (toolChoice !== null && (tools === null || tools.length === 0))
    broken.push(brokenLimit("toolChoice", "a tool choice without tools"));
  for (const [index, { name }] of (tools ?? []).entries()) {
    if (toolNamePattern.test(name)) continue;
    const message = `the name ${JSON.stringify(name)} is not 1 to 64 of a-z A-Z 0-9 _ -`;
    broken.push(brokenLimit(`tools[${index}].name`, message));
  }
  return broken;
}

/** The warning about a broken limit. The request goes out unchanged, and the refusal is the evidence. */
export function brokenLimit(field: string, message: string): Warning {
  return { id: "limit-broken", field, message };
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

/** The pattern of a target's tool-call ids, which the whole id must match; null: no source documents one. */
export function toolCallIdPattern(target: Target): RegExp | null {
  const pattern = target.quirks.toolCallIdPattern;
  return pattern === null ? null : new RegExp(`^(?:${pattern})$`);
}
