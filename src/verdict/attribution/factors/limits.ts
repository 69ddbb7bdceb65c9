import type { Factor } from "./factor.js";

/** The limit of output tokens. */
export const tokenLimit: Factor = {
  id: "token-limit",
  name: "the limit of output tokens",
  read: ({ request, warnings }) => {
    const { maxOutputTokens } = request;
    if (maxOutputTokens === null) return null;
    const clamped = warnings.find(({ id, field }) => id === "clamped" && field === "maxOutputTokens");
    return clamped === undefined ? String(maxOutputTokens) : `${maxOutputTokens}, clamped`;
  },
  flip: (value) =>
    value !== null && Number.parseInt(value, 10) < 1024 ? "the same request with a limit of 8192 tokens" : null,
};

/** Temperature, topP and the other sampling settings that are sent. */
export const sampling: Factor = {
  id: "sampling",
  name: "the sampling settings",
  read: ({ request: { temperature, topP, topK, seed, presencePenalty, frequencyPenalty } }) => {
    const sent = Object.entries({ temperature, topP, topK, seed, presencePenalty, frequencyPenalty });
    const words = sent.flatMap(([name, value]) => (value === null ? [] : [`${name} ${value}`]));
    return words.length === 0 ? null : words.join(", ");
  },
  flip: () => null,
};

/** What the request says about reasoning. */
export const thinking: Factor = {
  id: "thinking",
  name: "the reasoning setting",
  read: ({ request: { reasoning } }) => {
    if (reasoning === null || reasoning.mode === "default") return null;
    return [reasoning.mode, reasoning.effort, reasoning.budgetTokens].filter((word) => word !== null).join(" ");
  },
  flip: () => null,
};
