import type { JsonValue } from "../../chat/json.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Turn } from "../../transcript/transcript.js";
import { changesOf } from "../../verdict/attribution/changes.js";
import type { RecordedExchange } from "../../wire/exchange.js";

/**
 * What our own side changed of a request on its way out: what an adapter says that it changed, and tool-call ids that are not in the
 * bytes. Such a body is no evidence against anyone else. Empty: nothing was sent, or all is as it was asked.
 */
export function ownChanges(turn: Turn, recorded: RecordedExchange | null): readonly string[] {
  const said = changesOf(turn, undefined).map(({ what }) => what);
  const body = recorded?.request.body ?? null;
  if (body === null) return said;
  const sent = new Set(textsIn(parsed(new TextDecoder().decode(body))));
  const lost = [...new Set(idsOf(turn.request))].filter((id) => !sent.has(id));
  return [...said, ...lost.map((id) => `the tool-call id ${JSON.stringify(id)} is not in the body that was sent`)];
}

/** Ids of calls and results. An API that has no member for them says so in a warning. */
function idsOf({ messages }: ChatRequest): readonly string[] {
  return messages.flatMap((message): readonly string[] => {
    if (message.role === "tool") return message.toolCallId === null ? [] : [message.toolCallId];
    if (message.role !== "assistant") return [];
    return message.parts.flatMap((part) => (part.kind === "tool-call" && part.id !== null ? [part.id] : []));
  });
}

function textsIn(value: JsonValue): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
