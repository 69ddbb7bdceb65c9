import { isBlank } from "../../compare-text.js";
import { type Factor, hasCalls, historyParts } from "./factor.js";

/** Blank text blocks in the assistant's turns of the history. */
export const blankText: Factor = {
  id: "blank-text",
  name: "blank text blocks in the history",
  read: ({ request }) => {
    const blank = historyParts(request).some((part) => part.kind === "text" && isBlank(part.text));
    return blank ? "present" : hasCalls(request) ? "absent" : null;
  },
  breaks: (value) =>
    value === "present"
      ? {
          rule: "a text block of a message must not be blank",
          source: "Bedrock's ValidationException on Converse, vercel/ai#11409 captures",
          date: "2026-07-22",
        }
      : null,
  flip: (value) => (value === "present" ? "the same history without its blank text blocks" : null),
};

/** Text that the assistant wrote before its calls. */
export const textBeforeCall: Factor = {
  id: "text-before-call",
  name: "text before the calls in the history",
  read: ({ request }) => {
    if (!hasCalls(request)) return null;
    return historyParts(request).some((part) => part.kind === "text" && !isBlank(part.text)) ? "present" : "absent";
  },
  flip: () => null,
};
