import { type Check, note } from "../check.js";
import { openai, should } from "../rule.js";

/** A reply that names its model has an id. OpenAI's and Anthropic's bodies have both; Converse's and Cohere's have no model. */
export const envelopeIdentity: Check = {
  id: "envelope/identity-present",
  claim: "a reply that names its model has an id",
  rule: should(openai("ChatCompletion.id, .model")),
  needsWholeReply: true,
  explainedBy: [],
  run: ({ turn: { reply } }) => {
    if (reply.model === null) return null;
    return reply.id === null ? [note("identity-missing", null, `a reply of ${reply.model} without an id`)] : [];
  },
};
