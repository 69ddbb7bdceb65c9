import type { AssistantMessage, AssistantPart, Message, ToolCallPart, ToolMessage } from "../../../chat/message.js";
import type { IndexedMessage } from "../../part-places.js";
import type { Repairing } from "./repairing.js";

/**
 * Repairs a history so that every call has one result and no message is empty; each message keeps its index. Refuses what cannot be
 * repaired.
 */
export function repairMessages(messages: readonly Message[], repairing: Repairing): readonly IndexedMessage[] {
  const kept: IndexedMessage[] = [];
  let awaited: Awaited = none;
  for (const [index, message] of messages.entries()) {
    const field = `messages[${index}]`;
    if (message.role === "tool") {
      const result = takeResult(message, { field, awaited, repairing });
      if (result !== null) kept.push({ index, message: result });
      continue;
    }
    requireAnswered(awaited, repairing);
    const repaired = repairMessage(message, field, repairing);
    if (repaired !== null) kept.push({ index, message: repaired });
    awaited = repaired?.role === "assistant" ? awaitedAfter(repaired, field) : none;
  }
  requireAnswered(awaited, repairing);
  return kept;
}

/** The calls of the latest assistant turn, and which of them have a result. */
type Awaited = { readonly field: string; readonly ids: ReadonlySet<string>; readonly answered: Set<string> };

const none: Awaited = { field: "", ids: new Set(), answered: new Set() };

function awaitedAfter(message: AssistantMessage, field: string): Awaited {
  const ids = callsOf(message).flatMap(({ id }) => (id === null ? [] : [id]));
  return { field, ids: new Set(ids), answered: new Set() };
}

function takeResult(
  message: ToolMessage,
  { field, awaited, repairing }: { readonly field: string; readonly awaited: Awaited; readonly repairing: Repairing },
): ToolMessage | null {
  const id = message.toolCallId;
  if (id === null) return repairing.refuse(`${field}.toolCallId`, "a tool result without the id of its call");
  if (!awaited.ids.has(id)) {
    return repairing.refuse(`${field}.toolCallId`, `the assistant turn before it has no call ${JSON.stringify(id)}`);
  }
  if (awaited.answered.has(id)) {
    repairing.changed("result-repeated", field, `a second result for the call ${JSON.stringify(id)} is not sent`);
    return null;
  }
  awaited.answered.add(id);
  return message;
}

function requireAnswered(awaited: Awaited, { refuse }: Repairing): void {
  for (const id of awaited.ids) {
    if (!awaited.answered.has(id)) refuse(awaited.field, `the tool call ${JSON.stringify(id)} has no result`);
  }
}

function repairMessage(message: Exclude<Message, ToolMessage>, field: string, repairing: Repairing): Message | null {
  if (message.role === "assistant") return repairAssistant(message, field, repairing);
  const hasContent = message.parts.some((part) => part.kind !== "cache-point" && !isBlank(part));
  if (!hasContent && message.role === "user")
    return repairing.refuse(`${field}.parts`, "a user message without any text");
  if (hasContent) return message;
  repairing.changed("message-omitted", field, `a ${message.role} message without any text is not sent`);
  return null;
}

function repairAssistant(message: AssistantMessage, field: string, repairing: Repairing): AssistantMessage | null {
  const hasCalls = callsOf(message).length > 0;
  const parts = distinctCalls(message.parts, field, repairing).filter(({ part, field: partField }) => {
    if (!isBlank(part)) return true;
    repairing.changed("blank-text-omitted", partField, "blank text is not sent");
    return false;
  });
  const repaired = parts.map((placed) =>
    placed.part.kind === "tool-call" ? repairCall(placed.part, placed.field, repairing) : placed.part,
  );
  const hasContent =
    hasCalls || repaired.some((part) => part.kind === "text" || part.kind === "refusal" || part.kind === "other");
  if (hasContent) return { ...message, parts: repaired };
  repairing.changed("message-omitted", field, "an assistant message without text or calls is not sent");
  return null;
}

type Placed = { readonly part: AssistantPart; readonly field: string };

/** Sends an identical repeated call once. Two different calls with one id are refused: their results would be ambiguous. */
function distinctCalls(parts: readonly AssistantPart[], field: string, repairing: Repairing): readonly Placed[] {
  const calls = new Map<string, string>();
  return parts.flatMap((part, index): readonly Placed[] => {
    const partField = `${field}.parts[${index}]`;
    if (part.kind !== "tool-call" || part.id === null) return [{ part, field: partField }];
    const json = JSON.stringify(part);
    const known = calls.get(part.id);
    if (known === undefined) calls.set(part.id, json);
    else if (known !== json)
      return repairing.refuse(`${partField}.id`, `two different calls have the id ${JSON.stringify(part.id)}`);
    else repairing.changed("call-repeated", partField, `the call ${JSON.stringify(part.id)} is repeated and sent once`);
    return known === undefined ? [{ part, field: partField }] : [];
  });
}

function repairCall(call: ToolCallPart, field: string, { changed, refuse }: Repairing): ToolCallPart {
  if (call.id === null) return refuse(`${field}.id`, "a tool call without an id");
  if (call.name === null || call.name === "") return refuse(`${field}.name`, "a tool call without a name");
  if (call.argumentsText !== null && call.argumentsText !== "") return call;
  changed("arguments-filled", `${field}.argumentsText`, "a call without arguments is sent with {}");
  return { ...call, argumentsText: "{}" };
}

function callsOf(message: AssistantMessage): readonly ToolCallPart[] {
  return message.parts.filter((part) => part.kind === "tool-call");
}

function isBlank(part: { readonly kind: string; readonly text?: string | null }): boolean {
  return part.kind === "text" && (part.text ?? "").trim() === "";
}
