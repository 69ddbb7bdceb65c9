import { type Check, note } from "../check.js";
import { reports, should } from "../rule.js";

/** A reply has a request id, by which the service's support can find it. Recordings made by other tools have often lost it. */
export const envelopeRequestId: Check = {
  id: "envelope/request-id",
  claim: "a reply has a request id",
  rule: should(reports("litellm#35861", "litellm#40089")),
  needsWholeReply: false,
  explainedBy: [],
  run: ({ turn: { attempts, reply } }) => {
    const answered = attempts.filter(({ exchange, status }) => exchange !== null && status !== null);
    if (answered.length === 0) return null;
    const ids = [reply.requestId, ...answered.map(({ requestId }) => requestId)];
    return ids.some((id) => id !== null) ? [] : [note("request-id-missing", null, "no request id in any header")];
  },
};
