import { toolCallsOf } from "../../../chat/read-reply.js";
import { note } from "../check.js";
import { reports, should } from "../rule.js";
import { describeCall, hasId } from "../tool-calls.js";
import { callCheck } from "./call-check.js";

/** A call does not reuse the id of an earlier turn. A note: services accept it, but some clients fail on it. */
export const toolsIdFresh = callCheck(
  {
    id: "tools/id-fresh",
    claim: "no call reuses the id of an earlier turn",
    rule: should(reports("openclaw#87596", "openclaw#110956")),
  },
  (judged) => {
    const earlier = new Set(judged.earlierCalls.map(({ id }) => id));
    return toolCallsOf(judged.turn.reply)
      .filter((call) => hasId(call) && earlier.has(call.id))
      .map((call) =>
        note("call-id-reused", null, `id ${JSON.stringify(call.id)} of an earlier turn on ${describeCall(call)}`),
      );
  },
);
