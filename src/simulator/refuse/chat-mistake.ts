import type { JsonObject } from "../../chat/json.js";
import { textAt } from "../request/members.js";
import type { RequestContent } from "../request/model-request.js";
import { chatBodyMistake } from "./body/chat-body.js";

/** The reason why an OpenAI-shaped service refuses a body, in OpenAI's words; null: it accepts the body. */
export function chatMistake(body: JsonObject, request: RequestContent): string | null {
  if (textAt(body, "model") === null) return "you must provide a model parameter";
  return chatBodyMistake(body) ?? orphanMistake(request);
}

function orphanMistake({ turns }: RequestContent): string | null {
  let open: readonly (string | null)[] = [];
  for (const turn of turns) {
    if (turn.role === "tool" && !open.includes(turn.toolCallId)) {
      return "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.";
    }
    if (turn.role === "tool") open = open.filter((id) => id !== turn.toolCallId);
    if (turn.role !== "tool" && open.length > 0) return unansweredMistake(open);
    if (turn.role === "assistant") open = turn.calls.map(({ id }) => id);
  }
  return turns.at(-1)?.role === "assistant" && open.length > 0 ? unansweredMistake(open) : null;
}

function unansweredMistake(ids: readonly (string | null)[]): string {
  return `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${ids.join(", ")}`;
}
