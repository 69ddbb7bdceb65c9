import { hasCachePoints } from "../../../chat/cache-points.js";
import type { Factor } from "./factor.js";

/** The system message. */
export const systemMessage: Factor = {
  id: "system-message",
  name: "the system message",
  read: ({ request }) => {
    const texts = request.messages.flatMap((message) =>
      message.role === "system" || message.role === "developer" ? message.parts : [],
    );
    if (texts.length === 0) return null;
    return `${texts.map((part) => (part.kind === "text" ? part.text : "")).join("").length} characters`;
  },
  flip: (value) => (value === null ? null : "the same request without its system message"),
};

/** Prompt-cache boundaries. */
export const cachePoints: Factor = {
  id: "cache-points",
  name: "prompt-cache boundaries",
  read: ({ request }) => (hasCachePoints(request) ? "present" : null),
  breaks: (value) =>
    value === "present"
      ? {
          rule: "only models with prompt caching take a cachePoint",
          source: "BerriAI/litellm#39210; zeroclaw-labs/zeroclaw#7315",
          date: "2026-09-01",
        }
      : null,
  flip: (value) => (value === null ? null : "the same request without cache boundaries"),
};
