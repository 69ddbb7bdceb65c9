import { hasCachePoints, shownParts, unmarkedTools } from "../../../chat/cache-points.js";
import type { ChatRequest } from "../../../chat/request.js";
import type { Turn } from "../../../transcript/transcript.js";
import type { JudgedTurn } from "../check.js";

/** The earlier turns of the trial that asked the model the same: their messages and tools are equal, cache markers aside. */
export function samePrompts({ turn, earlier }: Pick<JudgedTurn, "turn" | "earlier">): readonly Turn[] {
  if (earlier.length === 0) return [];
  const prompt = promptOf(turn.request);
  return earlier.filter((one) => promptOf(one.request) === prompt);
}

/** True for a request with a cache marker: in a message, after a tool, or one that a change adds to the body. */
export function isMarked(request: ChatRequest): boolean {
  const operations = JSON.stringify(request.change?.operations ?? []);
  return hasCachePoints(request) || /"(?:cachePoint|cache_control)"|\/cache_control"/.test(operations);
}

function promptOf({ model, messages, tools, change }: ChatRequest): string {
  const unmarked = messages.map((message) => ({ ...message, parts: shownParts(message) }));
  return JSON.stringify([model, unmarked, unmarkedTools(tools), change?.fill ?? 0, change?.text ?? null]);
}
