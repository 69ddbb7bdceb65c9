import { type Factor, hasCalls, historyParts } from "./factor.js";

/** Whether the model's reasoning goes back beside its calls. */
export const reasoningHistory: Factor = {
  id: "reasoning-history",
  name: "the reasoning in the history",
  read: ({ request, warnings }) => {
    if (historyParts(request).some(({ kind }) => kind === "reasoning")) return "kept";
    const wasDropped = warnings.some(
      ({ id, message }) => (id === "history-left-out" || /dropped/.test(id)) && /reasoning/.test(message),
    );
    if (wasDropped) return "dropped";
    return hasCalls(request) ? "absent" : null;
  },
  breaks: (value) =>
    value === "dropped"
      ? {
          rule: "with thinking on, the reasoning has to stand beside every tool call",
          source: "mastra-ai/mastra#12592; anomalyco/opencode#25758 (error text of Moonshot's endpoint)",
          date: "2026-02-01",
        }
      : null,
  flip: (value) => {
    if (value === "kept") return "the same conversation with replay.reasoning: drop (reasoning-dropped)";
    return value === "dropped" ? "the same conversation with replay.reasoning: keep (reasoning-kept)" : null;
  },
};
