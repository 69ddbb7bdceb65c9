import type { AssistantMessage, SystemMessage, ToolMessage, UserMessage } from "../../chat/message.js";
import { Refusal } from "./refusal.js";
import type { RepairStep } from "./repair-step.js";
import type { BlockService } from "./service.js";
import type { Numbered } from "./turns.js";
import type { Warn } from "./warning-log.js";

/**
 * Drops blank text blocks, which Bedrock refuses ("The text field in the ContentBlock object at … is blank"), and Anthropic
 * ("text content blocks must be non-empty"). White space alone counts as blank for Claude (hermes-agent#64858, 2026). An
 * assistant or system message that becomes empty is dropped; an empty user message is refused.
 */
export const repairBlankText: RepairStep = (messages, { service, warn }) =>
  messages.flatMap(({ index, message }): Numbered[] => {
    switch (message.role) {
      case "user":
        return [{ index, message: cleanUser(index, message, { service, warn }) }];
      case "tool":
        return [{ index, message: cleanResult(index, message, { service, warn }) }];
      default: {
        const parts = cleanParts<(typeof message.parts)[number]>(message.parts, `messages[${index}]`, warn);
        return parts.some(({ kind }) => kind !== "cache-point")
          ? [{ index, message: { ...message, parts } as AssistantMessage | SystemMessage }]
          : dropped(index, message.role, warn);
      }
    }
  });

type Cleaning = { readonly service: BlockService; readonly warn: Warn };

function cleanUser(index: number, message: UserMessage, { service, warn }: Cleaning): UserMessage {
  const parts = cleanParts(message.parts, `messages[${index}]`, warn);
  if (parts.some(({ kind }) => kind !== "cache-point")) return { ...message, parts };
  throw new Refusal(`messages[${index}].parts`, `the user message is blank, and ${service.refuser} refuses blank text`);
}

/**
 * An empty result is accepted in the form that the service takes, but not with the status `error` ("content cannot be empty if
 * `is_error` is true", Claude on Bedrock and on its own API, 2025-12).
 */
function cleanResult(index: number, message: ToolMessage, { service, warn }: Cleaning): ToolMessage {
  const field = `messages[${index}]`;
  const points = message.parts.filter((part) => part.kind === "cache-point");
  const { emptyResult: text } = service;
  if (text !== null && message.status !== "error" && message.parts.every(isEmptyText)) {
    return { ...message, parts: [{ kind: "text", text }, ...points] };
  }
  const parts = cleanParts(message.parts, field, warn);
  if (parts.length > points.length) return { ...message, parts };
  if (message.status !== "error") {
    return { ...message, parts: text === null ? parts : [{ kind: "text", text }, ...points] };
  }
  warn("empty-error-result", `${field}.parts`, "an empty result with the status error is sent as the JSON {}");
  return { ...message, parts: [{ kind: "json", value: {} }, ...points] };
}

/** True for what an empty result consists of: no text, and cache points. */
function isEmptyText(part: AnyPart): boolean {
  return part.kind === "cache-point" || (part.kind === "text" && part.text === "");
}

type AnyPart = { readonly kind: string; readonly text?: string | null };

function cleanParts<Part extends AnyPart>(parts: readonly Part[], field: string, warn: Warn): readonly Part[] {
  return parts.filter((part, partIndex) => {
    const blank = (part.kind === "text" || part.kind === "refusal") && part.text?.trim() === "";
    if (blank) warn("blank-text-dropped", `${field}.parts[${partIndex}]`, "blank text is not sent");
    return !blank;
  });
}

function dropped(index: number, role: string, warn: Warn): [] {
  warn("message-dropped", `messages[${index}]`, `an empty ${role} message is not sent`);
  return [];
}
