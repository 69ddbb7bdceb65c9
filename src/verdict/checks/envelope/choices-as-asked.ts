import type { Reply } from "../../../chat/reply.js";
import { bad, type Check } from "../check.js";
import { must, openai } from "../rule.js";

/** As many choices come as were asked for. Not where the API has no place for their number, which a warning says. */
export const envelopeChoicesAsAsked: Check = {
  id: "envelope/choices-as-asked",
  claim: "as many choices come as were asked for",
  rule: must(openai("ChatCompletionCreateParams.n: how many choices to generate for each input message")),
  needsWholeReply: true,
  explainedBy: ["message-missing", "nested-reply"],
  run: ({ turn: { request, reply } }) => {
    const { choices } = request;
    if (choices === null || choices < 2 || reply.warnings.some(({ field }) => field === "choices")) return null;
    const came = choicesOf(reply);
    return came >= choices ? [] : [bad("choices-missing", null, `${choices} choices were asked for, ${came} came`)];
  },
};

/** The number of choices, by the decoder's note about those that it does not read: `choice 1 also came`, `3 more choices came`. */
function choicesOf({ notes }: Reply): number {
  const others = notes.find(({ id }) => id === "choices-ignored" || id === "extra-choices")?.message;
  if (others === undefined) return 1;
  return 1 + Number(/^(\d+) more choices came/.exec(others)?.[1] ?? 1);
}
