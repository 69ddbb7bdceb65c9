import { type Factor, historyParts } from "./factor.js";

/** How many calls the history has, and whether any turn has several. */
export const callCount: Factor = {
  id: "call-count",
  name: "the number of calls in the history",
  read: ({ request }) => {
    const calls = historyParts(request).filter(({ kind }) => kind === "tool-call").length;
    if (calls === 0) return null;
    const isParallel = request.messages.some(
      (message) => message.role === "assistant" && message.parts.filter(({ kind }) => kind === "tool-call").length > 1,
    );
    return isParallel ? `${calls}, in parallel` : String(calls);
  },
  flip: () => null,
};

/** The choice of a tool that the request makes. */
export const toolChoice: Factor = {
  id: "tool-choice",
  name: "the tool choice",
  read: ({ request: { toolChoice: choice } }) => choice?.kind ?? null,
  flip: (value) => (value === null || value === "auto" ? null : "the same request without its tool choice"),
};
