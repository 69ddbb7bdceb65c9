import type { AssistantMessage, AssistantPart, Message, ToolCallPart, ToolMessage } from "../../../chat/message.js";
import type { Repairing } from "./refusal.js";

/** A history in which every call has its one result, and every message something to say. */
export function repairMessages(messages: readonly Message[], repairing: Repairing): readonly Message[] {
  const kept: Message[] = [];
  let awaited: Awaited = none;
  for (const [index, message] of messages.entries()) {
    const field = `messages[${index}]`;
    if (message.role === "tool") {
      const result = takeResult(message, { field, awaited, repairing });
      if (result !== null) kept.push(result);
      continue;
    }
    requireAnswered(awaited, repairing);
    const mended = mendMessage(message, field, repairing);
    if (mended !== null) kept.push(mended);
    awaited = mended?.role === "assistant" ? awaitedAfter(mended, field) : none;
  }
  requireAnswered(awaited, repairing);
  return kept;
}

/** The calls of the latest assistant turn, and which of them have their result. */
type Awaited = { readonly field: string; readonly ids: ReadonlySet<string>; readonly answered: Set<string> };

const none: Awaited = { field: "", ids: new Set(), answered: new Set() };

function awaitedAfter(message: AssistantMessage, field: string): Awaited {
  const ids = callsOf(message).flatMap(({ id }) => (id === null ? [] : [id]));
  return { field, ids: new Set(ids), answered: new Set() };
}

function takeResult(
  message: ToolMessage,
  at: { readonly field: string; readonly awaited: Awaited; readonly repairing: Repairing },
): ToolMessage | null {
  const { field, awaited, repairing } = at;
  const id = message.toolCallId;
  if (id === null) return repairing.refuse(`${field}.toolCallId`, "a tool result without the id of its call");
  if (!awaited.ids.has(id)) {
    return repairing.refuse(`${field}.toolCallId`, `no call ${JSON.stringify(id)} in the assistant's turn before it`);
  }
  if (awaited.answered.has(id)) {
    repairing.changed("result-repeated", field, `a second result of the call ${JSON.stringify(id)} is not sent`);
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

function mendMessage(message: Exclude<Message, ToolMessage>, field: string, repairing: Repairing): Message | null {
  if (message.role === "assistant") return mendAssistant(message, field, repairing);
  const said = message.parts.some((part) => part.kind !== "cache-point" && !isBlank(part));
  if (!said && message.role === "user") return repairing.refuse(`${field}.parts`, "a user message without any text");
  if (said) return message;
  repairing.changed("message-omitted", field, `a ${message.role} message without any text is not sent`);
  return null;
}

function mendAssistant(message: AssistantMessage, field: string, repairing: Repairing): AssistantMessage | null {
  const hasCalls = callsOf(message).length > 0;
  const parts = distinctCalls(message.parts, field, repairing).filter(({ part, at }) => {
    if (!isBlank(part)) return true;
    repairing.changed("blank-text-omitted", at, "blank text is not sent");
    return false;
  });
  const mended = parts.map(({ part, at }) => (part.kind === "tool-call" ? mendCall(part, at, repairing) : part));
  const speaks =
    hasCalls || mended.some((part) => part.kind === "text" || part.kind === "refusal" || part.kind === "other");
  if (speaks) return { ...message, parts: mended };
  repairing.changed("message-omitted", field, "an assistant message without text or calls is not sent");
  return null;
}

type Placed = { readonly part: AssistantPart; readonly at: string };

/** One call that stands twice, word for word, goes once; one id on two different calls cannot be told apart later. */
function distinctCalls(parts: readonly AssistantPart[], field: string, repairing: Repairing): readonly Placed[] {
  const calls = new Map<string, string>();
  return parts.flatMap((part, index): readonly Placed[] => {
    const at = `${field}.parts[${index}]`;
    if (part.kind !== "tool-call" || part.id === null) return [{ part, at }];
    const written = JSON.stringify(part);
    const known = calls.get(part.id);
    if (known === undefined) calls.set(part.id, written);
    else if (known !== written)
      return repairing.refuse(`${at}.id`, `two different calls have the id ${JSON.stringify(part.id)}`);
    else repairing.changed("call-repeated", at, `the call ${JSON.stringify(part.id)} stands twice and is sent once`);
    return known === undefined ? [{ part, at }] : [];
  });
}

function mendCall(call: ToolCallPart, at: string, { changed, refuse }: Repairing): ToolCallPart {
  if (call.id === null) return refuse(`${at}.id`, "a tool call without an id");
  if (call.name === null || call.name === "") return refuse(`${at}.name`, "a tool call without a name");
  if (call.argumentsText !== null && call.argumentsText !== "") return call;
  changed("arguments-filled", `${at}.argumentsText`, "a call without arguments is sent with {}");
  return { ...call, argumentsText: "{}" };
}

function callsOf(message: AssistantMessage): readonly ToolCallPart[] {
  return message.parts.filter((part) => part.kind === "tool-call");
}

function isBlank(part: { readonly kind: string; readonly text?: string | null }): boolean {
  return part.kind === "text" && (part.text ?? "").trim() === "";
}
