import { isJsonObject, type JsonValue } from "../../../../chat/json.js";
import type { AssistantMessage, Message, ReasoningPart } from "../../../../chat/message.js";
import { textAt } from "../../wire.js";

/**
 * Reasoning as clients send it back, which is what `encodeReply` gave them: one text in two members, and details of which
 * some are opaque bytes of the service that wants them back. One text becomes one part, and each detail a part of its own
 * with its signature or redacted bytes, so that it reaches a Bedrock target too; to an OpenAI-compatible one the details
 * go on unmodified.
 */
export function readReplayedReasoning(messages: readonly Message[]): readonly Message[] {
  return messages.map((message) => (message.role === "assistant" ? mend(message) : message));
}

function mend(message: AssistantMessage): AssistantMessage {
  const reasoning = message.parts.filter((part) => part.kind === "reasoning");
  if (reasoning.length === 0) return message;
  const details = reasoning.flatMap((part) => part.details ?? []);
  const detailed = details.map(partOf);
  const texts = detailed.some(({ text }) => text !== null) ? [] : oneText(reasoning, details.length > 0);
  const rest = message.parts.filter((part) => part.kind !== "reasoning");
  return { ...message, parts: [...texts, ...detailed, ...rest] };
}

/** The texts without their details, which have parts of their own; an empty list of details stays where it is. */
function oneText(parts: readonly ReasoningPart[], isDetailed: boolean): readonly ReasoningPart[] {
  const [first, second, ...others] = parts.map((part) => (isDetailed ? { ...part, details: null } : part));
  if (first === undefined || (isDetailed && first.text === null)) return [];
  if (second === undefined) return [first];
  if (first.text === second.text) return [{ ...first, field: null }, ...others];
  return [first, second, ...others];
}

function partOf(detail: JsonValue): ReasoningPart {
  const part = {
    kind: "reasoning",
    text: null,
    signature: null,
    redacted: null,
    details: [detail],
    field: "reasoning_details",
  } as const;
  if (!isJsonObject(detail)) return part;
  const isOpaqueHere = isAnthropicOrUnsaid(detail["format"]);
  switch (detail["type"]) {
    case "reasoning.text":
      return { ...part, text: textAt(detail, "text"), signature: isOpaqueHere ? textAt(detail, "signature") : null };
    case "reasoning.summary":
      return { ...part, text: textAt(detail, "summary") };
    case "reasoning.encrypted":
      return { ...part, redacted: isOpaqueHere ? textAt(detail, "data") : null };
    default:
      return part;
  }
}

/** OpenRouter says in `format` whose bytes they are (docs, reasoning tokens, read 2026-08); those of others mean nothing on Bedrock. */
function isAnthropicOrUnsaid(format: JsonValue | undefined): boolean {
  return typeof format !== "string" || format.startsWith("anthropic");
}
