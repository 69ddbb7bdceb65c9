import type { JsonObject } from "../../chat/json.js";
import type { AskedBody } from "../ask/asked.js";
import { listAt, textAt } from "../ask/members.js";

/** What an OpenAI-shaped service would refuse about a body, in OpenAI's words; null: nothing. */
export function chatMistake(body: JsonObject, asked: AskedBody): string | null {
  if (textAt(body, "model") === null) return "you must provide a model parameter";
  if (listAt(body, "messages").length === 0) return "[] is too short - 'messages'";
  return orphanMistake(asked);
}

function orphanMistake({ turns }: AskedBody): string | null {
  let open: readonly (string | null)[] = [];
  for (const [at, turn] of turns.entries()) {
    if (turn.role === "tool" && !open.includes(turn.toolCallId)) {
      return "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.";
    }
    if (turn.role === "tool") open = open.filter((id) => id !== turn.toolCallId);
    if (turn.role !== "tool" && open.length > 0) {
      return `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${open.join(", ")}`;
    }
    if (turn.role === "assistant") open = turn.calls.map(({ id }) => id);
    if (at === turns.length - 1 && turn.role === "assistant" && open.length > 0) {
      return `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${open.join(", ")}`;
    }
  }
  return null;
}
