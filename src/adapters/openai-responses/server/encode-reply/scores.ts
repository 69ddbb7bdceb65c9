import type { JsonObject } from "../../../../chat/json.js";
import type { AssistantPart } from "../../../../chat/message.js";
import type { TokenLogprob } from "../../../../chat/reply.js";
import { listAt } from "../../../openai/wire-members.js";
import type { TokenPiece } from "../../../server/log-probabilities.js";
import { logprobsIncluded } from "../../encode/include.js";

/** Where a response has its log probabilities. */
export const scoresField = "output[].content[].logprobs";

/** Whether a client asks for log probabilities. */
export function asksLogprobs(body: JsonObject): boolean {
  return listAt(body, "include")?.includes(logprobsIncluded) === true;
}

/** The log probabilities of each text of a reply. Those that came before any text belong to the first. */
export function scoresOfTexts(
  parts: readonly AssistantPart[],
  scores: readonly TokenPiece[],
): ReadonlyMap<AssistantPart, readonly TokenLogprob[]> {
  const found = new Map<AssistantPart, readonly TokenLogprob[]>();
  const first = parts.find(({ kind }) => kind === "text");
  for (const { part, tokens } of scores) {
    const scored = part === null ? undefined : parts[part];
    const text = scored?.kind === "text" ? scored : first;
    if (text !== undefined) found.set(text, [...(found.get(text) ?? []), ...tokens]);
  }
  return found;
}
