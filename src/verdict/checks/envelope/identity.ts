import { type Check, note } from "../check.js";
import { openai, should } from "../rule.js";

/** A form that names the reply's model names the reply: OpenAI's and Anthropic's do, Converse and Cohere have no model in theirs. */
export const envelopeIdentity: Check = {
  id: "envelope/identity-present",
  claim: "a reply that says its model has an id",
  rule: should(openai("ChatCompletion.id, .model")),
  needsWholeReply: true,
  explainedBy: [],
  run: ({ turn: { reply } }) => {
    if (reply.model === null) return null;
    return reply.id === null ? [note("identity-missing", null, `a reply of ${reply.model} without an id`)] : [];
  },
};
