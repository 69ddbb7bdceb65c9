import { isJsonObject, type JsonValue } from "../../../../chat/json.js";
import type { AssistantMessage, Message, ReasoningPart } from "../../../../chat/message.js";
import { textAt } from "../../../openai/wire-members.js";

/**
 * Restores reasoning that clients send back as `encodeReply` wrote it: one text in two members, and details of which some
 * are opaque bytes that the service requires back. The text becomes one part. Each detail becomes its own part with its
 * signature or redacted bytes, so that it reaches a Bedrock target too; an OpenAI-compatible target gets the details
 * unmodified.
 */
export function readReplayedReasoning(messages: readonly Message[]): readonly Message[] {
  return messages.map((message) => (message.role === "assistant" ? restore(message) : message));
}

function restore(message: AssistantMessage): AssistantMessage {
  const reasoning = message.parts.filter((part) => part.kind === "reasoning");
  if (reasoning.length === 0) return message;
  const details = reasoning.flatMap((part) => part.details ?? []);
  const detailed = details.map(partOf);
  const texts = detailed.some(({ text }) => text !== null) ? [] : oneText(reasoning, details.length > 0);
  const rest = message.parts.filter((part) => part.kind !== "reasoning");
  return { ...message, parts: [...texts, ...detailed, ...rest] };
}

/** The text parts without their details, which are separate parts; an empty list of details stays on its part. */
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
  const isOpaqueHere = isAnthropicOrUnnamed(detail["format"]);
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

/** OpenRouter names the owner of the bytes in `format` (docs, reasoning tokens, read 2026-08). Only Anthropic's work on Bedrock. */
function isAnthropicOrUnnamed(format: JsonValue | undefined): boolean {
  return typeof format !== "string" || format.startsWith("anthropic");
}
