import type { ChatRequest } from "../../../chat/request.js";
import type { Turn } from "../../../transcript/transcript.js";
import type { JudgedTurn } from "../check.js";

/** The earlier turns of the trial that asked the model the same: their messages and tools are equal, cache markers aside. */
export function samePrompts({ turn, earlier }: Pick<JudgedTurn, "turn" | "earlier">): readonly Turn[] {
  const prompt = promptOf(turn.request);
  return earlier.filter((one) => promptOf(one.request) === prompt);
}

/** True for a request with a cache marker: a part of a message, or one that a change adds to the body. */
export function isMarked({ messages, change }: ChatRequest): boolean {
  const isInMessages = messages.some((message) => message.parts.some(({ kind }) => kind === "cache-point"));
  return (
    isInMessages || /"(?:cachePoint|cache_control)"|\/cache_control"/.test(JSON.stringify(change?.operations ?? []))
  );
}

function promptOf({ model, messages, tools, change }: ChatRequest): string {
  const unmarked = messages.map((message) => ({
    ...message,
    parts: message.parts.filter(({ kind }) => kind !== "cache-point"),
  }));
  return JSON.stringify([model, unmarked, tools, change?.fill ?? 0, change?.text ?? null]);
}
