import { toolCallsOf } from "../../../chat/read-reply.js";
import type { Reply } from "../../../chat/reply.js";
import { type Check, note } from "../check.js";
import { openai, should } from "../rule.js";

/**
 * Of several conversations in flight, no two replies share an id, nor their calls one. A note: a client that keeps replies or calls of all its users
 * under their ids mixes them up. An id that counts within its conversation (`functions.NAME:0`) is no id of all users, and is left out.
 */
export const inFlightOwnIds: Check = {
  id: "in-flight/own-ids",
  claim: "no id of a reply or a call is that of another conversation in flight",
  rule: should(openai("ChatCompletion.id")),
  explainedBy: ["crossed-reply"],
  needsWholeReply: true,
  run: ({ turn, beside }) => {
    if (beside === undefined) return null;
    const others = beside.turns.map(({ reply }) => reply);
    const replies = new Set(others.map(({ id }) => id));
    const calls = new Set(others.flatMap(callIdsOf));
    const { id } = turn.reply;
    return [
      ...(id !== null && replies.has(id) ? [note("shared-id", "reply", `the reply's id ${JSON.stringify(id)}`)] : []),
      ...callIdsOf(turn.reply)
        .filter((one) => calls.has(one))
        .map((one) => note("shared-id", "call", `the call's id ${JSON.stringify(one)}`)),
    ];
  },
};

/** The ids of calls that no other conversation should have. Kimi's count the calls of their own one (MoonshotAI/Kimi-K2 docs/tool_call_guidance.md). */
function callIdsOf(reply: Reply): readonly string[] {
  return toolCallsOf(reply).flatMap(({ id }) => (id === null || id === "" || /[:_-]\d{1,4}$/.test(id) ? [] : [id]));
}
